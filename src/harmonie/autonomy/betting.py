"""Wealth of a gambler who bets that the error is too high: evidence that may be read at any time.

If the error never exceeds ``limit``, the wealth below is a non-negative supermartingale that starts
at 1, so the chance that it *ever* reaches ``1 / delta`` is at most ``delta`` (Ville 1939). That is
the dual of a time-uniform confidence sequence: the wealth reaches ``1 / delta`` exactly when the
sequence's lower bound passes ``limit`` (Waudby-Smith & Ramdas 2024, JRSS-B 86(1), "Estimating means
of bounded random variables by betting", here with a mixture of fixed bets). Part of the stake is
kept for later starts, so that a long good record does not hide a sudden change; because a weighted
mean of supermartingales is one, the guarantee is untouched.

A case sampled with a greater probability than others weighs less: its weight is the lowest
probability divided by its own, which keeps the mean at or below 0 under the promise.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Bets are made for an error so many times the limit.
RATIOS = (1.3, 1.6, 2.0, 2.5, 3.5, 6.0, 12.0)
#: A new start every so many cases.
RESTART = 50
#: What is bet when an interval is asked for: shares of the stake, small ones for rare errors.
STAKES = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.5, 0.7, 0.85, 0.97)


def wealth(wrong: Floats, limit: float, weights: Floats | None = None) -> Floats:
    """The gambler's wealth after each case, against "the error is at most ``limit``".

    ``wrong`` is ``[..., cases]`` in [0, 1], in the order in which the cases were sampled;
    ``weights``, of the same shape, in (0, 1]. Returns ``[..., cases]``.
    """
    stakes = np.array([min(0.95, limit * (ratio - 1) / (1 - limit)) for ratio in RATIOS])
    weighed = np.ones_like(wrong) if weights is None else weights
    gain = weighed * (wrong - limit) / limit
    # In shares of all wealth: playing for each bet, and what is kept for later starts.
    playing = np.zeros((*wrong.shape[:-1], len(stakes)))
    kept = 1.0
    found = np.empty_like(wrong)
    for case in range(wrong.shape[-1]):
        if case % RESTART == 0:
            start = case // RESTART
            share = 1 / ((start + 1) * (start + 2))
            playing = playing + share / len(stakes)
            kept -= share
        playing = playing * (1 + stakes * gain[..., case, None])
        found[..., case] = playing.sum(axis=-1) + kept
    return found


def interval(
    wrong: Floats, weights: Floats | None = None, delta: float = 0.05
) -> tuple[float, float]:
    """Where the mean error lies, with probability ``1 - delta`` at all times together.

    ``wrong`` ``[cases]`` in [0, 1]; ``(0, 1)`` without any. Hedged capital: half of the stake bets
    that the error is higher than a candidate, half that it is lower.
    """
    weighed = np.ones_like(wrong) if weights is None else weights
    if not len(wrong):
        return 0.0, 1.0
    return _lower(wrong, weighed, delta / 2), 1 - _lower(1 - wrong, weighed, delta / 2)


def _lower(values: Floats, weights: Floats, delta: float) -> float:
    """The greatest mean that the bets "it is higher" refute; their wealth falls as it grows."""
    needed = math.log(1 / delta)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if _log_wealth(values, weights, middle) >= needed else (low, middle)
        )
    return low


def _log_wealth(values: Floats, weights: Floats, mean: float) -> float:
    stakes = np.array(STAKES)
    gains = weights * (values - mean) / mean
    logs = np.log1p(np.outer(stakes, gains)).sum(axis=1)
    return float(np.logaddexp.reduce(logs) - math.log(len(stakes)))
