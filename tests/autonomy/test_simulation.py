"""The promise, on 1,000 invented communities whose true error is known."""

from __future__ import annotations

import numpy as np
import pytest

from harmonie.autonomy import binomial
from harmonie.autonomy.simulate import drifted_after, grants, withdrawn_after

DELTA = 0.05
LIMIT = 0.05


def highest(count, of=1_000):
    """The upper end of the 95 % interval of a share."""
    return binomial.interval(int(count), of)[1]


@pytest.mark.parametrize("kind", ["ordinary", "edge", "unordered"])
@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_mandates_break_their_bound_in_at_most_delta_of_communities(kind, noise):
    found = grants(kind, noise=noise)
    assert highest(found.broken.sum()) <= DELTA


def test_the_test_is_no_stricter_than_it_must_be():
    edge = grants("edge", decisions=1_500)
    assert edge.granted.sum() == edge.broken.sum() >= 5, "chance alone must grant a few"
    ordinary = grants("ordinary", decisions=1_500)
    assert ordinary.granted.mean() > 0.2
    assert ordinary.broken.sum() / ordinary.granted.sum() <= DELTA


def test_asking_again_and_again_does_not_help():
    assert highest(grants("edge", decisions=300, attempts=5).broken.sum()) <= DELTA


@pytest.mark.parametrize("limit", [0.03, 0.05, 0.1])
def test_a_mandate_that_just_holds_is_wrongly_withdrawn_in_at_most_delta(limit):
    for_errors = withdrawn_after(lambda case: np.full(len(case), limit), limit=limit)
    for_drift = drifted_after(lambda score: np.zeros(len(score)), runs=400)
    assert highest(np.isfinite(for_errors).sum()) <= DELTA / 2 + 0.01
    assert highest(np.isfinite(for_drift).sum(), 400) <= DELTA
    assert np.isfinite(for_errors).mean() + np.isfinite(for_drift).mean() <= DELTA


@pytest.mark.parametrize(("limit", "median"), [(0.03, 470), (0.05, 290), (0.1, 155)])
def test_a_mandate_whose_error_doubles_is_withdrawn_within_a_stated_median(limit, median):
    found = withdrawn_after(
        lambda case: np.where(case < 200, limit, 2 * limit), limit=limit, cases=3_000
    )
    assert np.median(found[found > 200] - 200) <= median
    assert np.isfinite(found).mean() > 0.99


def test_a_long_good_record_hides_no_change():
    found = withdrawn_after(
        lambda case: np.where(case < 1_000, LIMIT / 2, 2 * LIMIT), limit=LIMIT, cases=3_000
    )
    assert (found > 1_000).all() and np.median(found - 1_000) <= 500


def test_scores_that_move_are_noticed_soon():
    assert np.median(drifted_after(lambda score: np.full(len(score), 0.2))) <= 110
    slowly = drifted_after(lambda score: np.minimum(score / 1_000, 0.5))
    assert np.median(slowly) <= 500
