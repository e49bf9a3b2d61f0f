"""Weights rounded to 8 bits: the answers move less than if each went to its nearest step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.learning.encoder.rounding import WEIGHT_RANGE, compensated, nearest, smoothing


def _given(seed: int, inputs: int, outputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights, and inputs that go together, as what flows through an encoder does."""
    chance = np.random.default_rng(seed)
    weights = chance.normal(size=(outputs, inputs)).astype(np.float32)
    mixing = chance.normal(size=(inputs, inputs)) * np.linspace(2, 0.1, inputs)
    return weights, chance.normal(size=(40 * inputs, inputs)) @ mixing + chance.normal(size=inputs)


def _error(weights: np.ndarray, packed: np.ndarray, scale: np.ndarray, read: np.ndarray) -> float:
    return float((((packed.T * scale[:, None]) - weights) @ read.T).std())


@pytest.mark.parametrize("seed", range(5))
def test_answers_move_less_on_texts_that_were_not_seen(seed: int) -> None:
    weights, read = _given(seed, 48, 32)
    seen, later = read[::2], read[1::2]
    moment = seen.T @ seen / len(seen)
    error = _error(weights, *compensated(weights, moment), later)
    assert error < 0.8 * _error(weights, *nearest(weights), later)


@given(st.integers(0, 1_000), st.integers(1, 24), st.integers(1, 8))
def test_every_weight_fits_whatever_flows_through(seed: int, inputs: int, outputs: int) -> None:
    weights, read = _given(seed, inputs, outputs)
    packed, scale = compensated(weights, read.T @ read / len(read))
    assert packed.shape == (inputs, outputs)
    assert scale.shape == (outputs,)
    assert np.abs(packed.astype(int)).max() <= WEIGHT_RANGE


def test_inputs_that_never_come_leave_weights_at_their_nearest_step() -> None:
    weights, _ = _given(0, 12, 4)
    packed, scale = compensated(weights, np.zeros((12, 12)))
    plain, plain_scale = nearest(weights)
    np.testing.assert_array_equal(packed, plain)
    np.testing.assert_array_equal(scale, plain_scale)


def test_a_column_of_zeros_stays_zero() -> None:
    packed, scale = nearest(np.zeros((3, 5), np.float32))
    assert not packed.any()
    assert (scale > 0).all()


def test_inputs_that_are_always_large_no_longer_drown_the_others() -> None:
    weights, read = _given(4, 32, 16)
    read[:, 3] *= 60
    ease = smoothing(weights, read.T @ read / len(read))

    def rounded(values: np.ndarray) -> np.ndarray:
        step = np.abs(values).max(axis=1, keepdims=True) / 127
        return np.rint(values / step) * step

    exact = read @ weights.T
    plain = np.abs(rounded(read) @ weights.T - exact).mean()
    eased = np.abs(rounded(read / ease) @ (weights * ease).T - exact).mean()
    assert eased < 0.5 * plain
