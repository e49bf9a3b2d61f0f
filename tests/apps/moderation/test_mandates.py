from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmonie.apps.accounts.contracts import Actor, NotAllowed, machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit
from harmonie.apps.moderation import operations
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.models import Decision, MandateRecord, MandateStep
from harmonie.apps.moderation.operations import mandates
from harmonie.apps.moderation.operations.mandates.granting import put_to_test
from tests.apps.moderation import silent
from tests.apps.moderation.silent import EASY, in_shadow, judged_unseen

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {"action": "hide", "rule_id": "carried", **EASY}


@pytest.fixture
def carried(ruled: Community, lead: Actor) -> Community:
    silent.carried_rules(ruled.pk, lead)
    return ruled


@pytest.fixture
def shadowed(carried: Community, lead: Actor) -> int:
    return in_shadow(lead)


def state(mandate_id: int) -> str:
    return MandateRecord.objects.get(pk=mandate_id).state


def types(mandate_id: int) -> list[str]:
    return [event.type for event in audit.events(None, subject=f"mandate:{mandate_id}")]


def test_a_mandate_goes_from_the_wish_to_the_shadow_to_the_grant_and_back(
    shadowed: int, lead: Actor, lea: Actor
) -> None:
    judged_unseen(shadowed, lea, [True] * 40)
    result = put_to_test(shadowed, lead)
    assert result.is_granted and state(shadowed) == "shadow"
    mandates.grant(shadowed, lead)
    row = MandateRecord.objects.get(pk=shadowed)
    assert (row.state, row.life["calibration"]["threshold"]) == ("granted", result.threshold)
    mandates.withdraw(shadowed, "Trop de doutes", lead)
    assert state(shadowed) == "withdrawn"
    mandates.switch_off(shadowed, "", lead)
    assert types(shadowed) == [
        "mandate.asked", "mandate.shadowed", "mandate.tested", "mandate.granted",
        "mandate.withdrawn", "mandate.switched_off",
    ]  # fmt: skip
    steps = list(MandateStep.objects.order_by("number"))
    assert [step.kind for step in steps] == [
        "asked",
        "shadow",
        "tested",
        "granted",
        "withdrawn",
        "off",
    ]
    assert {step.actor for step in steps} == {lead.label}
    assert steps[3].why_fr.startswith("Il peut être accordé")
    assert steps[3].why_en.startswith("It can be granted")


