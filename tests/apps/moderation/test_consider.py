from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import pytest
from django.db import transaction

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation import in_force, operations
from harmonie.apps.moderation.models import Case, Decision, RuleFiring
from harmonie.apps.moderation.operations.carry_out import NeedsPerson, carry_out
from harmonie.records import Action, Author, Message, Verdict
from tests.apps.moderation.conftest import (
    ASKED,
    BANNED,
    ESCALATED,
    GRAVE,
    HIDDEN,
    PROPOSED,
    WARNED,
)

pytestmark = pytest.mark.django_db
considering = import_module("harmonie.apps.moderation.operations.consider")


def visibility(message_id: int) -> str:
    return inbox_queries.visibilities([message_id])[message_id]


def test_a_certain_rule_lets_the_machine_hide_alone(say: Callable[..., int]) -> None:
    message_id = say(f"Bonjour, quelle {HIDDEN} ce matin")
    decision = Decision.objects.get(message_id=message_id)
    assert decision.is_by_machine
    assert decision.kind == "hide"
    assert decision.rule_id == "hides"
    assert decision.evidence["text"].startswith("Bonjour")
    assert decision.policy_version is not None
    assert visibility(message_id) == "hidden"
    assert not Case.objects.filter(message_id=message_id).exists()


def test_a_proposal_opens_a_case_and_changes_nothing(
    say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    message_id = say(f"Bonjour, voici une {PROPOSED}")
    case = case_of(message_id)
    assert (case.state, case.mode, case.rule_id) == ("open", "propose", "proposes")
    assert case.priority > 0
    assert visibility(message_id) == "visible"
    assert not Decision.objects.filter(message_id=message_id).exists()


def test_a_rule_that_asks_opens_a_case_without_suggestion(
    say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    assert case_of(say(f"Bonjour, voici une {ASKED}")).mode == "ask"


def test_a_harmless_message_is_settled_without_a_trace_in_the_queue(
    say: Callable[..., int],
) -> None:
    message_id = say("Merci beaucoup pour cette belle promenade en bateau")
    assert not Case.objects.exists()
    assert not Decision.objects.exists()
    assert inbox_queries.judgeable([message_id]) == []


def test_considering_twice_changes_nothing(say: Callable[..., int]) -> None:
    ids = [say(f"Bonjour, quelle {HIDDEN}"), say(f"Bonjour, voici une {PROPOSED}")]
    before = (Decision.objects.count(), Case.objects.count(), audit.newest_index())
    assert operations.consider(ids) == []
    assert (Decision.objects.count(), Case.objects.count(), audit.newest_index()) == before


def test_a_crash_before_the_end_leaves_the_messages_waiting(
    say: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [say(f"Quelle {HIDDEN} {n}", consider=False) for n in range(3)]
    ids.append(say(f"Voici une {PROPOSED}", consider=False))

    class Killed(BaseException):
        """What a killed process looks like from inside."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(considering.audit, "record_many", die)
        with pytest.raises(Killed), transaction.atomic():
            operations.consider(ids)
    assert not Decision.objects.exists()
    assert not Case.objects.exists()
    assert sorted(operations.consider(ids)) == ids
    assert Decision.objects.count() == 3
    assert Case.objects.count() == 1
    made = audit.events(None, types=["decision.made"])
    assert len(made) == 3


def test_a_message_edited_while_it_is_judged_waits_for_its_new_text(
    say: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = say(f"Quelle {HIDDEN}", consider=False, external_id="same")
    real = considering.judge

    def judge(item: object, policy: object) -> object:
        say("Une phrase parfaitement aimable", consider=False, external_id="same")
        return real(item, policy)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(considering, "judge", judge)
        assert operations.consider([message_id]) == []
    assert not Decision.objects.exists()
    assert operations.consider([message_id]) == [message_id]
    assert not Decision.objects.exists()


def test_the_teams_own_messages_are_exempt(say: Callable[..., int]) -> None:
    message_id = say(f"Quelle {HIDDEN}", role="staff", author="team")
    assert visibility(message_id) == "visible"
    assert not Decision.objects.exists()
    assert not Case.objects.exists()


def test_the_machine_never_contradicts_a_person(
    say: Callable[..., int], ruled: Community, lead: Actor
) -> None:
    message_id = say(f"Quelle {HIDDEN}")
    operations.undo(Decision.objects.get().id, lead)
    assert visibility(message_id) == "visible"
    (item,) = _again(message_id)
    judged = considering.judge(considering.with_decisions([item])[0], in_force.in_force(ruled.pk))
    assert judged.verdict.mode == "allow"


def test_an_approved_message_stays_approved_when_judged_again(
    proposed: Case, ruled: Community, lea: Actor
) -> None:
    operations.decide(proposed.id, "approve", lea)
    (item,) = _again(proposed.message_id)
    judged = considering.judge(considering.with_decisions([item])[0], in_force.in_force(ruled.pk))
    assert judged.verdict.mode == "allow"


def _again(message_id: int) -> list[object]:
    """The message as if it waited again at the same revision."""
    Decision.objects.get(message_id=message_id)
    message = Decision.objects.select_related("message").get(message_id=message_id).message
    message.stage = "analysed"
    message.save(update_fields=["stage"])
    return inbox_queries.judgeable([message_id])  # type: ignore[return-value]


def test_an_edit_after_an_approval_is_judged_anew(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    message_id = say(f"Voici une {PROPOSED}", external_id="same")
    operations.decide(case_of(message_id).id, "approve", lea)
    say(f"Voici une {PROPOSED} et même un {GRAVE}", external_id="same")
    case = case_of(message_id)
    assert (case.state, case.severity, case.revision) == ("open", 4, 1)


def test_an_edit_that_obeys_the_rules_closes_the_case(
    say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    message_id = say(f"Voici une {PROPOSED}", external_id="same")
    say("Voici une phrase aimable et tranquille", external_id="same")
    assert case_of(message_id).state == "decided"
    assert not Decision.objects.exists()


def test_an_edit_of_a_hidden_message_asks_a_person_whether_to_show_it(
    say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    message_id = say(f"Quelle {HIDDEN}", external_id="same")
    say("Voici une phrase aimable et tranquille", external_id="same")
    assert (case_of(message_id).state, case_of(message_id).mode) == ("open", "ask")
    assert visibility(message_id) == "hidden"


def test_a_rule_may_hand_a_message_to_somebody(
    say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    assert case_of(say(f"Bonjour, voici un {ESCALATED}")).state == "escalated"


def test_the_machine_may_act_and_still_hand_the_case_to_somebody(
    say: Callable[..., int], ruled: Community, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = say(f"Quelle {HIDDEN}", consider=False)
    real = considering.decide

    def decide(*args: object, **fields: object) -> Verdict:
        verdict = real(*args, **fields)  # type: ignore[arg-type]
        return replace(verdict, actions=(*verdict.actions, Action("escalate", {"to": "lead"})))

    monkeypatch.setattr(considering, "decide", decide)
    operations.consider([message_id])
    assert visibility(message_id) == "hidden"
    assert Decision.objects.get().kind == "hide"
    assert Case.objects.get().state == "escalated"


def test_without_rules_messages_are_read_and_do_not_wait_for_ever(
    community: Community,
) -> None:
    (result,) = inbox.receive(
        [Message(text=f"Quelle {HIDDEN}", external_id="m1", author=Author("a"))],
        actor=machine(community.pk), channel="forum",
    )  # fmt: skip
    assert result.id is not None
    inbox.analyse([result.id])
    assert operations.consider([result.id]) == [result.id]
    assert operations.consider([result.id]) == []
    assert not Case.objects.exists()


def test_a_ban_waits_for_a_person(say: Callable[..., int], case_of: Callable[[int], Case]) -> None:
    case = case_of(say(f"Bonjour, voici un {BANNED}"))
    assert (case.state, case.mode) == ("open", "propose")


def test_a_machine_cannot_carry_out_a_ban_whatever_asks_for_it(
    say: Callable[..., int], ruled: Community
) -> None:
    message_id = say("Bonjour tout le monde")
    decision = Decision.objects.create(
        community=ruled, message_id=message_id, kind="ban", is_by_machine=True, verdict={},
        actions=[{"kind": "ban", "parameters": {"duration_seconds": 86400}}],
        visibility_before="visible",
    )  # fmt: skip
    with pytest.raises(NeedsPerson):
        carry_out([decision], inbox_queries.records_of([message_id]), {message_id: 1})


def test_identical_messages_stand_behind_the_first(
    say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    first, second, third = (
        case_of(say(f"Achetez une {PROPOSED} maintenant", author=f"a{n}")) for n in range(3)
    )
    first.refresh_from_db()
    assert (first.twin_of_id, first.identical_count) == (None, 2)
    assert {second.twin_of_id, third.twin_of_id} == {first.id}


def test_a_rule_that_breaks_on_a_message_asks_a_person_and_spares_the_others(
    say: Callable[..., int], case_of: Callable[[int], Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = say("Bonjour, première phrase", consider=False)
    good = say(f"Bonjour, voici une {PROPOSED}", consider=False)
    real = considering.decide

    def decide(message: Message, *args: object, **fields: object) -> object:
        if message.id == str(bad):
            raise RuntimeError("the engine gave up")
        return real(message, *args, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(considering, "decide", decide)
    operations.consider([bad, good])
    assert (case_of(bad).mode, case_of(good).mode) == ("ask", "propose")


def test_every_firing_is_counted_once(say: Callable[..., int]) -> None:
    message_id = say(f"Voici une {PROPOSED} et une {HIDDEN}")
    operations.consider([message_id])
    assert sorted(RuleFiring.objects.values_list("rule_id", flat=True)) == ["hides", "proposes"]


def test_what_cannot_be_undone_is_proposed(
    say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    assert case_of(say(f"Bonjour petit {WARNED}")).mode == "propose"


def test_a_batch_costs_a_bounded_number_of_queries(
    ruled: Community, django_assert_max_num_queries: Callable[..., object]
) -> None:
    messages = [
        Message(
            text=f"Voici une {PROPOSED} numéro {n}" if n % 2 else f"Une phrase aimable {n}",
            external_id=f"bulk{n}",
            author=Author(f"author{n % 9}"),
        )
        for n in range(120)
    ]
    results = inbox.receive(messages, actor=machine(ruled.pk), channel="forum")
    ids = [result.id for result in results if result.id]
    inbox.analyse(ids)
    in_force.in_force(ruled.pk)
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        assert len(operations.consider(ids)) == 120
    assert Case.objects.count() == 60
