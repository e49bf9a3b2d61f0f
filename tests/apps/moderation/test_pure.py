"""What needs no database: priorities, effects, verdicts as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.moderation import effects, priority, verdict_json
from harmonie.apps.moderation.queries import reading
from harmonie.records import Action, Message, Reason, Span, Verdict

AT = datetime(2026, 1, 1, tzinfo=UTC)
SHARE = st.floats(0, 1)
STATES = st.sampled_from(["visible", "hidden", "removed"])


@given(st.integers(0, 3), st.integers(0, 10**9), st.integers(0, 50), SHARE)
def test_severity_and_reach_only_raise_the_priority(
    severity: int, reach: int, reports: int, confidence: float
) -> None:
    value = priority.base(severity, reach, reports, confidence, True)
    assert value > 0
    assert priority.base(severity + 1, reach, reports, confidence, True) > value
    assert priority.base(severity, reach * 2 + 1, reports, confidence, True) > value
    assert priority.base(severity, reach, reports, confidence, False) >= value


@given(st.floats(0, 0.5))
def test_doubt_raises_the_priority(distance: float) -> None:
    near = priority.base(2, 0, 0, 0.5, True)
    assert priority.base(2, 0, 0, 0.5 - distance, True) <= near
    assert priority.base(2, 0, 0, 0.5 + distance, True) <= near


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_waiting_never_lowers_the_priority_and_stops_after_a_week(first: int, more: int) -> None:
    earlier = priority.waiting(AT, AT + timedelta(seconds=first))
    later = priority.waiting(AT, AT + timedelta(seconds=first + more))
    assert 1 <= earlier <= later <= 22


@given(STATES, STATES)
def test_the_way_there_and_back_leads_home(before: str, after: str) -> None:
    def walk(state: str, actions: list[Action]) -> str:
        reached = {"hide": "hidden", "remove": "removed", "show": "visible", "restore": "visible"}
        for action in actions:
            state = reached[action.kind]
        return state

    there = effects.transition(before, after)
    assert walk(before, there) == after
    assert walk(after, effects.transition(after, before)) == before
    assert (there == []) == (before == after)


def test_a_mute_and_a_ban_are_reversed_and_a_warning_is_not() -> None:
    actions = [
        Action("mute", {"duration_seconds": 3600}),
        Action("ban", {"duration_seconds": 86_400}),
        Action("warn", {"text": "Merci de rester courtois."}),
    ]
    back = effects.undo_actions(actions, Message(text=""), "visible", "visible")
    assert [action.kind for action in back] == ["unmute", "unban"]


def test_the_main_action_is_the_gravest_that_leaves_the_desk() -> None:
    actions = [Action("tag", {"names": ["a"]}), Action("hide"), Action("escalate")]
    assert effects.main_kind(actions) == "hide"
    assert effects.main_kind([Action("escalate")]) == "escalate"
    assert effects.main_kind([]) == ""


spans = st.builds(Span, st.integers(0, 99), st.integers(0, 99), st.floats(-5, 5))
reasons = st.builds(
    Reason, st.text(max_size=9), st.text(), st.text(), st.none() | st.text(max_size=9),
    st.none() | SHARE, st.lists(spans, max_size=3).map(tuple),
)  # fmt: skip
verdicts = st.builds(
    Verdict,
    st.sampled_from(["act", "propose", "ask", "allow"]),
    st.lists(st.builds(Action, st.text(max_size=9), st.just({"n": 1})), max_size=3).map(tuple),
    st.lists(st.text(max_size=9), max_size=3).map(tuple),
    st.lists(reasons, max_size=3).map(tuple),
    SHARE,
    st.text(max_size=9),
    st.text(max_size=9),
    st.integers(0, 4),
)


@given(verdicts)
def test_a_verdict_survives_json(verdict: Verdict) -> None:
    stored = json.loads(json.dumps(verdict_json.to_json(verdict)))
    assert verdict_json.from_json(stored) == verdict


@given(st.text())
def test_a_masked_excerpt_is_one_short_line(text: str) -> None:
    found = reading.masked_excerpt(text)
    assert len(found) <= 150 and "\n" not in found


def test_personal_data_is_masked_in_lists() -> None:
    found = reading.masked_excerpt("Appelez-moi au 06 12 34 56 41 ou à lea@example.org merci")
    assert "34" not in found and "example" not in found
    assert found.startswith("Appelez-moi au 06")


def test_only_the_heaviest_words_are_marked() -> None:
    reason = Reason("r", "", "", "insult", 0.9, (Span(0, 2, 0.1), Span(3, 9, 2.0), Span(9, 12, -1)))
    assert reading.spans([reason], "insult") == (Span(3, 9, 2.0),)


def test_what_cannot_be_judged_is_hatched_and_has_no_figure() -> None:
    signals = {"personal_data": {"score": 0.99, "label": None, "version": "1"}}
    lines = reading.signal_lines(signals, "language")
    assert [line.is_hatched for line in lines] == [False, True, True, True]
    assert all(line.score is None for line in lines if line.is_hatched)
