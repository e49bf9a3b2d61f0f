"""Harmonie's functional suite: cases that each test one thing a moderation model must know.

The idea of functional tests is that of Ribeiro et al., "Beyond Accuracy: Behavioral Testing of NLP
Models with CheckList" (2020), and of Röttger et al., "HateCheck" (2021); functions and cases are
Harmonie's own. See ``suites_data/functional/README.md``. Never train on it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import numpy as np
import yaml

from harmonie.learning.fairness.intervals import mean
from harmonie.learning.fairness.records import FunctionFigure, Miss
from harmonie.learning.fairness.scoring import THRESHOLD, Scores

T = TypeVar("T")
#: Misses kept in a report for each function, the worst first.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Function:
    key: str
    title_fr: str
    title_en: str
    #: Whether its cases carry something a manager wants to see.
    harmful: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A text and what each tested signal should say of it, 0 or 1.

    ``pair`` is shared by variants of one sentence, ``origin`` is ``hand`` or ``template``.
    """

    id: str
    language: str
    function: str
    text: str
    expected: Mapping[str, int]
    target: str
    pair: str
    origin: str
    note: str


def _folder() -> Traversable:
    return files("harmonie.learning") / "suites_data" / "functional"


@cache
def functions() -> Mapping[str, Function]:
    """Every function by its key, in the order in which they are shown."""
    data = yaml.safe_load((_folder() / "functions.yaml").read_text("utf-8"))
    return {
        key: Function(key, row["fr"], row["en"], bool(row["harmful"])) for key, row in data.items()
    }


@cache
def cases(language: str) -> tuple[Case, ...]:
    """The cases of the suite in ``language`` (``fr`` or ``en``)."""
    lines = (_folder() / f"{language}.csv").read_text("utf-8").splitlines()
    return tuple(_case(row, language) for row in csv.DictReader(lines))


def _case(row: Mapping[str, str], language: str) -> Case:
    expected = dict(part.split("=") for part in row["expected"].split(";"))
    return Case(
        row["id"], language, row["function"], row["text"],
        {signal: int(value) for signal, value in expected.items()},
        row["target"], row["pair"], row["origin"], row["note"],
    )  # fmt: skip


def function_figures(
    scores: Scores, language: str, least: int, limit: int | None = None
) -> list[FunctionFigure]:
    """One figure per function. ``limit`` keeps so many cases of each, spread over the function."""
    kept = _kept(language, limit)
    scores.read((text, language) for text in suite_texts(language, limit))
    return [_figure(scores, functions()[key], some, least) for key, some in kept.items()]


def suite_texts(language: str, limit: int | None = None) -> Iterator[str]:
    """The texts that :func:`function_figures` asks about."""
    for some in _kept(language, limit).values():
        yield from (case.text for case in some)


def _kept(language: str, limit: int | None) -> dict[str, Sequence[Case]]:
    by_function: dict[str, list[Case]] = {}
    for case in cases(language):
        by_function.setdefault(case.function, []).append(case)
    return {key: spread(by_function[key], limit) for key in functions() if key in by_function}


def spread(some: Sequence[T], limit: int | None) -> Sequence[T]:
    """At most ``limit`` of them at even distances."""
    if limit is None or len(some) <= limit:
        return some
    return [some[int(place)] for place in np.linspace(0, len(some) - 1, limit)]


def _figure(scores: Scores, function: Function, some: Sequence[Case], least: int) -> FunctionFigure:
    language = some[0].language
    judged: list[tuple[Case, bool]] = []
    misses: list[Miss] = []
    for case in some:
        wrong = verdict(scores, case)
        if wrong is not None:
            judged.append((case, not wrong))
            misses += wrong[:1]
    right = np.array([is_right for _, is_right in judged], dtype=np.float64)
    pairs = np.array(list(_pairs([case for case, _ in judged])), dtype=np.int64)
    misses.sort(key=lambda miss: -abs(miss.score - THRESHOLD))
    signals = dict.fromkeys(signal for case in some for signal in case.expected)
    return FunctionFigure(
        language, function.key, function.title_fr, function.title_en, function.harmful,
        tuple(signals), len(judged), int(right.sum()), len(some) - len(judged),
        mean(right, pairs) if len(judged) >= max(least, 1) else None, tuple(misses[:SHOWN]),
    )  # fmt: skip


def verdict(scores: Scores, case: Case) -> list[Miss] | None:
    """What the model got wrong about a case, worst first; ``None`` when it cannot be judged:
    the model lacks a signal that the case tests."""
    wrong = []
    for signal, expected in case.expected.items():
        score = scores.score(case.text, case.language, signal)
        if score is None:
            return None
        if (score >= THRESHOLD) != bool(expected):
            wrong.append(Miss(case.id, case.text, signal, expected, round(score, 5)))
    return sorted(wrong, key=lambda miss: -abs(miss.score - THRESHOLD))


def _pairs(some: Sequence[Case]) -> Iterator[int]:
    """A number per case, the same for variants of one sentence."""
    known: dict[str, int] = {}
    for case in some:
        yield known.setdefault(case.pair or case.id, len(known))
