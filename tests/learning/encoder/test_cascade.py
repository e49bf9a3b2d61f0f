"""Which scores are read again by the deep tier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.learning.encoder.cascade import CONFIDENCE, LIMIT, WIDTHS, band, bands, upper_bound


def scores(noise: float, texts: int = 6000):
    chance = np.random.default_rng(2)
    full = chance.normal(0, 3, texts)
    return full, full + chance.normal(0, noise, texts)


def test_tiers_that_agree_need_the_narrowest_band():
    full, _ = scores(0)
    assert band(full, full) == (-WIDTHS[-1], WIDTHS[-1])


def test_the_band_grows_when_the_tiers_disagree():
    widths = [band(*scores(noise))[1] for noise in (0.05, 0.5, 1.0, 2.0)]
    assert widths == sorted(widths) and widths[0] < widths[1] < widths[-1]


def test_outside_of_the_band_they_decide_alike():
    full, deep = scores(1.0)
    low, high = band(full, deep)
    outside = (full <= low) | (full >= high)
    assert ((full >= 0) != (deep >= 0))[outside].sum() <= LIMIT * len(full)


def test_with_too_few_texts_to_be_sure_everything_goes_deep():
    full, _ = scores(0, texts=50)
    assert band(full, full) == (-np.inf, np.inf)


def test_each_language_and_head_has_its_own_band():
    full, deep = scores(1.0)
    many, rows = np.tile(full[:, None], 2), np.arange(len(full)) % 2
    other = np.where(rows[:, None] == 0, many, np.tile(deep[:, None], 2))
    found = bands(many, other, rows, 2)
    assert found.shape == (2, 2, 2)
    assert (found[1, :, 1] > found[0, :, 1]).all()
    assert np.array_equal(found[:, :, 0], -found[:, :, 1])


@given(st.integers(1, 5000), st.data())
def test_the_upper_bound_is_above_the_share_and_falls_with_more_texts(texts, data):
    errors = data.draw(st.integers(0, texts))
    bound = upper_bound(errors, texts)
    assert errors / texts <= bound <= 1
    assert upper_bound(errors * 2, texts * 2) <= bound + 1e-12


def test_the_upper_bound_without_errors_is_the_exact_one():
    assert upper_bound(0, 100) == pytest.approx(1 - (1 - CONFIDENCE) ** (1 / 100))
    assert upper_bound(0, 0) == 1.0