def test_one_target_has_one_row_for_ever(carried: Community, lead: Actor) -> None:
    first = mandates.ask(lead, **ASKED)
    other = {"maximum_error": 0.1, "hours_text": "lun-ven 09:00-18:00"}
    assert mandates.ask(lead, **{**ASKED, **other}) == first
    assert mandates.ask(lead, **{**ASKED, "language": "fr"}) != first
    row = MandateRecord.objects.get(pk=first)
    assert row.life["request"]["maximum_error"] == 0.1
    assert row.life["request"]["timezone"] == "Europe/Paris"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"action": "ban"}, "request"),
        ({"action": "tickle"}, "request"),
        ({"rule_id": "proposes"}, "no_rule"),
        ({"action": "remove"}, "no_rule"),
        ({"rule_id": ""}, "request"),
        ({"signal": "insult"}, "request"),
        ({"rule_id": "", "signal": "insult"}, "no_rule"),
        ({"hours_text": "whenever"}, "hours"),
        ({"maximum_error": 0.9}, "request"),
        ({"maximum_error": float("nan")}, "request"),
        ({"minimum_evidence": 0}, "request"),
        ({"review_share": 0.0}, "review_share"),
        ({"review_share": float("nan")}, "review_share"),
    ],
)
def test_what_cannot_be_asked_says_why_in_both_languages(
    carried: Community, lead: Actor, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(DecisionRefused) as refusal:
        mandates.ask(lead, **{**ASKED, **fields})
    assert refusal.value.code == code
    assert refusal.value.text("fr") != refusal.value.text("en")
    assert not MandateRecord.objects.exists()


def test_only_a_lead_sets_limits(carried: Community, shadowed: int, lea: Actor) -> None:
    for attempt in (
        lambda: mandates.ask(lea, **ASKED),
        lambda: mandates.begin_shadow(shadowed, lea),
        lambda: put_to_test(shadowed, lea),
        lambda: mandates.grant(shadowed, lea),
        lambda: mandates.withdraw(shadowed, "", lea),
        lambda: mandates.switch_off(shadowed, "", lea),
        lambda: mandates.ask(machine(carried.pk), **ASKED),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_lead_of_elsewhere_finds_no_such_mandate(
    shadowed: int, actor: Callable[..., Actor], other_community: Community
) -> None:
    stranger = actor("lead", other_community)
    for attempt in (
        lambda: mandates.begin_shadow(shadowed, stranger),
        lambda: put_to_test(shadowed, stranger),
        lambda: mandates.grant(shadowed, stranger),
        lambda: mandates.withdraw(shadowed, "", stranger),
        lambda: mandates.switch_off(shadowed, "", stranger),
    ):
        with pytest.raises(DecisionRefused) as refusal:
            attempt()
        assert refusal.value.code == "unknown"


def test_a_test_with_too_few_decisions_says_how_many_are_missing_and_costs_nothing(
    shadowed: int, lead: Actor, lea: Actor
) -> None:
    judged_unseen(shadowed, lea, [True] * 5)
    result = put_to_test(shadowed, lead)
    assert (result.answer, result.decisions) == ("too_few", 5)
    assert result.missing == 13
    assert MandateRecord.objects.get(pk=shadowed).life["attempt"] == 1
    refused = audit.events(None, types=["mandate.refused"])[-1]
    assert refused.data["missing"] == 13
    with pytest.raises(DecisionRefused) as refusal:
        mandates.grant(shadowed, lead)
    assert refusal.value.code == "untested"


def test_a_test_that_looked_and_failed_makes_the_next_one_stricter(
    shadowed: int, lead: Actor, lea: Actor
) -> None:
    judged_unseen(shadowed, lea, [True, False] * 30)
    first = put_to_test(shadowed, lead)
    assert first.answer in ("too_wrong", "not_shown")
    second = put_to_test(shadowed, lead)
    assert second.attempt == first.attempt + 1
    assert second.level < first.level


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_by_machine": True, "decided_by_id": None}, "machine"),
        ({"decided_by_id": None, "api_key_id": 3}, "machine"),
        ({"was_blind": False}, "confirmed"),
    ],
)
def test_decisions_that_are_nobodys_own_judgement_are_left_out(
    shadowed: int, lead: Actor, lea: Actor, fields: dict[str, Any], reason: str
) -> None:
    judged_unseen(shadowed, lea, [True] * 40, **fields)
    result = put_to_test(shadowed, lead)
    assert (result.answer, result.decisions) == ("too_few", 0)
    assert result.set_aside[reason] == 40  # type: ignore[index]


def test_a_decision_against_a_shown_verdict_counts(shadowed: int, lead: Actor, lea: Actor) -> None:
    judged_unseen(shadowed, lea, [False] * 4, was_blind=False)
    assert put_to_test(shadowed, lead).decisions == 4


def test_an_undone_decision_and_an_escalation_say_nothing(
    shadowed: int, lead: Actor, lea: Actor
) -> None:
    judged_unseen(shadowed, lea, [True] * 3, undone_at=timezone.now())
    ids = judged_unseen(shadowed, lea, [True] * 3)
    Decision.objects.filter(pk__in=ids).update(kind="escalate")
    assert put_to_test(shadowed, lead).decisions == 0


def test_decisions_under_other_rules_are_left_out(
    carried: Community, shadowed: int, lead: Actor, lea: Actor
) -> None:
    judged_unseen(shadowed, lea, [True] * 40)
    assert put_to_test(shadowed, lead).is_granted
    changed = silent.CARRIED_RULES.replace("contains('loutre')", "contains('loutres')")
    operations.save_policy(carried.pk, changed.replace("un loutre", "des loutres"), "", lead)
    with pytest.raises(DecisionRefused) as refusal:
        mandates.grant(shadowed, lead)
    assert refusal.value.code == "other_rules"
    assert put_to_test(shadowed, lead).decisions == 0


