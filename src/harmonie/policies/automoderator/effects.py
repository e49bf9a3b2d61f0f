"""AutoModerator's actions as Harmonie's. What cannot be taken back or has no counterpart is named.

``remove``, ``spam`` and ``filter`` hide the message, which can be shown again; the import's mode is
always ``propose``, so that a person decides first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harmonie.actions.parameters import MAX_NOTE, MAX_TEXT

REMOVALS = ("remove", "spam", "filter")
#: Keys of actions that Harmonie has no counterpart for.
UNSUPPORTED = (
    "set_sticky", "set_nsfw", "set_spoiler", "set_contest_mode", "set_original_content",
    "set_suggested_sort", "set_locked", "set_post_crowd_control_level", "overwrite_flair",
    "comment_locked", "comment_stickied", "modmail_subject", "message_subject",
)  # fmt: skip
#: Of these only the look changes: they say how another key is done.
SILENT = ("modmail_subject", "message_subject", "overwrite_flair")
_TAGS = {"spam": "spam", "filter": "to_review", "report": "reported"}


@dataclass
class Effects:
    """What a rule does: actions in Harmonie's order, its gravity, and the note for the team."""

    kind: str = ""
    tags: list[str] = field(default_factory=list)
    reply: str = ""
    warn: str = ""
    note: str = ""
    reason: str = ""

    @property
    def is_removal(self) -> bool:
        return self.kind in REMOVALS

    @property
    def severity(self) -> int:
        if self.is_removal:
            return 2
        return 1 if self.kind == "report" or self.reply else 0

    def actions(self) -> list[str | Mapping[str, Any]]:
        """As a policy's ``then`` writes them; empty when nothing is left to do."""
        found: list[str | Mapping[str, Any]] = []
        if self.is_removal:
            found.append("hide")
        elif self.kind == "approve":
            found.append("approve")
        tags = [tag for tag in (_TAGS.get(self.kind, ""), *self.tags) if tag]
        if tags:
            found.append({"tag": {"names": list(dict.fromkeys(tags))}})
        for name, text in (("reply", self.reply), ("warn", self.warn)):
            if text:
                found.append({name: {"text": {"fr": text, "en": text}}})
        if self.note:
            found.append({"escalate": {"to": "lead", "note": self.note}})
        return found


def read_words(key: str, text: str, most: int, note: Callable[..., None]) -> str:
    """A text to send, or nothing when it would be sent with holes in it."""
    clean = text.strip()
    if "{{" in clean:
        note("lost", "placeholder", key=key)
        return ""
    if not clean or len(clean) > most:
        note("lost", "bad_value", key=key)
        return ""
    return clean


def add_comment(effects: Effects, text: str, note: Callable[..., None]) -> None:
    """``comment``: an answer under the message."""
    effects.reply = read_words("comment", text, MAX_TEXT, note)
    if effects.reply:
        note("adapted", "one_language", key="comment")


def add_message(effects: Effects, text: str, note: Callable[..., None]) -> None:
    """``message``: a warning when it goes with a removal; else nothing is like it."""
    if not effects.is_removal:
        note("lost", "message_alone")
        return
    effects.warn = read_words("message", text, MAX_TEXT, note)
    if effects.warn:
        note("adapted", "message_is_warning")
        note("adapted", "one_language", key="message")


def add_modmail(effects: Effects, text: str, note: Callable[..., None]) -> None:
    """``modmail``: an escalation with its text as note."""
    effects.note = read_words("modmail", text, MAX_NOTE, note)
    if effects.note:
        note("adapted", "modmail_is_escalation")


def add_flair(effects: Effects, words: list[str], note: Callable[..., None]) -> None:
    """``set_flair``: a tag, from the first of its words that can name one."""
    for word in words:
        tag = slug(word, "-")[:40].strip("-")
        if tag:
            effects.tags.append(tag)
            note("adapted", "flair_is_tag", tag=tag)
            return
    note("lost", "bad_value", key="set_flair")


def slug(text: str, joint: str) -> str:
    """Small letters and digits without accents, joined."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall(r"[a-z0-9]+", plain))
