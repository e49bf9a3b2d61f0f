"""Weighs examples so that a rare label is neither ignored nor believed everywhere.

Sets were gathered, not sampled: how often a label occurs in them says nothing of how often it does
in a community. Within each language, weights are changed towards a reference share.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Share of messages that carry a binary label, for which probabilities are calibrated, at most
#: and at least: between them the sets' own share is kept.
REFERENCE_SHARE = (0.25, 0.5)

#: How far classes of unequal size are brought together, in fitting and in calibration.
CLASS_POWER = 0.7


def balanced(
    importance: NDArray[np.float64],
    targets: NDArray[np.float64],
    languages: NDArray[np.str_],
    power: float = 1.0,
) -> NDArray[np.float64]:
    """New weights for a binary head (``targets`` ``[n]``) or for classes (``[n, classes]``).

    ``power`` 1 reaches the reference share (or equal classes), 0 changes nothing.
    """
    result = importance.astype(np.float64).copy()
    for language in np.unique(languages):
        mine = languages == language
        if targets.ndim == 1:
            result[mine] *= _binary(result[mine], targets[mine], power)
        else:
            result[mine] *= _classes(result[mine], targets[mine], power)
    return result


def _binary(
    importance: NDArray[np.float64], target: NDArray[np.float64], power: float
) -> NDArray[np.float64]:
    yes, no = float(importance @ target), float(importance @ (1 - target))
    if yes <= 0 or no <= 0:
        return np.ones(len(target))
    share = float(np.clip(yes / (yes + no), *REFERENCE_SHARE))
    factor = (share / (1 - share) * no / yes) ** power
    factors: NDArray[np.float64] = 1 + target * (factor - 1)
    return factors


def _classes(
    importance: NDArray[np.float64], targets: NDArray[np.float64], power: float
) -> NDArray[np.float64]:
    total = importance @ targets
    present = total > 0
    factor = np.ones(len(total))
    factor[present] = np.clip((total[present].mean() / total[present]) ** power, 0.1, 10)
    weights: NDArray[np.float64] = targets @ factor
    return weights
