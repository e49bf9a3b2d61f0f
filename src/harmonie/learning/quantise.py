"""Packs fitted weights into one byte each, with small integer multipliers per section and head."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from harmonie.text import hashing

_SECTIONS = (
    slice(hashing.WORD_START, hashing.CHARACTER_START),
    slice(hashing.CHARACTER_START, hashing.PAIR_START),
    slice(hashing.PAIR_START, hashing.ROWS),
)
#: Share of a section's learnt weights that may be clipped: keeps steps fine for all the others.
_CLIPPED = 0.00003


def quantise(
    weights: NDArray[np.float64],
) -> tuple[NDArray[np.int8], NDArray[np.int32], NDArray[np.float64]]:
    """``(table, multipliers, units)`` such that ``table * multipliers * units`` is close to
    ``weights`` ``[rows, heads]``."""
    heads = weights.shape[1]
    steps = np.empty((len(_SECTIONS), heads))
    for index, section in enumerate(_SECTIONS):
        size = np.abs(weights[section])
        for head in range(heads):
            used = size[:, head][size[:, head] > 1e-6]
            top = np.quantile(used, 1 - _CLIPPED) if len(used) else 1e-6
            steps[index, head] = top / 127
    units = steps.min(axis=0) / 8
    multipliers = np.maximum(1, np.rint(steps / units)).astype(np.int32)
    table = np.empty(weights.shape, dtype=np.int8)
    for index, section in enumerate(_SECTIONS):
        exact = weights[section] / (multipliers[index] * units)
        table[section] = np.clip(np.rint(exact), -127, 127).astype(np.int8)
    return table, multipliers, units
