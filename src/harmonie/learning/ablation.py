"""What one signal gains from one set: measured when the fast tier is trained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ablation:
    """AUC of a head with and without a set, on the held-out texts of the other sets."""

    source: str
    head: str
    language: str
    texts: int
    auc_with: float
    auc_without: float


def auc(target: NDArray[np.float64], score: NDArray[np.float64]) -> float:
    """Area under the ROC curve by ranks, ties shared (Hanley & McNeil 1982)."""
    positive = target >= 0.5
    if positive.all() or not positive.any():
        return float("nan")
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    yes, no = int(positive.sum()), int((~positive).sum())
    return float((rank[positive].sum() - yes * (yes + 1) / 2) / (yes * no))
