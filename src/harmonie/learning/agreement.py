"""How far two readers of the written comments agree, and how many comments carry what.

The second reader saw neither the first reader's codes nor the marks in the text. For a label that
holds or not, a reader says yes (1), no (0) or arguable (``?``: a half): two readings disagree by
the distance between them, so that an arguable label counts half against either answer. For
sentiment, emotion and intent they agree or not. ``kappa`` is Cohen's (1960), weighted by that
distance (Cohen 1968), with a 95 % percentile bootstrap interval over comments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.comments import first_reading, second_reading
from harmonie.learning.dataset import BINARY, CLASSES, Example
from harmonie.learning.metrics import DRAWS, Estimate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: From here up a reader said yes without doubt; what is lower, and not 0, is arguable.
SURE = 0.9
#: Sentiment may be mixed: two classes at once.
MIXED = "mixed"
#: Groups that writers named in two ways.
ONE_GROUP = {"black": "blacks", "gay": "gays", "lgbtq": "lgbt"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One signal: of how many comments, how many each reader says carry it (an arguable label
    counts a half; all of them for classes), the share of agreement, and kappa: ``None`` where
    both readers always give one and the same answer, which chance explains."""

    signal: str
    comments: int
    first: float
    second: float
    agreement: float
    kappa: Estimate | None


@dataclass(frozen=True, slots=True)
class FileCount:
    """A file of comments: how many, how many answer a message, how many carry no label."""

    name: str
    comments: int
    answers: int
    harmless: int


@dataclass(frozen=True, slots=True)
class LabelCount:
    """Comments of a language that carry a label, surely and arguably."""

    label: str
    language: str
    sure: int
    arguable: int


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Comments that speak of a group in a language, and those that attack it or are toxic."""

    group: str
    language: str
    comments: int
    hate: int
    harmless: int


def agreement(language: str = "") -> list[Agreement]:
    """Every label, then sentiment, emotion and intent, of the comments read twice; of one
    language when given."""
    second = second_reading()
    both = [
        (example.labels, second[place])
        for place, example in first_reading()
        if place in second and language in ("", example.language)
    ]
    return [_of_label(both, head) for head in BINARY] + [_of_class(both, s) for s in CLASSES]


def file_counts() -> list[FileCount]:
    """Every file, in alphabetical order."""
    found: dict[str, list[Example]] = {}
    for place, example in first_reading():
        found.setdefault(place.partition(":")[0], []).append(example)
    return [
        FileCount(name, len(mine), sum(bool(e.parent) for e in mine), sum(map(_harmless, mine)))
        for name, mine in sorted(found.items())
    ]


def label_counts() -> list[LabelCount]:
    """Every label in each language, French first."""
    sure: Counter[tuple[str, str]] = Counter()
    arguable: Counter[tuple[str, str]] = Counter()
    for _, example in first_reading():
        for head in BINARY:
            value = example.labels[head]
            sure[head, example.language] += value >= SURE
            arguable[head, example.language] += 0 < value < SURE
    return [
        LabelCount(head, language, sure[head, language], arguable[head, language])
        for head in BINARY
        for language in ("fr", "en")
    ]


def group_counts(least: int = 10) -> list[GroupCount]:
    """Groups that at least so many comments of a language speak of, the most frequent first."""
    found: dict[tuple[str, str], list[Example]] = {}
    for _, example in first_reading():
        for group in filter(None, example.target.split(",")):
            found.setdefault((ONE_GROUP.get(group, group), example.language), []).append(example)
    counts = [
        GroupCount(
            group, language, len(mine),
            sum(e.labels["hate"] >= 0.5 for e in mine), sum(map(_harmless, mine)),
        )
        for (group, language), mine in found.items()
        if len(mine) >= least
    ]  # fmt: skip
    return sorted(counts, key=lambda one: (one.language != "fr", -one.comments, one.group))


def _harmless(example: Example) -> bool:
    return all(example.labels[head] < 0.5 for head in BINARY)


Pair = tuple[Mapping[str, float], Mapping[str, float]]


def _of_label(both: Sequence[Pair], head: str) -> Agreement:
    first, second = (
        np.array([_answer(pair[reader].get(head, 0.0)) for pair in both], np.int64)
        for reader in (0, 1)
    )
    apart = np.abs(np.subtract.outer(np.arange(3), np.arange(3))) / 2
    return _measured(head, first, second, apart, first.sum() / 2, second.sum() / 2)


def _answer(value: float) -> int:
    """0 for no, 1 for arguable, 2 for yes."""
    return 2 if value >= SURE else 1 if value > 0 else 0


def _of_class(both: Sequence[Pair], signal: str) -> Agreement:
    names = (*CLASSES[signal], MIXED)
    first, second = (
        np.array([names.index(_said(pair[reader], signal)) for pair in both], np.int64)
        for reader in (0, 1)
    )
    apart = 1.0 - np.eye(len(names))
    return _measured(signal, first, second, apart, len(both), len(both))


def _said(labels: Mapping[str, float], signal: str) -> str:
    held = [name for name in CLASSES[signal] if labels.get(f"{signal}:{name}", 0.0) > 0]
    return held[0] if len(held) == 1 else MIXED


def _measured(
    signal: str, first: Ints, second: Ints, apart: Floats, carried: float, again: float
) -> Agreement:
    known = len(first)
    if not known:
        return Agreement(signal, 0, 0.0, 0.0, 0.0, None)
    agreed = 1.0 - float(apart[first, second].mean())
    point = kappa(first, second, apart, np.ones((1, known)))[0]
    chance = np.random.default_rng(7)
    drawn = chance.multinomial(known, np.full(known, 1 / known), DRAWS).astype(np.float64)
    several = kappa(first, second, apart, drawn)
    if np.isnan(point) or np.isnan(several).all():
        return Agreement(signal, known, float(carried), float(again), agreed, None)
    low, high = np.nanquantile(several, (0.025, 0.975))
    told = Estimate(float(point), float(low), float(high))
    return Agreement(signal, known, float(carried), float(again), agreed, told)


def kappa(first: Ints, second: Ints, apart: Floats, weights: Floats) -> Floats:
    """Weighted kappa for each row of ``weights`` ``[draws, items]``.

    ``first`` and ``second`` hold each reader's answer ``[items]``; ``apart[i, j]`` is how far
    answers ``i`` and ``j`` lie apart. ``nan`` where chance alone would never disagree.
    """
    total = weights.sum(axis=1)
    seen = weights @ apart[first, second] / total
    count = len(apart)
    shares = [weights @ np.eye(count)[answers] / total[:, None] for answers in (first, second)]
    by_chance = np.einsum("di,ij,dj->d", shares[0], apart, shares[1])
    result = np.full(len(weights), np.nan)
    np.divide(seen, by_chance, out=result, where=by_chance > 0)
    return 1.0 - result
