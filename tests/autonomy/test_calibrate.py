"""Granting: what people decided, the lowest threshold that keeps the promise, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.autonomy import threshold
from harmonie.autonomy.calibrate import calibrate, calibrate_together
from harmonie.autonomy.evidence import Decision, evidence
from tests.autonomy.making import AT, decisions, request


def test_a_mandate_is_granted_where_people_agree_with_the_ai():
    found = calibrate(request(), decisions(400, 0.005) + decisions(300, 0.4, 0.5, 0.9, prefix="n"))
    assert found.is_granted and 0.88 <= found.threshold <= 0.92
    assert found.wrong / found.cases < 0.05 < 0.4
    assert "can be granted" in found.why and "peut être accordé" in found.why.fr


def test_the_lowest_threshold_is_never_below_what_was_seen():
    found = calibrate(request(), decisions(300, low=0.83, high=0.89))
    assert found.is_granted and found.threshold == 0.83


def test_equal_confidences_are_one_group():
    found = calibrate(request(), decisions(300, low=1.0, high=1.0))
    assert found.is_granted and found.threshold == 0.995


@pytest.mark.parametrize("count", [0, 1, 2, 5, 20, 60])
def test_too_few_decisions_say_how_many_are_missing(count):
    found = calibrate(request(), decisions(count))
    assert found.answer == "too_few" and not found.is_spent
    assert found.missing and count + found.missing >= 74
    more = decisions(count + found.missing + 15)
    assert calibrate(request(), more).is_granted


def test_all_wrong_is_refused_and_more_of_the_same_would_not_help():
    found = calibrate(request(), decisions(300, 1.0))
    assert found.answer == "too_wrong" and found.missing is None and found.is_spent
    assert "100 %" in found.why and "100\u202f%" in found.why.fr


def test_an_error_near_the_maximum_asks_for_many_more_decisions():
    found = calibrate(request(), decisions(400, 0.035, seed=3))
    assert found.answer == "not_shown" and 0 < found.least_missing <= found.missing
    assert str(found.missing) in found.why


def test_the_least_missing_is_enough_when_none_of_them_is_wrong():
    seen = decisions(400, 0.035, seed=3)
    found = calibrate(request(), seen)
    half = decisions(found.least_missing // 2, prefix="later")
    assert not calibrate(request(), seen + half, attempt=2).is_granted
    more = decisions(round(found.least_missing * 1.4), prefix="later")
    assert calibrate(request(), seen + more, attempt=2).is_granted


def test_the_minimum_of_evidence_is_kept():
    found = calibrate(request(minimum_evidence=500), decisions(400))
    assert found.answer == "too_few" and found.missing == 225
    assert calibrate(request(minimum_evidence=300), decisions(400)).is_granted


def test_several_mandates_share_the_chance_of_failing():
    found = calibrate_together([request(), request(action="remove")], decisions(400))
    assert [one.level for one in found] == pytest.approx([0.0125, 0.0125])


def test_every_attempt_is_stricter_and_all_of_them_together_stay_within_delta():
    levels = [calibrate(request(), [], attempt=k).level for k in range(1, 200)]
    assert levels == sorted(levels, reverse=True) and sum(levels) < request().delta


@pytest.mark.parametrize("source", ["machine", "confirmed"])
def test_the_model_s_own_decisions_and_mere_confirmations_are_no_evidence(source):
    found = calibrate(request(), decisions(500, source=source))
    assert found.decisions == 0 and found.set_aside[source] == 500 and not found.is_granted


def test_decisions_about_something_else_are_no_evidence():
    others = [
        *decisions(10, action="remove", prefix="a"),
        *decisions(10, signal="spam", prefix="b"),
        *decisions(10, language="en", prefix="c"),
    ]
    kept = evidence(request(language="fr"), others + decisions(5, language="fr"))
    assert len(kept.decisions) == 5 and kept.set_aside["other"] == 30


def test_copies_of_one_message_count_once_and_the_last_word_counts():
    early = Decision("m", 0.9, True, decided_at=AT)
    late = Decision("m", 0.9, False, decided_at=AT + timedelta(hours=1))
    for order in ((early, late), (late, early)):
        kept = evidence(request(), order)
        assert kept.decisions == (late,) and kept.set_aside["duplicate"] == 1
    copies = [replace(one, group="raid") for one in decisions(200)]
    assert calibrate(request(), copies).decisions == 1


def test_after_a_withdrawal_only_later_decisions_count():
    old = decisions(300, decided_at=AT)
    undated = decisions(50, prefix="u")
    new = decisions(80, prefix="n", decided_at=AT + timedelta(days=1))
    found = calibrate(request(), old + undated + new, since=AT)
    assert found.decisions == 80 and found.set_aside["too_old"] == 350


def test_confidences_at_the_edges_are_counted():
    edges = np.array([0.0, 0.4999, 0.5, 0.995, 1.0])
    found = threshold.tested(edges, np.ones(5, bool), np.zeros(5, bool), 0.05, 0.05)
    assert found.cases[0] == 3 and found.cases[-1] == 2 and found.found is None


drawn_decisions = st.lists(
    st.builds(
        Decision,
        st.integers(0, 400).map(str),
        st.sampled_from([float(one) for one in threshold.GRID]),
        st.sampled_from([True] * 40 + [False]),
        st.sampled_from(["person", "person", "person", "machine", "confirmed"]),
    ),
    min_size=0,
    max_size=400,
)


@settings(max_examples=60, deadline=None)
@given(drawn_decisions, st.randoms())
def test_the_order_of_decisions_changes_nothing(several, chance):
    shuffled = list(several)
    chance.shuffle(shuffled)
    assert calibrate(request(), several) == calibrate(request(), shuffled)


@settings(max_examples=60, deadline=None)
@given(drawn_decisions, st.integers(0, 200))
def test_model_decisions_never_change_the_answer(several, count):
    own = decisions(count, source="machine", prefix="x")
    first, second = calibrate(request(), several), calibrate(request(), several + own)
    assert replace(first, set_aside={}) == replace(second, set_aside={})


@settings(max_examples=60, deadline=None)
@given(st.integers(60, 400), st.integers(0, 12), st.sampled_from([0.02, 0.05, 0.1]))
def test_a_looser_promise_or_less_confidence_never_refuses_what_a_stricter_one_grants(
    count, wrong, limit
):
    confidence = np.full(count, 0.9)
    bad = np.arange(count) < wrong
    aside = np.zeros(count, bool)

    def passes(maximum, level):
        return threshold.tested(confidence, bad, aside, maximum, level).found is not None

    if passes(limit, 0.01):
        assert passes(limit * 1.5, 0.01) and passes(limit, 0.05)


@settings(max_examples=60, deadline=None)
@given(st.integers(60, 300), st.integers(0, 12), st.integers(1, 50))
def test_one_more_error_never_helps_and_one_more_right_one_never_harms(count, wrong, more):
    def passes(right, bad):
        flags = np.arange(right + bad) < bad
        aside = np.zeros(right + bad, bool)
        return (
            threshold.tested(np.full(right + bad, 0.9), flags, aside, 0.05, 0.05).found is not None
        )

    if passes(count, wrong):
        assert passes(count + more, wrong)
    else:
        assert not passes(count, wrong + more)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.floats(0, 0.2))
def test_what_is_granted_always_looks_better_than_the_promise(seed, error):
    found = calibrate(request(), decisions(250, error, 0.5, 1.0, seed=seed))
    if found.is_granted:
        assert found.wrong < found.cases * 0.05 and found.cases >= 50
    else:
        assert found.missing is None or found.missing >= 1
