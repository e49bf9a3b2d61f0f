"""The life of a mandate: no path to acting alone without a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.autonomy.calibrate import calibrate
from harmonie.autonomy.hours import hours
from harmonie.autonomy.mandate import Actor, Forbidden, Life, in_force
from harmonie.records import Mandate
from tests.autonomy.making import AT, decisions, request

LEAD = Actor("person", "lead")
MACHINE = Actor("machine")
GOOD = calibrate(request(), decisions(300))
BAD = calibrate(request(), decisions(300, 0.5))


def granted(asked=None):
    asked = asked or request()
    life = Life(asked).ask(LEAD, AT).begin_shadow(LEAD, AT)
    return life.grant(LEAD, AT, calibrate(asked, decisions(300)))


def test_a_granted_mandate_is_what_decide_reads():
    assert in_force([granted(), Life(request())], AT) == (
        Mandate("hide", GOOD.threshold, None, "insult", None),
    )


def test_it_holds_at_its_hours_only():
    life = granted(request(hours=hours("mon-fri 09:00-18:00", "Europe/Paris")))
    assert life.mandate(datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert life.mandate(datetime(2026, 3, 1, 9, tzinfo=UTC)) is None


def test_each_state_has_its_level():
    asked = Life(request()).ask(LEAD, AT)
    shadow = asked.begin_shadow(LEAD, AT)
    act = shadow.grant(LEAD, AT, GOOD)
    lost = act.withdraw(MACHINE, AT, "drift")
    levels = [one.level for one in (Life(request()), asked, shadow, act, lost)]
    assert levels == ["off", "propose", "shadow", "act", "propose"]
    assert [step.state for step in lost.steps] == ["asked", "shadow", "granted", "withdrawn"]
    assert in_force([asked, shadow, lost], AT) == ()


@pytest.mark.parametrize("step", ["ask", "begin_shadow", "switch_off"])
def test_the_machine_takes_no_step_but_withdrawing(step):
    for life in (Life(request()), Life(request()).ask(LEAD, AT), granted()):
        with pytest.raises(Forbidden) as caught:
            getattr(life, step)(MACHINE, AT)
        assert caught.value.why.code == "person_needed"
    assert granted().withdraw(MACHINE, AT, "error").state == "withdrawn"


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (BAD, "not_granted"),
        (replace(GOOD, request=request(maximum_error=0.2)), "other_request"),
        (replace(GOOD, attempt=2), "other_attempt"),
    ],
)
def test_only_the_test_of_this_request_at_this_attempt_grants(found, code):
    shadow = Life(request()).ask(LEAD, AT).begin_shadow(LEAD, AT)
    with pytest.raises(Forbidden) as caught:
        shadow.grant(LEAD, AT, found)
    assert caught.value.why.code == code and caught.value.why.fr


def test_a_refusal_makes_the_next_attempt_stricter_unless_nothing_was_looked_at():
    shadow = Life(request()).ask(LEAD, AT).begin_shadow(LEAD, AT)
    assert shadow.refuse(BAD).attempt == 2
    assert shadow.refuse(BAD).refuse(BAD).attempt == 2, "the same test counts once"
    assert shadow.refuse(calibrate(request(), decisions(10))).attempt == 1


def test_after_a_withdrawal_old_evidence_grants_nothing():
    again = granted().withdraw(MACHINE, AT, "error").ask(LEAD, AT).begin_shadow(LEAD, AT)
    with pytest.raises(Forbidden) as caught:
        again.grant(LEAD, AT, GOOD)
    assert caught.value.why.code == "stale_evidence"
    fresh = decisions(300, decided_at=AT + timedelta(days=1))
    assert again.grant(LEAD, AT, calibrate(request(), fresh, since=AT)).state == "granted"


def test_a_mandate_asked_as_a_shadow_never_acts():
    asked = request(level="shadow")
    shadow = Life(asked).ask(LEAD, AT).begin_shadow(LEAD, AT)
    with pytest.raises(Forbidden) as caught:
        shadow.grant(LEAD, AT, calibrate(asked, decisions(300)))
    assert caught.value.why.code == "level_too_low"


steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "shadow", "grant", "refuse", "withdraw", "off", "change"]),
        st.sampled_from([LEAD, MACHINE]),
        st.booleans(),
    ),
    max_size=25,
)
OTHER = request(action="remove")
RESULTS = {
    (asked, good, attempt, since): calibrate(
        asked, decisions(300, 0 if good else 0.5, decided_at=AT + timedelta(days=9)),
        attempt=attempt, since=since,
    )
    for asked in (request(), OTHER)
    for good in (True, False)
    for attempt in (1, 2, 3)
    for since in (None, AT)
}  # fmt: skip


def taken(life, name, by, good):
    found = RESULTS[life.request, good, min(life.attempt, 3), life.withdrawn_at]
    return {
        "ask": lambda: life.ask(by, AT),
        "change": lambda: life.ask(by, AT, OTHER if life.request == request() else request()),
        "shadow": lambda: life.begin_shadow(by, AT),
        "grant": lambda: life.grant(by, AT, found),
        "refuse": lambda: life.refuse(found),
        "withdraw": lambda: life.withdraw(by, AT, "why"),
        "off": lambda: life.switch_off(by, AT),
    }[name]()


@settings(max_examples=300, deadline=None)
@given(steps)
def test_no_sequence_of_steps_reaches_acting_alone_without_a_person(several):
    life = Life(request())
    granted_by_person = False
    for name, by, good in several:
        before = life
        try:
            life = taken(life, name, by, good)
        except Forbidden:
            assert life is before
            continue
        if name == "grant":
            assert by.kind == "person" and good and before.state == "shadow"
            granted_by_person = True
        elif name in ("withdraw", "off", "ask", "change"):
            granted_by_person = False
        assert (life.level == "act") == granted_by_person
        assert bool(in_force([life], AT)) == granted_by_person
        assert life.attempt >= before.attempt
        if by.kind == "machine" and life.state != before.state:
            assert (before.state, life.state) == ("granted", "withdrawn")
