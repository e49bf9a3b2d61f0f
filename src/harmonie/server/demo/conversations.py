"""Reads the written conversations: YAML blocks, one message a line.

A line is ``who[>k][~language][!label] text``. ``who`` is ``*`` (the community's own account), a
letter (some member, the same within the thread) or ``[A full name]``. ``>k`` answers the k-th line
of the thread, ``~fr`` names the language where it differs from the block's, ``!insult`` names what
a team would see in it (see :mod:`.verdicts`). An empty line ends a thread; ``# title @90,52``
names the next one and may fix the minutes before now, ``# title @13d`` the day on which it begins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LINE = re.compile(
    r"(?P<who>\*|\+|[A-Z]|\[[^\]]+\])"
    r"(?:~(?P<language>[a-z]{2})|>(?P<answers>\d+)|!(?P<label>[a-z]+))?"
    r"(?:~(?P<language2>[a-z]{2})|>(?P<answers2>\d+)|!(?P<label2>[a-z]+))?"
    r"(?:!(?P<label3>[a-z]+))? (?P<text>.+)"
)
_TITLE = re.compile(r"# (?P<title>.+?)(?: @(?:(?P<days>\d+)d|(?P<minutes>[\d,]+)))?$")


@dataclass(frozen=True, slots=True)
class Line:
    who: str
    text: str
    language: str
    answers: int | None = None
    label: str = ""
    source: str = "written"


@dataclass(frozen=True, slots=True)
class Conversation:
    community: str
    channel: str
    title: str
    lines: tuple[Line, ...]
    recent: bool = False
    minutes: tuple[float, ...] = ()
    story: str = "everyday"
    days_ago: float | None = None


def read_line(raw: str, language: str) -> Line:
    """Parses one line; raises :class:`ValueError` that quotes it when it is malformed."""
    match = _LINE.fullmatch(raw)
    if match is None:
        raise ValueError(f"not a demo line (who[>k][~language][!label] text): {raw!r}")
    part = match.groupdict()
    answers = part["answers"] or part["answers2"]
    return Line(
        who=part["who"],
        text=part["text"],
        language=part["language"] or part["language2"] or language,
        answers=int(answers) if answers else None,
        label=part["label"] or part["label2"] or part["label3"] or "",
    )


def _conversation(block: Mapping[str, Any], group: str) -> Conversation:
    raw = [line.strip() for line in group.strip().splitlines()]
    title, days_ago = "", None
    minutes: tuple[float, ...] = ()
    if match := _TITLE.fullmatch(raw[0]):
        title, raw = match["title"], raw[1:]
        days_ago = float(match["days"]) if match["days"] else None
        minutes = tuple(float(part) for part in (match["minutes"] or "").split(",") if part)
    lines = tuple(read_line(line, block["language"]) for line in raw)
    if minutes and len(minutes) != len(lines):
        raise ValueError(f"thread {title!r}: {len(lines)} lines but {len(minutes)} times")
    return Conversation(
        community=block["community"],
        channel=block["channel"],
        title=title or lines[0].text[:60],
        lines=lines,
        recent=block.get("recent", False),
        minutes=minutes,
        story=_story(lines),
        days_ago=days_ago,
    )


def _story(lines: tuple[Line, ...]) -> str:
    sharp = sum(line.label in {"insult", "hostile", "hate", "harass", "threat"} for line in lines)
    return "quarrel" if sharp >= 2 else "everyday"


@cache
def document(name: str) -> Any:
    """One YAML file of ``texts/``, parsed."""
    source = files(__package__).joinpath("texts", name).read_text(encoding="utf-8")
    return yaml.safe_load(source)


def written() -> Iterator[Conversation]:
    """Every hand-written conversation, file by file, in the order of the files."""
    folder = files(__package__).joinpath("texts")
    for name in sorted(entry.name for entry in folder.iterdir()):
        if not name.endswith(".yaml"):
            continue
        content = document(name)
        if not isinstance(content, list):
            continue  # names and slots
        for block in content:
            for group in re.split(r"\n\s*\n", block.get("threads", "")):
                if group.strip():
                    yield _conversation(block, group)


def licensed() -> Iterator[Conversation]:
    """The lounge threads, whose texts come from licensed sets (``texts/licensed.jsonl``)."""
    source = files(__package__).joinpath("texts", "licensed.jsonl").read_text(encoding="utf-8")
    for raw in source.splitlines():
        thread = json.loads(raw)
        lines = [Line("A", thread["opener"], thread["language"])]
        letters = "BCDEFGHIJKLMNOPQRSTUVWXYZ"
        for index, text in enumerate(thread["texts"]):
            who = letters[index * 7 % len(letters)]
            lines.append(Line(who, text, thread["language"], source=thread["source"]))
        yield Conversation(
            thread["community"], thread["channel"], thread["title"], tuple(lines), story="lounge"
        )
