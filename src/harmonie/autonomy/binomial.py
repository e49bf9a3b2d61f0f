"""Exact binomial figures from factorials, for whole arrays at once; no scipy.

What is counted: ``wrong`` among ``cases`` decisions, when each is wrong with probability ``error``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
#: A need for more decisions than this is told as "no number would do".
MOST_CASES = 200_000
_NEGLIGIBLE = 1e-18


def at_most(wrong: ArrayLike, cases: ArrayLike, error: float) -> Floats:
    """``P(Binomial(cases, error) <= wrong)``, the exact p-value of "``error`` or more are wrong".

    ``wrong`` and ``cases`` broadcast against each other; ``0 < error < 1``. Where more are wrong
    than ``error`` would have on average, the answer is 1: no evidence, whatever its exact size.
    """
    k, n = np.broadcast_arrays(np.asarray(wrong, np.int64), np.asarray(cases, np.int64))
    result = np.ones(k.shape)
    useful = (n > 0) & (k < n * error)
    if not useful.any():
        return result
    few, many = k[useful].astype(np.float64), n[useful].astype(np.float64)
    # From the last term down, where each is smaller than the one before: the sum soon ends.
    factorials = _log_factorials(int(n.max()))
    last = factorials[n[useful]] - factorials[k[useful]] - factorials[n[useful] - k[useful]]
    last += few * math.log(error) + (many - few) * math.log1p(-error)
    odds = (1 - error) / error
    term = np.ones_like(few)
    total = np.ones_like(few)
    while (term > _NEGLIGIBLE).any():
        term = term * few / (many - few + 1) * odds
        few = few - (few > 0)
        total += term
    result[useful] = np.minimum(1.0, np.exp(last) * total)
    return result


def _log_factorials(largest: int) -> Floats:
    return _table(1 << max(10, largest.bit_length()))


@cache
def _table(size: int) -> Floats:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, size + 1)))])


def tail(wrong: int, cases: int, error: float) -> float:
    """:func:`at_most` for one pair of numbers, a hundred times faster than as an array."""
    if not cases or wrong >= cases * error:
        return 1.0
    last = math.lgamma(cases + 1) - math.lgamma(wrong + 1) - math.lgamma(cases - wrong + 1)
    last += wrong * math.log(error) + (cases - wrong) * math.log1p(-error)
    odds, term, total = (1 - error) / error, 1.0, 1.0
    for below in range(wrong, 0, -1):
        term *= below / (cases - below + 1) * odds
        if term < _NEGLIGIBLE:
            break
        total += term
    return min(1.0, math.exp(last) * total)


def interval(wrong: int, cases: int, confidence: float = 0.95) -> tuple[float, float]:
    """Clopper & Pearson's (1934) exact interval of a share."""
    if cases == 0:
        return 0.0, 1.0
    chance = (1 - confidence) / 2
    low = 1 - _upper(cases - wrong, cases, chance)
    return low, _upper(wrong, cases, chance)


def least_cases(error: float, level: float) -> int:
    """The fewest decisions, none of them wrong, that exclude ``error`` or more at ``level``."""
    return math.ceil(math.log(level) / math.log1p(-error) - 1e-9)


def cases_around(wrong: int, error: float, level: float) -> int:
    """The fewest decisions, ``wrong`` of them wrong, that exclude ``error`` at ``level``."""
    return _fewest(lambda cases: tail(wrong, cases, error) <= level, least_cases(error, level))


def cases_needed(observed: float, error: float, level: float, power: float = 0.8) -> int | None:
    """About how many decisions exclude ``error`` if ``observed`` is the truth; ``None`` if none do.

    Enough to succeed about ``power`` of the time: the number wrong is put at that quantile of the
    normal approximation, then the p-value is exact.
    """
    if observed >= error:
        return None
    ahead = _normal_quantile(power)

    def suffices(cases: int) -> bool:
        spread = math.sqrt(observed * (1 - observed) * cases)
        wrong = math.ceil(observed * cases + ahead * spread - 1e-9)
        return tail(wrong, cases, error) <= level

    found = _fewest(suffices, least_cases(error, level))
    return found if found <= MOST_CASES else None


def _fewest(suffices: Callable[[int], bool], least: int) -> int:
    """The least number from ``least`` that suffices; above ``MOST_CASES`` when none up to it."""
    low, high = least - 1, least
    while not suffices(high):
        low, high = high, 2 * high
        if low > MOST_CASES:
            return low
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def _upper(wrong: int, cases: int, chance: float) -> float:
    """The error at which ``wrong`` or fewer of ``cases`` have the probability ``chance``."""
    if wrong >= cases:
        return 1.0
    low, high = wrong / cases, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        # Above the observed share, so that ``tail`` never rounds to 1 here.
        low, high = (middle, high) if tail(wrong, cases, middle) > chance else (low, middle)
    return high


def _normal_quantile(share: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(share)
