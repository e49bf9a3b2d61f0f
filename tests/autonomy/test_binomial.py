"""Exact figures, checked against their definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.autonomy import binomial


def by_definition(wrong, cases, error):
    """The definition, term by term."""
    return math.fsum(
        math.comb(cases, i) * error**i * (1 - error) ** (cases - i) for i in range(wrong + 1)
    )


@given(st.integers(1, 400), st.floats(0.005, 0.5), st.data())
def test_the_tail_is_the_sum_of_its_terms_and_never_claims_more(cases, error, data):
    wrong = data.draw(st.integers(0, cases))
    found = float(binomial.at_most(wrong, cases, error))
    assert binomial.tail(wrong, cases, error) == pytest.approx(found, rel=1e-9)
    expected = by_definition(wrong, cases, error) if wrong < cases * error else 1.0
    assert found == pytest.approx(expected, rel=1e-9)


def test_arrays_broadcast_and_nothing_seen_proves_nothing():
    found = binomial.at_most(np.array([0, 0, 1]), np.array([0, 59, 59]), 0.05)
    assert found[0] == 1.0 and found[1] == pytest.approx(0.95**59) and found[2] > found[1]


def test_59_decisions_without_an_error_exclude_5_in_100():
    assert binomial.least_cases(0.05, 0.05) == 59
    assert binomial.at_most(0, 59, 0.05) <= 0.05 < binomial.at_most(0, 58, 0.05)


@given(st.integers(0, 6), st.floats(0.01, 0.3), st.floats(0.001, 0.2))
def test_the_fewest_cases_are_enough_and_one_less_is_not(wrong, error, level):
    cases = binomial.cases_around(wrong, error, level)
    assert binomial.at_most(wrong, cases, error) <= level
    assert binomial.at_most(wrong, cases - 1, error) > level


def test_more_decisions_are_needed_the_nearer_the_error_is_to_its_maximum():
    needed = [binomial.cases_needed(seen, 0.05, 0.05) for seen in (0.0, 0.01, 0.02, 0.03)]
    assert needed[0] == 59 and needed == sorted(needed) and needed[-1] > 4 * needed[0]
    assert binomial.cases_needed(0.05, 0.05, 0.05) is None


@pytest.mark.parametrize(
    ("wrong", "cases", "expected"),
    [(0, 10, (0.0, 0.3085)), (10, 10, (0.6915, 1.0)), (3, 100, (0.0062, 0.0852)), (0, 0, (0, 1))],
)
def test_exact_intervals_are_those_of_the_tables(wrong, cases, expected):
    assert binomial.interval(wrong, cases) == pytest.approx(expected, abs=1e-4)
