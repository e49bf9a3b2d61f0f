"""When the model must say that it does not know.

Split conformal prediction, one threshold for each class (Mondrian: Vovk, Gammerman & Shafer 2005):
of texts that are toxic, at least ``1 - MISS`` get a set that holds "toxic", and likewise of those
that are not. A set that holds both answers, or none, is no answer: a person reads the text.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Most texts of a class whose set does not hold it.
MISS = 0.1


def unsure(logits: Floats, toxic: NDArray[np.bool_], miss: float = MISS) -> tuple[float, float]:
    """Log-odds ``(low, high)`` between which the set is not a single answer.

    ``logits`` ``[texts]`` of toxicity on texts that nothing was fitted on. Without enough texts of
    a class for the promise, everything is unsure.
    """
    yes, no = np.sort(logits[toxic]), np.sort(logits[~toxic])
    rank_yes = int(np.floor((len(yes) + 1) * miss)) - 1
    rank_no = int(np.ceil((len(no) + 1) * (1 - miss))) - 1
    if rank_yes < 0 or rank_no >= len(no):
        return -np.inf, np.inf
    toxic_from, harmless_to = float(yes[rank_yes]), float(no[rank_no])
    return min(toxic_from, harmless_to), max(toxic_from, harmless_to)
