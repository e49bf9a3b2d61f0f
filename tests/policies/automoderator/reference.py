"""A small interpreter of AutoModerator's semantics, to compare the translation with.

Written from the public documentation: values of a key are OR, keys are AND, ``~`` negates, texts
are searched with Python's patterns, without case unless asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FRAMES = {
    "full-exact": "^(?:{})$",
    "full-text": r"^\W*(?:{})\W*$",
    "includes": "(?:{})",
    "includes-word": r"(?:^|\W|\b)(?:{})(?:$|\W|\b)",
    "starts-with": "^(?:{})",
    "ends-with": "(?:{})$",
}


@dataclass(frozen=True)
class Post:
    """What AutoModerator knows of an item."""

    body: str
    is_comment: bool = False
    reports: int = 0
    account_days: float = 100
    is_moderator: bool = False


def fires(rule: Mapping[str, Any], post: Post) -> bool:
    """Whether the rule's checks are all met, and the author is not spared."""
    spared = rule.get("moderators_exempt", rule["action"] in ("remove", "spam", "filter", "report"))
    if spared and post.is_moderator:
        return False
    kind = rule.get("type", "any")
    if kind != "any" and (kind == "comment") != post.is_comment:
        return False
    return all(_met(key, value, post) for key, value in rule.items())


def _met(key: str, value: Any, post: Post) -> bool:
    if key == "reports":
        return post.reports >= value
    if key == "body_longer_than":
        return len(post.body) > value
    if key == "body_shorter_than":
        return len(post.body) < value
    if key == "author":
        return _old_enough(value["account_age"], post.account_days)
    if "body" not in key:
        return True
    found = re.fullmatch(r"(~?)body(?:#\d)? \((.*)\)", key)
    assert found is not None
    modifiers = found[2].split(", ")
    frame = next((FRAMES[m] for m in modifiers if m in FRAMES), FRAMES["includes-word"])
    values = value if isinstance(value, list) else [value]
    joined = "|".join(v if "regex" in modifiers else re.escape(v) for v in values)
    flags = re.DOTALL | (0 if "case-sensitive" in modifiers else re.IGNORECASE)
    return bool(re.search(frame.format(joined), post.body, flags)) != bool(found[1])


def _old_enough(text: str, days: float) -> bool:
    sign, number, unit = text.split()
    limit = int(number) * {"days": 1, "weeks": 7, "months": 30, "years": 365}[unit]
    return days < limit if sign == "<" else days > limit
