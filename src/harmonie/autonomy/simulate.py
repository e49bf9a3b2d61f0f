"""Invented communities whose true error is known: does the promise hold on them?

Everything is drawn from a seed; nothing else is random. A community has a distribution of
confidences and a curve: how likely an action at that confidence is wrong. Its people judge a number
of decisions, some of them wrongly (``noise``), and the test answers from those alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from harmonie.autonomy import betting, drift
from harmonie.autonomy.threshold import ASIDE, GRID, tested

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
#: ``ordinary``: fewer errors at higher confidence, most thresholds good or bad by far.
#: ``edge``: every threshold breaks the promise, by as little as possible; whatever is granted is
#: a mistake. ``unordered``: the most confident actions are the worst.
Kind = Literal["ordinary", "edge", "unordered"]
#: Confidences are whole steps of this, so that true errors are sums and not estimates.
_STEPS = np.linspace(0.3, 1.0, 701)


@dataclass(frozen=True, slots=True)
class Community:
    """How often each confidence occurs, and how often an action is wrong at it ``[steps]``."""

    shares: Floats
    error: Floats

    def true_error(self, threshold: float) -> float:
        """The share of wrong ones among all actions at or above ``threshold``."""
        above = threshold - 1e-9 <= _STEPS
        return float((self.shares * self.error)[above].sum() / self.shares[above].sum())


@dataclass(frozen=True, slots=True)
class Grants:
    """Per community: was a mandate granted, and is its true error at or above the limit."""

    granted: Flags
    broken: Flags
    thresholds: Floats


def community(chance: np.random.Generator, kind: Kind, limit: float) -> Community:
    shape = _STEPS[-1] - _STEPS + 5e-4
    shares = (1 - shape) ** chance.uniform(1, 8) * shape ** chance.uniform(-0.5, 1)
    shares /= shares.sum()
    if kind == "edge":
        return Community(shares, np.full(len(_STEPS), limit * 1.0001))
    if kind == "unordered":
        wave = 1 + np.sin(_STEPS * chance.uniform(5, 60) + chance.uniform(0, 6))
        return Community(shares, np.clip(limit * chance.uniform(0.5, 2) * wave, 0, 1))
    floor = chance.uniform(0, 1.5) * limit
    top = chance.uniform(0.1, 0.6)
    fall = ((1 - _STEPS) / 0.7) ** chance.uniform(0.7, 3)
    return Community(shares, floor + (top - floor) * fall)


def grants(
    kind: Kind,
    communities: int = 1_000,
    decisions: int = 600,
    limit: float = 0.05,
    delta: float = 0.05,
    noise: float = 0.0,
    attempts: int = 1,
    seed: int = 7,
) -> Grants:
    """Ask for a mandate in each community; with more ``attempts``, until it is granted.

    Each attempt sees all decisions of those before it, and as many again.
    """
    chance = np.random.default_rng(seed)
    granted = np.zeros(communities, np.bool_)
    broken = np.zeros(communities, np.bool_)
    thresholds = np.full(communities, np.nan)
    for index in range(communities):
        one = community(chance, kind, limit)
        picks = chance.choice(len(_STEPS), decisions * attempts, p=one.shares)
        wrong = chance.random(len(picks)) < one.error[picks]
        wrong ^= chance.random(len(picks)) < noise
        aside = chance.random(len(picks)) < ASIDE
        for attempt in range(1, attempts + 1):
            seen = slice(0, decisions * attempt)
            # As ``calibrate`` does: nothing is given to later attempts where there are none.
            level = delta / (attempt * (attempt + 1))
            found = tested(_STEPS[picks[seen]], wrong[seen], aside[seen], limit, level).found
            if found is not None:
                thresholds[index] = GRID[found]
                granted[index] = True
                broken[index] = one.true_error(GRID[found]) >= limit
                break
    return Grants(granted, broken, thresholds)


def withdrawn_after(
    error: Callable[[Whole], Floats],
    runs: int = 1_000,
    cases: int = 2_000,
    limit: float = 0.05,
    delta: float = 0.05,
    seed: int = 7,
) -> Floats:
    """At which sampled case each run is withdrawn for its errors; ``inf`` where it never is.

    ``error`` gives the true error of each case, counted from 0.
    """
    chance = np.random.default_rng(seed)
    wrong = chance.random((runs, cases)) < error(np.arange(cases))
    return _first(betting.wealth(wrong.astype(np.float64), limit), 2 / delta)


def drifted_after(
    share: Callable[[Whole], Floats],
    runs: int = 200,
    scores: int = 1_000,
    reference: int = 200,
    delta: float = 0.05,
    seed: int = 7,
) -> Floats:
    """At which new score each run is withdrawn for drift; ``inf`` where it never is.

    Scores are uniform over [0.8, 1]; ``share`` is how much of that width is lost at the top at
    each new score, counted from 0: with 0 nothing moves.
    """
    chance = np.random.default_rng(seed)
    known = 0.8 + 0.2 * chance.random((runs, reference))
    width = 0.2 * (1 - share(np.arange(scores)))
    new = 0.8 + width * chance.random((runs, scores))
    ties = chance.random((runs, scores))
    ranked = np.stack(
        [drift.ranks(a.tolist(), b.tolist(), c.tolist())
         for a, b, c in zip(known, new, ties, strict=True)]
    )  # fmt: skip
    return _first(drift.wealth(ranked), 2 / delta)


def _first(wealth: Floats, needed: float) -> Floats:
    passed = wealth >= needed
    return np.where(passed.any(axis=1), passed.argmax(axis=1) + 1.0, np.inf)
