"""Which group a text names and which dialect it is written in, by word lists.

Rough on purpose and said so: a list finds what it lists. It sorts training texts for the audit and
never judges a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from harmonie.learning.fairness.changes import unaccented

_APOSTROPHE = re.compile("[’`´]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A group or a dialect, and the pattern of its words in each language that has some."""

    key: str
    name_fr: str
    name_en: str
    patterns: Mapping[str, re.Pattern[str]]


@cache
def entries(kind: str) -> tuple[Entry, ...]:
    """``groups`` or ``dialects``."""
    return tuple(_entries(_data()[kind]))


def register_of(source: str) -> str:
    """The kind of place that a training set comes from; ``other`` when it is not listed."""
    for register, sources in _data()["registers"].items():
        if source in sources:
            return str(register)
    return "other"


def register_names() -> dict[str, tuple[str, str]]:
    """Every register with its name in French and English."""
    return {key: (row["fr"], row["en"]) for key, row in _data()["register_names"].items()}


def plain(text: str) -> str:
    """What the word lists are matched against: lower case, no accents, straight apostrophes."""
    return _APOSTROPHE.sub("'", unaccented(text.lower()))


def named(text: str, language: str, kind: str) -> list[str]:
    """Keys of the groups named in ``text``, or of the dialects it shows."""
    told = plain(text)
    # Most texts name nobody: one look for all words spares one for each group.
    if not _any(kind, language).search(told):
        return []
    return [
        entry.key
        for entry in entries(kind)
        if language in entry.patterns and entry.patterns[language].search(told)
    ]


def _entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    for key, row in data.items():
        patterns = {
            language: _pattern(row[language]) for language in ("fr", "en") if language in row
        }
        yield Entry(key, row["name"]["fr"], row["name"]["en"], patterns)


@cache
def _any(kind: str, language: str) -> re.Pattern[str]:
    """Matches where any entry of the kind does."""
    patterns = [e.patterns[language].pattern for e in entries(kind) if language in e.patterns]
    return re.compile("|".join(patterns) or r"(?!)")


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    parts = [re.escape(plain(str(word))).replace(r"\*", r"\w*") for word in words]
    spaced = [part.replace(r"\ ", r"[\s-]+") for part in parts]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")


@cache
def _data() -> Any:
    path = files("harmonie.learning") / "suites_data" / "lexicon.yaml"
    return yaml.safe_load(path.read_text("utf-8"))
