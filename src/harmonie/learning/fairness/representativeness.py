"""Whom the training texts speak of, in which language and dialect, and how: made when training.

The lift of a group is the share of toxic labels among the texts that name it over the share among
all texts of its language: far above 1, a model can learn the name instead of the attack (Dixon et
al. 2018).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from harmonie.learning.dataset import Example
from harmonie.learning.fairness.lexicon import entries, named, register_names, register_of
from harmonie.learning.fairness.reading import representativeness as read
from harmonie.learning.fairness.records import Representativeness, TrainingShare
from harmonie.learning.fairness.statements import statements
from harmonie.records import LANGUAGES

FILE = "representativeness.json"
_LANGUAGE_NAMES = {"fr": ("français", "French"), "en": ("anglais", "English")}
#: A lift over fewer texts of known toxicity is not told.
LEAST = 50


@dataclass
class _Count:
    texts: int = 0
    known: int = 0
    toxic: float = 0.0

    def add(self, example: Example) -> None:
        self.texts += 1
        labels = [example.labels[h] for h in ("toxicity", "hate") if h in example.labels]
        if labels:
            self.known += 1
            self.toxic += max(labels) >= 0.5


@dataclass
class _Counts:
    by_key: dict[tuple[str, str, str], _Count] = field(default_factory=dict)

    def add(self, axis: str, key: str, language: str, example: Example) -> None:
        self.by_key.setdefault((axis, key, language), _Count()).add(example)


def representativeness(examples: Iterable[Example]) -> Representativeness:
    """Counts over ``examples`` (every set that a model learns from), with what they say in plain
    words."""
    counts = _Counts()
    texts = 0
    for example in examples:
        if example.language not in LANGUAGES:
            continue
        texts += 1
        counts.add("language", example.language, example.language, example)
        counts.add("source", example.source, example.language, example)
        counts.add("register", register_of(example.source), example.language, example)
        for axis, kind in (("group", "groups"), ("dialect", "dialects")):
            for key in named(example.text, example.language, kind):
                counts.add(axis, key, example.language, example)
    shares = tuple(_shares(counts, texts))
    return Representativeness(texts, shares, statements(shares))


def write(found: Representativeness, folder: Path) -> Path:
    """Keeps it with the weights of ``folder``, where the audit reads it."""
    path = folder / FILE
    path.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def kept_with(folder: Path) -> Representativeness | None:
    """What was kept with the weights of ``folder``; ``None`` when nothing was."""
    path = folder / FILE
    return read(json.loads(path.read_text("utf-8"))) if path.is_file() else None


def _shares(counts: _Counts, texts: int) -> Iterator[TrainingShare]:
    whole = {
        language: counts.by_key.get(("language", language, language), _Count())
        for language in LANGUAGES
    }
    names = _names()
    for axis, key, language in _places(counts):
        mine = counts.by_key.get((axis, key, language), _Count())
        total = texts if axis == "language" else whole[language].texts
        fr, en = names.get((axis, key), (key, key))
        share = mine.texts / total if total else 0.0
        toxic = mine.toxic / mine.known if mine.known >= LEAST else None
        every = whole[language]
        base = every.toxic / every.known if every.known else 0.0
        lift = toxic / base if toxic is not None and base and axis != "language" else None
        yield TrainingShare(
            axis, key, fr, en, language, mine.texts, round(share, 5),
            None if toxic is None else round(toxic, 4), None if lift is None else round(lift, 3),
        )  # fmt: skip


def _places(counts: _Counts) -> Iterator[tuple[str, str, str]]:
    """What was found, largest first, and every group and dialect of the word lists, found or not:
    an absent one is a finding too."""
    found = Counter({place: count.texts for place, count in counts.by_key.items()})
    for kind, axis in (("groups", "group"), ("dialects", "dialect")):
        for entry in entries(kind):
            for language in entry.patterns:
                if any(count for place, count in found.items() if place[2] == language):
                    found[axis, entry.key, language] += 0
    axes = ("language", "source", "register", "dialect", "group")
    yield from sorted(found, key=lambda place: (axes.index(place[0]), place[2], -found[place]))


def _names() -> dict[tuple[str, str], tuple[str, str]]:
    names = {("language", key): name for key, name in _LANGUAGE_NAMES.items()}
    for kind, axis in (("groups", "group"), ("dialects", "dialect")):
        names |= {(axis, e.key): (e.name_fr, e.name_en) for e in entries(kind)}
    return names | {("register", key): name for key, name in register_names().items()}
