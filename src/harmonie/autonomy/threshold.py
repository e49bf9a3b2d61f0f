"""The lowest confidence from which so few actions are wrong, with a guarantee that needs no model.

Learn-then-Test (Angelopoulos, Bates, Candès, Jordan & Lei 2021, arXiv:2110.01052) with *split*
fixed-sequence testing. "Among actions at or above this threshold, ``limit`` or more are wrong" is a
null hypothesis; its p-value is the exact binomial tail. A part of the decisions, drawn by a hash of
their ids, chooses where to start: the threshold likeliest to pass. The others test from there, from
stricter to looser, until one hypothesis stands. The first true hypothesis on the way is passed with
a probability of at most ``level``, whatever the model, its scores or the community.

Why split: the strictest thresholds hold almost no decisions, so that a test that starts there stops
at once; and to start where enough decisions happen to lie is a choice made by the same data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.autonomy.binomial import at_most

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
#: Candidate thresholds, fixed before any decision is seen.
GRID: Floats = np.array([*(round(0.01 * step, 2) for step in range(50, 100)), 0.995])
#: The share of decisions that chooses the start.
ASIDE = 0.2


@dataclass(frozen=True, slots=True)
class Tested:
    """Decisions of the testing part at or above each candidate, how many of them are wrong, and
    the index of the lowest candidate that keeps the promise (``None``: no one does)."""

    cases: Whole
    wrong: Whole
    found: int | None


def tested(confidence: Floats, wrong: Flags, aside: Flags, limit: float, level: float) -> Tested:
    """Test the promise on decisions ``[decisions]``; those ``aside`` only choose the start."""
    cases, errors = counts(confidence[~aside], wrong[~aside])
    start = _start(counts(confidence[aside], wrong[aside]), int(cases[0]), limit)
    p_values = at_most(errors[: start + 1], cases[: start + 1], limit)
    standing = np.flatnonzero(p_values > level)
    lowest = int(standing[-1]) + 1 if len(standing) else 0
    if lowest > start:
        return Tested(cases, errors, None)
    # Where nothing was seen nothing is claimed: up to the lowest confidence that was.
    same = np.flatnonzero(cases[lowest : start + 1] == cases[lowest])
    return Tested(cases, errors, lowest + int(same[-1]))


def counts(confidence: Floats, wrong: Flags) -> tuple[Whole, Whole]:
    """How many decisions lie at or above each candidate, and how many of those are wrong."""
    place = np.searchsorted(GRID, confidence, "right")
    several = np.bincount(place, minlength=len(GRID) + 1)
    bad = np.bincount(place[wrong], minlength=len(GRID) + 1)
    return _from_above(several), _from_above(bad)


def _from_above(binned: NDArray[np.int64]) -> Whole:
    summed: Whole = np.cumsum(binned[::-1])[::-1][1:]
    return summed


def _start(aside: tuple[Whole, Whole], total: int, limit: float) -> int:
    """The candidate that looks likeliest to pass, judging by the part set aside alone."""
    cases, wrong = aside
    if not cases[0]:
        return 0
    ahead = np.round(cases / cases[0] * total)
    expected = np.round(ahead * (wrong + 0.5) / (cases + 1))
    p_values = at_most(expected, ahead, limit)
    # The strictest of equals, so that the sequence passes through the others.
    return int(np.flatnonzero(p_values == p_values.min())[-1])
