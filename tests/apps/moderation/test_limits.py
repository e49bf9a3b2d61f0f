"""Judging with mandates: what the AI then does alone, and what it says in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.in_force import in_force
from harmonie.apps.moderation.limits import within
from harmonie.apps.moderation.models import (
    Case,
    Decision,
    MandateRecord,
    SampledReview,
    ShadowVerdict,
)
from harmonie.apps.moderation.operations import mandates
from harmonie.apps.moderation.operations.mandates import sampling
from harmonie.apps.moderation.operations.mandates.granting import put_to_test
from tests.apps.moderation import silent
from tests.apps.moderation.conftest import HIDDEN, PROPOSED
from tests.apps.moderation.silent import CARRIED, FIRM

pytestmark = pytest.mark.django_db
considering = import_module("harmonie.apps.moderation.operations.consider")


@pytest.fixture
def carried(ruled: Community, lead: Actor) -> Community:
    silent.carried_rules(ruled.pk, lead)
    return ruled


def visibility(message_id: int) -> str:
    return inbox_queries.visibilities([message_id])[message_id]


def test_without_a_mandate_everything_stays_as_it_was(
    carried: Community, say: Callable[..., int]
) -> None:
    proposed = say(f"Voici une {CARRIED} dans la rivière")
    alone = say(f"Quelle {HIDDEN} ce matin")
    assert visibility(proposed) == "visible" and visibility(alone) == "hidden"
    assert not Case.objects.get(message_id=proposed).is_blind
    assert Decision.objects.get().mandate_id is None
    assert not ShadowVerdict.objects.exists() and not SampledReview.objects.exists()


def test_in_the_shadow_the_ai_notes_what_it_would_do_and_does_nothing(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    silent.in_shadow(lead)
    message_id = say(f"Voici une {CARRIED} dans la rivière")
    noted = ShadowVerdict.objects.get()
    assert (noted.message_id, noted.would_act, noted.confidence) == (message_id, True, 1.0)
    assert visibility(message_id) == "visible"
    assert not Decision.objects.exists()
    assert Case.objects.get(message_id=message_id).is_blind


def test_other_rules_are_not_touched_by_a_shadow(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    silent.in_shadow(lead)
    message_id = say(f"Voici une {PROPOSED}")
    assert not Case.objects.get(message_id=message_id).is_blind
    assert not ShadowVerdict.objects.filter(would_act=True).exists()


def test_a_blind_case_hides_what_the_ai_says_until_somebody_decides(
    carried: Community, lead: Actor, lea: Actor, say: Callable[..., int]
) -> None:
    silent.in_shadow(lead)
    message_id = say(f"Voici une {CARRIED} dans la rivière")
    case = Case.objects.get(message_id=message_id)
    view = queries.case(carried.pk, case.pk, lea)
    assert view.is_blind
    assert (view.suggestion.kind, view.reasons, view.rules, view.signals) == ("", (), (), ())
    (card,) = queries.cases(carried.pk, lea).cards
    assert (card.is_blind, card.main_signal, card.mode, card.rule_title) == (True, "", "ask", {})
    operations.decide(case.pk, "hide", lea, with_suggestion=True)
    decision = Decision.objects.get()
    assert decision.was_blind and decision.agreed_with_ai
    assert queries.case(carried.pk, case.pk, lea).suggestion.kind == "hide"


def test_whoever_undoes_has_seen_the_verdict(
    carried: Community, lead: Actor, lea: Actor, say: Callable[..., int]
) -> None:
    silent.in_shadow(lead)
    case = Case.objects.get(message_id=say(f"Voici une {CARRIED} dans la rivière"))
    operations.undo(operations.decide(case.pk, "approve", lea), lea)
    case.refresh_from_db()
    assert not case.is_blind
    operations.decide(case.pk, "hide", lea)
    assert not Decision.objects.get(undone_at=None).was_blind


def test_the_whole_way_from_silence_to_acting_alone(
    carried: Community, lead: Actor, lea: Actor, say: Callable[..., int]
) -> None:
    mandate_id = silent.in_shadow(lead, review_share=1.0)
    for n in range(20):
        message_id = say(f"Voici une {CARRIED} numéro {n} dans la rivière")
        operations.decide(Case.objects.get(message_id=message_id).pk, "hide", lea)
    assert put_to_test(mandate_id, lead).is_granted
    mandates.grant(mandate_id, lead)
    message_id = say(f"Encore une {CARRIED} près du pont")
    decision = Decision.objects.get(message_id=message_id)
    assert decision.is_by_machine and decision.mandate_id == mandate_id
    assert visibility(message_id) == "hidden"
    assert not Case.objects.filter(message_id=message_id).exists()
    check = SampledReview.objects.get(mandate_id=mandate_id)
    assert (check.decision_id, check.share, check.answer) == (decision.pk, 1.0, "")


def test_a_mandate_covers_its_own_action_and_rule_only(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    silent.granted(lead)
    assert visibility(say(f"Voici un {FIRM} dans la forêt")) == "visible"
    assert visibility(say(f"Voici une {PROPOSED}")) == "visible"
    assert visibility(say(f"Voici une {CARRIED} dans la rivière")) == "hidden"


def test_a_mandate_acts_from_its_threshold_only(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    mandate_id = silent.granted(lead)
    row = MandateRecord.objects.get(pk=mandate_id)
    row.life["calibration"]["threshold"] = 1.01
    row.save()
    assert visibility(say(f"Voici une {CARRIED} dans la rivière")) == "visible"


def test_a_mandate_for_one_language_leaves_the_other_alone(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    silent.granted(lead, language="en")
    french = say(f"Bonjour, voici une {CARRIED} dans la rivière ce matin")
    english = say(f"Hello, there is a {CARRIED} in the river this morning")
    assert (visibility(french), visibility(english)) == ("visible", "hidden")


def test_outside_its_hours_the_ai_proposes(carried: Community, lead: Actor) -> None:
    silent.granted(lead, hours_text="mon 00:00-00:01")
    paris = ZoneInfo("Europe/Paris")
    found = []
    for moment in (datetime(2026, 11, 23, 0, 0, 30, tzinfo=paris),
                   datetime(2026, 11, 23, 0, 1, tzinfo=paris)):  # fmt: skip
        policy = within(in_force(carried.pk), carried.pk, moment)
        found.append(len(policy.granted))
    assert found == [1, 0]


def test_when_the_rule_changes_the_mandate_lets_nothing_through(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    mandate_id = silent.granted(lead)
    changed = silent.CARRIED_RULES.replace("severity: 2", "severity: 1").replace(
        f"contains('{CARRIED}')", f"contains('{CARRIED} ')"
    )
    operations.save_policy(carried.pk, changed, "", lead)
    assert visibility(say(f"Voici une {CARRIED} dans la rivière")) == "visible"
    assert not mandates.watch(mandate_id)
    row = MandateRecord.objects.get(pk=mandate_id)
    assert row.state == "withdrawn"
    assert row.steps.order_by("-number")[0].why_en.startswith("the rules that this mandate")


def test_with_another_model_the_mandate_lets_nothing_through(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    mandate_id = silent.granted(lead)
    row = MandateRecord.objects.get(pk=mandate_id)
    row.proof["model_version"] = "fast-00000000"
    row.save()
    assert visibility(say(f"Voici une {CARRIED} dans la rivière")) == "visible"
    assert not mandates.watch(mandate_id)


def test_a_mandate_withdrawn_while_a_message_is_judged_lets_nothing_through(
    carried: Community, lead: Actor, say: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate_id = silent.granted(lead)
    message_id = say(f"Voici une {CARRIED} dans la rivière", consider=False)
    real = considering.judge

    def judge(item: object, policy: object) -> object:
        judged = real(item, policy)  # type: ignore[arg-type]
        assert judged.verdict.mode == "act"
        mandates.withdraw(mandate_id, "", lead)
        return judged

    with monkeypatch.context() as patch:
        patch.setattr(considering, "judge", judge)
        operations.consider([message_id])
    assert visibility(message_id) == "visible"
    assert Case.objects.get(message_id=message_id).mode == "propose"


def test_imported_history_is_judged_without_mandates(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    silent.granted(lead)
    message_id = say(f"Voici une {CARRIED} dans la rivière", consider=False)
    operations.consider([message_id], is_history=True)
    assert visibility(message_id) == "visible"


def test_messages_left_alone_are_drawn_too_while_a_mandate_is_in_force(
    carried: Community, lead: Actor, say: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "ALLOWED_SHARE", 0.5)
    monkeypatch.setattr(sampling, "REPORTED_SHARE", 1.0)
    say("Quelle belle promenade en bateau ce matin", reports=2)
    assert not SampledReview.objects.exists()
    silent.granted(lead)
    message_id = say("Quelle belle promenade en bateau ce soir", reports=2)
    check = SampledReview.objects.get()
    assert (check.message_id, check.purpose, check.share) == (message_id, "allow", 1.0)
    assert check.lowest_share == 0.5
    say("Quelle belle journée pour une sortie", role="staff", author="team", reports=2)
    assert SampledReview.objects.count() == 1


def test_what_is_drawn_follows_its_share(
    carried: Community, lead: Actor, say: Callable[..., int]
) -> None:
    silent.granted(lead, review_share=0.5)
    for n in range(24):
        say(f"Voici une {CARRIED} numéro {n} dans la rivière")
    drawn = SampledReview.objects.count()
    # Twenty-four tosses of a coin: outside of these bounds once in 100,000.
    assert 2 <= drawn <= 22
