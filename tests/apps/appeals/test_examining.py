"""Who may examine an appeal, and what becomes of it: at the operations, which alone write."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor, NotAllowed, machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.appeals import operations
from harmonie.apps.appeals.announcements import appeal_resolved
from harmonie.apps.appeals.contracts import MOST_MESSAGES, Lodged, Refused
from harmonie.apps.appeals.models import Appeal
from harmonie.apps.audit import queries as audit
from harmonie.apps.connections.models import Delivery
from harmonie.apps.connections.operations.attempt import attempt
from harmonie.apps.connections.operations.connect import connect, new_secret
from harmonie.apps.inbox import queries as inbox
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Case, Decision, SampledReview
from tests.apps.appeals.conftest import REASONS, REASONS_EN, TEXT, token_of
from tests.apps.connections.conftest import Receiver, receiver  # noqa: F401 (a fixture)
from tests.apps.moderation.conftest import HIDDEN, PROPOSED

pytestmark = pytest.mark.django_db
Say, CaseOf = Callable[..., int], Callable[[int], Case]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def state(appeal: Lodged) -> str:
    return Appeal.objects.get(pk=appeal.id).state


def test_whoever_decided_can_neither_take_nor_resolve(appeal: Lodged, lea: Actor) -> None:
    assert code_of(lambda: operations.take(appeal.id, lea)) == "involved"
    assert code_of(lambda: operations.take(appeal.id, lea, take_over=True)) == "involved"
    for outcome in ("upheld", "overturned"):
        assert (
            code_of(lambda o=outcome: operations.resolve(appeal.id, o, REASONS, lea)) == "involved"
        )
    assert code_of(lambda: operations.answer(appeal.id, "Bonjour", lea)) == "involved"
    assert state(appeal) == "lodged"


def test_a_lead_who_decided_is_no_exception(
    say: Say, case_of: CaseOf, lead: Actor, sana: Actor
) -> None:
    case = case_of(say(f"Encore une {PROPOSED}"))
    lodged = operations.lodge(token_of(moderation.decide(case.id, "remove", lead)), TEXT)
    assert code_of(lambda: operations.take(lodged.id, lead)) == "involved"
    operations.take(lodged.id, sana)


def test_whoever_decided_the_same_before_has_confirmed_it(
    decision_id: int, proposed: Case, lea: Actor, sana: Actor, lead: Actor
) -> None:
    moderation.undo(decision_id, sana)
    lodged = operations.lodge(token_of(moderation.decide(proposed.id, "hide", sana)), TEXT)
    for actor in (lea, sana):
        assert code_of(lambda a=actor: operations.take(lodged.id, a)) == "involved"
    operations.take(lodged.id, lead)


def test_whoever_confirmed_it_in_a_blind_check_does_not_examine_it(
    say: Say, lea: Actor, sana: Actor
) -> None:
    say(f"Quelle {HIDDEN}")
    decision = Decision.objects.get(is_by_machine=True)
    for actor, answer in ((lea, "hide"), (sana, "approve")):
        SampledReview.objects.create(
            community_id=actor.community_id, message_id=decision.message_id, decision=decision,
            purpose=f"mandate:{actor.id}", share=1.0, lowest_share=1.0, due_at=timezone.now(),
            answer=answer, is_wrong=answer == "approve", reviewed_by_id=actor.id,
        )  # fmt: skip
    lodged = operations.lodge(token_of(decision.id), TEXT)
    assert code_of(lambda: operations.take(lodged.id, lea)) == "involved"
    operations.take(lodged.id, sana)


def test_whoever_upheld_an_appeal_does_not_examine_the_next(
    taken: Lodged, statement: str, sana: Actor, lead: Actor
) -> None:
    operations.resolve(taken.id, "upheld", REASONS, sana)
    again = operations.lodge(statement, "J’ai maintenant un témoin.")
    assert code_of(lambda: operations.take(again.id, sana)) == "involved"
    operations.take(again.id, lead)


def test_the_machines_decision_may_be_examined_by_anybody(say: Say, lea: Actor) -> None:
    say(f"Quelle {HIDDEN}")
    decision = Decision.objects.get(is_by_machine=True)
    lodged = operations.lodge(token_of(decision.id), TEXT)
    assert Appeal.objects.get(pk=lodged.id).decided_as == "machine"
    operations.take(lodged.id, lea)
    operations.resolve(lodged.id, "overturned", "", lea)
    assert inbox.visibilities([decision.message_id])[decision.message_id] == "visible"


def test_nothing_but_a_person_takes_answers_or_resolves(
    taken: Lodged, community: Community
) -> None:
    everything = frozenset({"appeal.read", "appeal.decide", "case.decide", "case.read"})
    for actor in (machine(community.pk), Actor("key", 3, "k", community.pk, everything)):
        for act in (
            lambda a: operations.take(taken.id, a, take_over=True),
            lambda a: operations.give_back(taken.id, a),
            lambda a: operations.answer(taken.id, "Bonjour", a),
            lambda a: operations.resolve(taken.id, "upheld", REASONS, a),
            lambda a: operations.resolve(taken.id, "overturned", "", a),
        ):
            assert code_of(lambda a=actor, act=act: act(a)) == "person"
    assert not machine(community.pk).may("appeal.decide")


def test_the_database_itself_refuses_a_machine_and_the_decider(appeal: Lodged, lea: Actor) -> None:
    wrong = [
        {"state": "upheld", "resolved_as": "machine", "reasons": REASONS},
        {"state": "overturned", "resolved_as": "key:3"},
        {"state": "upheld", "resolved_as": lea.label, "reasons": REASONS},
        {"state": "upheld", "resolved_as": "user:999", "reasons": ""},
        {"state": "withdrawn"},
    ]
    for fields in wrong:
        if "resolved_as" in fields:
            fields["resolved_at"] = timezone.now()  # type: ignore[assignment]
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=appeal.id).update(**fields)


def test_a_stranger_to_the_community_finds_nothing(
    appeal: Lodged, actor: Callable[..., Actor], other_community: Community
) -> None:
    stranger = actor("lead", other_community)
    assert code_of(lambda: operations.take(appeal.id, stranger)) == "unknown"


def test_reading_is_not_deciding(
    appeal: Lodged, actor: Callable[..., Actor], community: Community
) -> None:
    for role in ("viewer", "auditor"):
        with pytest.raises(NotAllowed):
            operations.take(appeal.id, actor(role, community))


def test_one_person_at_a_time(taken: Lodged, sana: Actor, lead: Actor) -> None:
    assert code_of(lambda: operations.take(taken.id, lead)) == "taken"
    assert code_of(lambda: operations.resolve(taken.id, "upheld", REASONS, lead)) == "taken"
    operations.take(taken.id, sana)  # again: nothing changes
    assert len(audit.events(None, types=["appeal.taken"])) == 1
    operations.take(taken.id, lead, take_over=True)
    assert code_of(lambda: operations.answer(taken.id, "Bonjour", sana)) == "taken"
    operations.give_back(taken.id, lead)
    assert state(taken) == "lodged"
    assert code_of(lambda: operations.resolve(taken.id, "upheld", REASONS, lead)) == "not_yours"


def test_nobody_resolves_twice(taken: Lodged, sana: Actor, lead: Actor) -> None:
    operations.resolve(taken.id, "upheld", REASONS, sana)
    for actor in (sana, lead):
        for outcome in ("upheld", "overturned"):
            act = lambda a=actor, o=outcome: operations.resolve(taken.id, o, REASONS, a)  # noqa: E731
            assert code_of(act) == "closed"
    assert code_of(lambda: operations.take(taken.id, lead)) == "closed"
    assert len(audit.events(None, types=["appeal.upheld"])) == 1


@pytest.mark.parametrize("reasons", ["", "   ", "non"])
def test_upholding_asks_for_reasons(taken: Lodged, sana: Actor, reasons: str) -> None:
    act = lambda: operations.resolve(taken.id, "upheld", reasons, sana)  # noqa: E731
    assert code_of(act) == "reasons"
    assert state(taken) == "taken"


def test_reasons_are_in_the_language_that_the_member_reads(
    taken: Lodged, sana: Actor, statement: str
) -> None:
    for outcome in ("upheld", "overturned"):
        act = lambda o=outcome: operations.resolve(taken.id, o, REASONS_EN, sana)  # noqa: E731
        assert code_of(act) == "reasons_language"
    operations.resolve(taken.id, "upheld", REASONS, sana)
    english = operations.lodge(statement, "I meant the animal.", language="en")
    assert Appeal.objects.get(pk=english.id).language == "en"


def test_overturning_brings_the_message_back_on_its_channel(
    say: Say, case_of: CaseOf, lea: Actor, sana: Actor, lead: Actor, ruled: Community,
    receiver: Receiver,  # noqa: F811
) -> None:  # fmt: skip
    connect(ruled.pk, "webhook", "Site web", {"secret": new_secret(), "url": receiver.url}, lead)
    case = case_of(say(f"Voici une {PROPOSED}", channel="site-web", external_id="c-1"))
    decision_id = moderation.decide(case.id, "remove", lea)
    lodged = operations.lodge(token_of(decision_id), TEXT)
    operations.take(lodged.id, sana)
    operations.resolve(lodged.id, "overturned", "", sana)
    for delivery in Delivery.objects.order_by("id"):
        attempt(delivery.pk)
    orders = [json.loads(body)["data"] for _headers, body in receiver.calls]
    assert [order["action"] for order in orders][:2] == ["remove", "restore"]
    assert all(order["message"]["external_id"] == "c-1" for order in orders)
    assert inbox.visibilities([case.message_id])[case.message_id] == "visible"
    decision = Decision.objects.get(id=decision_id)
    assert decision.undone_by_id == sana.id


def test_an_overturned_decision_cannot_be_repeated_from_the_queue(
    taken: Lodged, proposed: Case, sana: Actor
) -> None:
    operations.resolve(taken.id, "overturned", "", sana)
    proposed.refresh_from_db()
    assert proposed.state == "decided"
    last = Decision.objects.filter(case=proposed, undone_at=None).get()
    assert (last.kind, last.decided_by_id) == ("approve", sana.id)


def test_an_edited_message_stays_in_the_queue(
    taken: Lodged, proposed: Case, say: Say, sana: Actor
) -> None:
    say("Bonjour, voici une autre phrase, sans rien", external_id="m1")
    operations.resolve(taken.id, "overturned", "", sana)
    assert not Decision.objects.filter(kind="approve").exists()


def test_a_newer_decision_must_be_undone_first(
    say: Say, case_of: CaseOf, lea: Actor, sana: Actor, lead: Actor
) -> None:
    message_id = say(f"Voici une {PROPOSED}, encore")
    decision_id = moderation.decide(case_of(message_id).id, "warn", lea)
    lodged = operations.lodge(token_of(decision_id), TEXT)
    operations.take(lodged.id, sana)
    Decision.objects.create(
        community_id=lea.community_id, message_id=message_id, kind="remove", is_by_machine=False,
        decided_by_id=lead.id, verdict={}, made_at=timezone.now(), visibility_before="visible",
    )  # fmt: skip
    assert code_of(lambda: operations.resolve(lodged.id, "overturned", "", sana)) == "superseded"
    assert state(lodged) == "taken"


def test_the_outcome_is_announced_and_written_down(
    taken: Lodged, decision_id: int, sana: Actor
) -> None:
    heard: list[dict[str, object]] = []

    def hear(sender: object, signal: object, **told: object) -> None:
        heard.append(told)

    appeal_resolved.connect(hear)
    try:
        operations.resolve(taken.id, "upheld", REASONS, sana)
    finally:
        appeal_resolved.disconnect(hear)
    assert heard == [
        {"appeal_id": taken.id, "decision_id": decision_id, "community_id": sana.community_id,
         "outcome": "upheld"}
    ]  # fmt: skip
    (event,) = audit.events(None, types=["appeal.upheld"])
    assert event.actor == sana.label and event.data["rule"] == "proposes"
    assert "personne" not in str(event.data)


@pytest.mark.parametrize("is_taken", [False, True])
def test_an_appeal_against_an_undone_decision_is_closed_as_moot(
    appeal: Lodged, decision_id: int, lea: Actor, sana: Actor, is_taken: bool
) -> None:
    if is_taken:
        operations.take(appeal.id, sana)
    moderation.undo(decision_id, lea)
    assert operations.close_moot() == 1
    assert operations.close_moot() == 0
    row = Appeal.objects.get(pk=appeal.id)
    assert (row.state, row.closed_because, row.resolved_as) == ("withdrawn", "moot", "")
    (event,) = audit.events(None, types=["appeal.withdrawn"])
    assert event.data["because"] == "moot"


def test_whoever_acts_first_on_a_moot_appeal_is_told_so(
    taken: Lodged, receipt: str, decision_id: int, lea: Actor, sana: Actor
) -> None:
    moderation.undo(decision_id, lea)
    acts = (
        lambda: operations.resolve(taken.id, "upheld", REASONS, sana),
        lambda: operations.resolve(taken.id, "overturned", "", sana),
        lambda: operations.take(taken.id, sana),
        lambda: operations.answer(taken.id, "Bonjour", sana),
        lambda: operations.add(receipt, "Bonjour"),
        lambda: operations.withdraw(receipt),
    )
    assert [code_of(act) for act in acts] == ["moot"] * len(acts)
    assert state(taken) == "withdrawn"


def test_both_sides_write_a_short_conversation(taken: Lodged, receipt: str, sana: Actor) -> None:
    operations.answer(taken.id, "De quel animal parliez-vous ?", sana)
    for number in range(MOST_MESSAGES):
        operations.add(receipt, f"De la marmotte, {number}")
    assert code_of(lambda: operations.add(receipt, "encore")) == "too_many_messages"
    row = Appeal.objects.get(pk=taken.id)
    assert row.messages.count() == MOST_MESSAGES + 1
    events = audit.events(None, types=["appeal.answered"])
    assert [event.data["by"] for event in events] == ["team"] + ["member"] * MOST_MESSAGES
    assert "marmotte" not in str([event.data for event in events])


def test_the_member_takes_it_back_and_nobody_else_then_acts(
    taken: Lodged, receipt: str, sana: Actor
) -> None:
    operations.withdraw(receipt)
    assert Appeal.objects.get(pk=taken.id).closed_because == "member"
    assert code_of(lambda: operations.resolve(taken.id, "upheld", REASONS, sana)) == "closed"
    assert code_of(lambda: operations.withdraw(receipt)) == "closed"
    assert code_of(lambda: operations.add(receipt, "encore")) == "closed"
