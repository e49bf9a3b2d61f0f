"""Bootstrap by cluster, and AUC with weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.learning.fairness.intervals import draws, interval, mean, weighted_auc

SCORES = st.lists(st.integers(0, 6).map(lambda n: n / 6), min_size=1, max_size=20)


@given(SCORES, SCORES)
def test_weighted_auc_is_the_usual_one_when_all_weigh_the_same(up, down):
    pairs = [(p > n) + (p == n) / 2 for p in up for n in down]
    made = weighted_auc(np.array(up), np.array(down))
    found = made(np.ones((1, len(up))), np.ones((1, len(down))))
    assert found[0] == pytest.approx(sum(pairs) / len(pairs))


def test_a_text_that_weighs_twice_counts_twice():
    made = weighted_auc(np.array([0.9, 0.1]), np.array([0.5]))
    assert made(np.array([[2.0, 1.0]]), np.ones((1, 1)))[0] == pytest.approx(2 / 3)
    assert np.isnan(made(np.zeros((1, 2)), np.ones((1, 1)))[0])


def test_every_draw_has_as_many_of_each_stratum():
    strata = np.array([0, 0, 0, 1, 1])
    made = draws(np.arange(5), strata)
    assert (made[:, strata == 0].sum(axis=1) == 3).all()
    assert (made[:, strata == 1].sum(axis=1) == 2).all()
    assert (made[0] == 1).all()


def test_texts_of_one_sentence_are_drawn_together_and_widen_the_interval():
    values = np.repeat([0.0, 1.0, 0.0, 1.0], 50)
    apart, together = mean(values), mean(values, np.repeat(np.arange(4), 50))
    assert apart.value == together.value == 0.5
    assert together.high - together.low > 3 * (apart.high - apart.low)


def test_a_figure_without_meaning_has_no_interval():
    assert interval(np.array([np.nan, 0.5])) is None
    assert interval(np.array([0.5, np.nan])) is None
