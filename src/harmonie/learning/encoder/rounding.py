"""Rounds an encoder to 8 bits so that its answers move least.

GPTQ for the weights (Frantar, Ashkboos, Hoefler & Alistarh 2023, ICLR, arXiv 2210.17323): inputs
are rounded one after the other, and those still to come make up for what was lost, as far as they
go together in real texts. SmoothQuant for what flows through (Xiao et al. 2023, ICML, arXiv
2211.10438): inputs that are always large are made smaller and their weights larger, so that the one
scale of a token suits all of its numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Largest weight: 7 bits and a sign. Older processors add pairs of products in 16 bits, where two
#: full 8-bit products would overflow (ONNX Runtime, "Quantize ONNX models", on reduced range).
WEIGHT_RANGE = 63
#: Share of the mean moment added to each, so that inputs that never vary can be inverted.
DAMPING = 0.01
#: Most that an input is made smaller or larger.
MOST_EASED = 30.0


def nearest(values: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``[outputs, inputs]`` as int8 ``[inputs, outputs]`` and a scale for each output."""
    scale = _scale(values)
    packed = np.clip(np.rint(values / scale[:, None]), -WEIGHT_RANGE, WEIGHT_RANGE)
    return packed.astype(np.int8).T, scale


def compensated(
    values: NDArray[np.float32], moment: Floats
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """As :func:`nearest`, each rounding made up for by the inputs that follow.

    ``moment`` ``[inputs, inputs]`` is the mean product of inputs, token by token.
    """
    scale = _scale(values)
    left = values.astype(np.float64)
    damping = max(DAMPING * float(np.trace(moment)) / len(moment), 1e-8)
    damped = moment + damping * np.eye(len(moment))
    order = np.argsort(-np.diag(damped), kind="stable")
    left, damped = left[:, order], damped[np.ix_(order, order)]
    # Upper triangle of the inverse: row i tells how the inputs after i answer for it.
    upper = np.linalg.cholesky(np.linalg.inv(damped)).T
    packed = np.zeros(left.shape, np.int8)
    for place in range(left.shape[1]):
        one = left[:, place]
        whole = np.clip(np.rint(one / scale), -WEIGHT_RANGE, WEIGHT_RANGE)
        lost = (one - whole * scale) / upper[place, place]
        left[:, place:] -= np.outer(lost, upper[place, place:])
        packed[:, place] = whole
    found = np.empty_like(packed)
    found[:, order] = packed
    return found.T, scale


def smoothing(values: NDArray[np.float32], moment: Floats) -> Floats:
    """``[inputs]``: what each input is divided by, and its weights ``[outputs, inputs]`` multiplied
    by, so that both are as uneven as each other."""
    flowing = np.sqrt(np.maximum(np.diag(moment), 1e-12))
    weighing = np.maximum(np.abs(values).max(axis=0), 1e-6)
    found: Floats = np.sqrt(flowing / weighing)
    found /= np.exp(np.log(found).mean())
    return np.clip(found, 1 / MOST_EASED, MOST_EASED)


def _scale(values: NDArray[np.float32]) -> NDArray[np.float32]:
    largest = np.maximum(np.abs(values).max(axis=1), 1e-8)
    scale: NDArray[np.float32] = (largest / WEIGHT_RANGE).astype(np.float32)
    return scale