def test_after_a_withdrawal_only_decisions_made_since_count(
    shadowed: int, lead: Actor, lea: Actor
) -> None:
    judged_unseen(shadowed, lea, [True] * 60)
    assert put_to_test(shadowed, lead).is_granted
    mandates.grant(shadowed, lead)
    mandates.withdraw(shadowed, "", lead)
    mandates.ask(lead, **ASKED)
    mandates.begin_shadow(shadowed, lead)
    result = put_to_test(shadowed, lead)
    assert (result.answer, result.set_aside["too_old"]) == ("too_few", 60)
    judged_unseen(shadowed, lea, [True] * 60, at=timezone.now() + timedelta(seconds=1))
    assert put_to_test(shadowed, lead).is_granted


def test_a_mandate_in_force_must_be_withdrawn_before_other_limits_are_asked(
    carried: Community, lead: Actor
) -> None:
    mandate_id = silent.granted(lead)
    with pytest.raises(DecisionRefused) as refusal:
        mandates.ask(lead, **ASKED)
    assert refusal.value.code == "granted"
    assert state(mandate_id) == "granted"


def test_a_reason_too_long_is_refused(shadowed: int, lead: Actor) -> None:
    with pytest.raises(DecisionRefused) as refusal:
        mandates.switch_off(shadowed, "x" * 301, lead)
    assert refusal.value.code == "why"


ROOM = {"off": 0, "asked": 1, "withdrawn": 1, "shadow": 1, "granted": 2}
VERBS = ("ask", "shadow", "test", "grant", "withdraw", "off", "watch", "decide")


@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(st.sampled_from(VERBS), st.sampled_from(("lead", "machine", "key"))), max_size=14
    )
)
def test_no_sequence_lets_the_machine_extend_a_mandate(
    carried: Community, lead: Actor, lea: Actor, acts: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        _live(lead, lea, acts)
        transaction.set_rollback(True)


def _live(lead: Actor, lea: Actor, acts: list[tuple[str, str]]) -> None:
    mandate_id = in_shadow(lead)
    judged_unseen(mandate_id, lea, [True] * 25)
    # A program and the machine that would hold every permission of a lead.
    who = {"lead": lead, "machine": replace(lead, kind="machine", id=None),
           "key": replace(lead, kind="key", id=7)}  # fmt: skip
    withdrawn_at = None
    for verb, name in acts:
        before = state(mandate_id)
        try:
            _do(verb, mandate_id, who[name], lea)
        except DecisionRefused:
            assert state(mandate_id) == before
        after = state(mandate_id)
        if name != "lead":
            assert ROOM[after] <= ROOM[before], (verb, name)
            assert after in (before, "withdrawn")
        life = MandateRecord.objects.get(pk=mandate_id).life
        if after == "granted":
            assert life["calibration"]["since"] == withdrawn_at
        if before == "granted" and after != "granted":
            withdrawn_at = life["withdrawn_at"]
            assert withdrawn_at is not None
            assert MandateRecord.objects.get(pk=mandate_id).proof is None


def _do(verb: str, mandate_id: int, actor: Actor, lea: Actor) -> None:
    with transaction.atomic():
        match verb:
            case "ask":
                mandates.ask(actor, **ASKED)
            case "shadow":
                mandates.begin_shadow(mandate_id, actor)
            case "test":
                put_to_test(mandate_id, actor)
            case "grant":
                mandates.grant(mandate_id, actor)
            case "withdraw":
                mandates.withdraw(mandate_id, "", actor)
            case "off":
                mandates.switch_off(mandate_id, "", actor)
            case "watch":
                mandates.watch(mandate_id)
            case "decide":
                judged_unseen(mandate_id, lea, [True] * 25)
