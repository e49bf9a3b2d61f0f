"""95 % percentile bootstrap intervals (Efron & Tibshirani 1993), drawn by cluster.

Texts made of one sentence with another word in it are not independent: what is drawn is the
sentence, and every text made of it goes with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.fairness.records import Interval
from harmonie.learning.metrics import DRAWS

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def draws(clusters: Whole, strata: Whole | None = None, seed: int = 7) -> Floats:
    """Weights ``[1 + DRAWS, clusters]``: a row of ones, then how often each cluster was drawn.

    ``clusters`` is a range of cluster numbers; within each of ``strata`` as many are drawn as it
    has, so that no draw is without toxic or without harmless sentences.
    """
    chance = np.random.default_rng(seed)
    made = np.zeros((1 + DRAWS, len(clusters)))
    made[0] = 1
    parts = np.zeros(len(clusters), np.int64) if strata is None else strata
    for part in np.unique(parts):
        members = np.flatnonzero(parts == part)
        picks = chance.integers(0, len(members), (DRAWS, len(members)))
        flat = (picks + np.arange(DRAWS)[:, None] * len(members)).ravel()
        counts = np.bincount(flat, minlength=DRAWS * len(members))
        made[1:, members] = counts.reshape(DRAWS, len(members))
    return made


def interval(values: Floats) -> Interval | None:
    """The figure (first value) and the interval of the others; ``None`` if it has no meaning."""
    if np.isnan(values[0]) or np.isnan(values[1:]).all():
        return None
    low, high = np.nanquantile(values[1:], (0.025, 0.975))
    return Interval(*(round(float(one), 5) for one in (values[0], low, high)))


def mean(values: Floats, clusters: Whole | None = None, seed: int = 7) -> Interval:
    """Mean of ``values`` with its interval, drawn by cluster (each value its own by default)."""
    member = np.arange(len(values)) if clusters is None else np.unique(clusters, False, True)[1]
    weights = draws(np.arange(int(member.max()) + 1), seed=seed)[:, member]
    found = interval(weights @ values / weights.sum(axis=1))
    if found is None:
        raise ValueError("a mean of values that are not numbers")
    return found


def weighted_auc(positive: Floats, negative: Floats) -> Callable[[Floats, Floats], Floats]:
    """AUC of scores with ties shared, for weights ``[draws, positive]`` and ``[draws, negative]``.

    The share of (positive, negative) pairs in the right order (Hanley & McNeil 1982).
    """
    order = np.sort(np.unique(negative))
    place = np.searchsorted(order, negative)
    below = np.searchsorted(order, positive, "left")
    through = np.searchsorted(order, positive, "right")

    def auc(up: Floats, down: Floats) -> Floats:
        steps = np.zeros((len(down), len(order) + 1))
        for column, where in enumerate(place):
            steps[:, where + 1] += down[:, column]
        reached = np.cumsum(steps, axis=1)
        right = (up * (reached[:, below] + reached[:, through]) / 2).sum(axis=1)
        pairs = up.sum(axis=1) * down.sum(axis=1)
        result = np.full(len(pairs), np.nan)
        np.divide(right, pairs, out=result, where=pairs > 0)
        return result

    return auc
