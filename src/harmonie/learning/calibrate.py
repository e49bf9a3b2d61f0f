"""Turns raw sums into probabilities: one gain and one shift per head and language.

Platt scaling (Platt 1999) for binary heads and temperature with shifts (vector scaling without
per-class gains: Guo et al. 2017, ICML) for exclusive classes. Both are linear in the logit, so
they fold into the weights and the spans still sum to the score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def platt(
    raw: NDArray[np.float64],
    target: NDArray[np.float64],
    weight: NDArray[np.float64],
    prior: tuple[float, float] = (1.0, 0.0),
    strength: float = 4.0,
) -> tuple[float, float]:
    """``(gain, shift)`` for ``sigmoid(gain * raw + shift)``.

    ``prior`` is where they stay when there is little data; ``strength`` its weight in examples.
    """
    from scipy.optimize import minimize

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logit = theta[0] * raw + theta[1]
        error = (1.0 / (1.0 + np.exp(-logit)) - target) * weight
        value = float(((np.logaddexp(0.0, logit) - target * logit) * weight).sum())
        pull = theta - np.array(prior)
        value += 0.5 * strength * float(pull @ pull)
        return value, np.array([error @ raw, error.sum()]) + strength * pull

    bounds = [(0.2, 3.0), (-8.0, 8.0)]
    found = minimize(loss, np.array(prior), jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), float(found.x[1])


def vector_scaling(
    raw: NDArray[np.float64],
    target: NDArray[np.float64],
    weight: NDArray[np.float64],
    strength: float = 4.0,
) -> tuple[float, NDArray[np.float64]]:
    """``(gain, shifts [classes])`` for ``softmax(gain * raw + shifts)``."""
    from scipy.optimize import minimize

    classes = raw.shape[1]
    prior = np.concatenate(([1.0], np.zeros(classes)))

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = theta[0] * raw + theta[1:]
        shifted = logits - logits.max(axis=1, keepdims=True)
        share = np.exp(shifted)
        total = share.sum(axis=1, keepdims=True)
        error = (share / total - target) * weight[:, None]
        entropy = -(target * (shifted - np.log(total))).sum(axis=1)
        pull = theta - prior
        value = float(entropy @ weight) + 0.5 * strength * float(pull @ pull)
        gradient = np.concatenate(([float((error * raw).sum())], error.sum(axis=0)))
        return value, gradient + strength * pull

    bounds = [(0.2, 3.0)] + [(-8.0, 8.0)] * classes
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), found.x[1:]
