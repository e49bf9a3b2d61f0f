"""Do new scores still look like those on which the mandate was tested? A conformal martingale.

Each new score is ranked among the reference and all new scores before it. While all of them are
exchangeable, these ranks are independent and uniform, whatever the distribution (Vovk, Gammerman &
Shafer 2005), so no bet on them makes money: the chance that the wealth ever reaches ``1 / delta``
is at most ``delta``. The bets are the "simple jumper" of Vovk et al. (2021, "Retrain or not
retrain: conformal test martingales for change-point detection"), on low or high ranks and, with the
other half of the stake, on middle or outer ones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: The share of the stake that changes its mind at each step.
JUMP = 0.01
#: Fewer reference scores than this say nothing of a distribution.
SMALLEST_REFERENCE = 20


def ranks(reference: Sequence[float], new: Sequence[float], chance: Sequence[float]) -> Floats:
    """The rank of each new score, as a share in (0, 1), among all before it and itself.

    ``chance`` holds a number in [0, 1) for each new score, which places it among its equals: give
    :func:`harmonie.autonomy.sampling.position` of its message, so that it can be derived again.
    """
    seen = sorted(reference)
    found = np.empty(len(new))
    for index, (score, share) in enumerate(zip(new, chance, strict=True)):
        below = bisect_left(seen, score)
        equal = bisect_right(seen, score) - below + 1
        insort(seen, score)
        found[index] = (below + share * equal) / len(seen)
    return found


def wealth(uniform: Floats) -> Floats:
    """The wealth after each rank; ``uniform`` is ``[..., scores]`` in [0, 1], so is the result."""
    outer = 2 * np.abs(uniform - 0.5)
    return (_jumper(uniform) + _jumper(outer)) / 2


def _jumper(uniform: Floats) -> Floats:
    """Three gamblers: on low ranks, on nothing, on high ranks; they share a little at each step."""
    beliefs = np.array([-1.0, 0.0, 1.0])
    capital = np.full((*uniform.shape[:-1], 3), 1 / 3)
    found = np.empty_like(uniform)
    for step in range(uniform.shape[-1]):
        total = capital.sum(axis=-1, keepdims=True)
        capital = (1 - JUMP) * capital + JUMP / 3 * total
        capital = capital * (1 + beliefs * (uniform[..., step, None] - 0.5))
        found[..., step] = capital.sum(axis=-1)
    return found
