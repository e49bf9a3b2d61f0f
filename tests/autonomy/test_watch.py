"""Watching: intervals that hold at any time, drift, missed harm, who is sampled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.autonomy import betting, drift
from harmonie.autonomy.sampling import is_sampled, position
from harmonie.autonomy.watch import Sampled, Scored, missed, watch

KEY = b"a key of the community"


def cases(count, error, seed=1):
    chance = np.random.default_rng(seed)
    return [Sampled(bool(wrong)) for wrong in chance.random(count) < error]


def scores(count, low, high, seed=1):
    chance = np.random.default_rng(seed)
    return [
        Scored(float(low + (high - low) * one), float(place))
        for one, place in chance.random((count, 2))
    ]


def test_a_mandate_that_holds_stays():
    found = watch(cases(800, 0.02), 0.05, reference=np.linspace(0.8, 1, 200).tolist(),
                  scored=scores(500, 0.8, 1))  # fmt: skip
    assert found.holds and found.why is None and found.low <= found.rate <= found.high


def test_too_many_errors_withdraw_it_and_say_so_in_both_languages():
    found = watch(cases(800, 0.15), 0.05)
    assert found.cause == "error_passed" and found.error_evidence >= 1 and found.low > 0.05
    assert "3 in 100" not in found.why and "5 in 100" in found.why and "5 sur 100" in found.why.fr


def test_scores_that_fall_withdraw_it():
    reference = [one.confidence for one in scores(200, 0.8, 1, seed=2)]
    found = watch(cases(50, 0.0), 0.05, reference=reference, scored=scores(400, 0.8, 0.9))
    assert found.cause == "drifted" and found.why.fr


def test_a_reference_that_is_too_small_raises_no_alarm():
    found = watch([], 0.05, reference=[0.9] * 19, scored=scores(400, 0.5, 0.6))
    assert found.holds and found.drift_evidence == 0 and (found.low, found.high) == (0.0, 1.0)


def test_a_mandate_that_nobody_reviews_is_withdrawn():
    assert watch(cases(10, 0), 0.05, overdue=20).holds
    assert watch(cases(10, 0), 0.05, overdue=21).cause == "unreviewed"
    assert watch(cases(400, 0), 0.05, overdue=100).holds


@pytest.mark.parametrize("weight", [0.0, -1.0, 1.5, float("nan")])
def test_a_weight_that_is_none_is_refused(weight):
    with pytest.raises(ValueError, match="weight"):
        watch([Sampled(True, weight)], 0.05)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), max_size=120), st.integers(1, 40))
def test_evidence_never_goes_back_and_one_more_error_never_lowers_it(several, more):
    found = [Sampled(wrong) for wrong in several]
    first = watch(found, 0.05).error_evidence
    assert watch([*found, *[Sampled(False)] * more], 0.05).error_evidence >= first
    assert watch([*found, *[Sampled(True)] * more], 0.05).error_evidence >= first


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=120), st.integers(1, 40))
def test_the_interval_holds_the_rate_and_follows_what_is_seen(several, more):
    seen = np.array(several, float)
    low, high = betting.interval(seen)
    assert 0 <= low <= seen.mean() <= high <= 1
    assert betting.interval(np.append(seen, np.ones(more)))[1] >= seen.mean()


def test_uneven_sampling_is_weighed_so_that_the_rate_is_that_of_all_actions():
    # Half of the actions are of a kind that is always sampled and always wrong; of the other
    # half, never wrong, one in ten is sampled: the error of all actions is one half.
    mixed = [Sampled(True, 0.1)] * 100 + [Sampled(False)] * 10
    found = watch(mixed, 0.4)
    assert found.rate == pytest.approx(0.5) and found.low < 0.5 < found.high


def test_the_interval_covers_the_truth_at_all_times_together():
    chance = np.random.default_rng(3)
    misses = 0
    for _ in range(60):
        wrong = (chance.random(300) < 0.1).astype(float)
        bounds = [betting.interval(wrong[:stop]) for stop in (10, 30, 100, 200, 300)]
        misses += any(not low <= 0.1 <= high for low, high in bounds)
    assert misses <= 6
    assert bounds[-1][1] - bounds[-1][0] < 0.16


def test_missed_harm_is_a_number_with_bounds():
    found = missed(cases(400, 0.02, seed=5), allowed=10_000)
    low, high = found.messages
    assert found.harmful > 0 and 0 < low < 200 < high < 800
    nothing = missed([], allowed=10_000)
    assert nothing.rate is None and nothing.messages == (0.0, 10_000.0)


def test_who_is_sampled_is_random_but_always_the_same():
    names = [f"m{index}" for index in range(4_000)]
    picked = {name for name in names if is_sampled(KEY, "mandate 1", name, 0.1)}
    assert 330 < len(picked) < 470
    assert picked == {name for name in reversed(names) if is_sampled(KEY, "mandate 1", name, 0.1)}
    assert picked < {name for name in names if is_sampled(KEY, "mandate 1", name, 0.2)}
    other = {name for name in names if is_sampled(b"another key, as long", "mandate 1", name, 0.1)}
    allowed = {name for name in names if is_sampled(KEY, "allow", name, 0.1)}
    assert len(picked & other) < 80 and len(picked & allowed) < 80


@given(st.text(), st.text())
def test_a_position_lies_in_0_to_1_and_its_parts_do_not_run_into_each_other(purpose, name):
    assert 0 <= position(KEY, purpose, name) < 1
    if purpose:
        assert position(KEY, purpose, name) != position(KEY, purpose[:-1], purpose[-1] + name)


@pytest.mark.parametrize(("key", "share"), [(b"short", 0.1), (KEY, 1.1), (KEY, float("nan"))])
def test_a_bad_key_or_share_is_refused(key, share):
    with pytest.raises(ValueError, match=r"key|share"):
        is_sampled(key, "allow", "m", share)


def test_ranks_of_exchangeable_scores_are_uniform_even_with_ties():
    chance = np.random.default_rng(4)
    known = chance.integers(0, 4, 300) / 4
    found = drift.ranks(known[:100].tolist(), known[100:].tolist(), chance.random(200).tolist())
    assert abs(found.mean() - 0.5) < 0.07 and found.min() > 0 and found.max() < 1
