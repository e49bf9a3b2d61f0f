from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.accounts.models import Community, Membership, Organisation, User
from harmonie.apps.accounts.queries import actor_in
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation import operations
from harmonie.apps.moderation.contracts import KINDS, DecisionRefused
from harmonie.apps.moderation.models import Case, Decision, Restriction
from harmonie.records import Author, Message
from tests.apps.moderation.conftest import HIDDEN, MUTED, PROPOSED, RULES

pytestmark = pytest.mark.django_db


def visibility(message_id: int) -> str:
    return inbox_queries.visibilities([message_id])[message_id]


@pytest.mark.parametrize("kind", KINDS)
def test_everything_can_be_undone(proposed: Case, lea: Actor, sana: Actor, kind: str) -> None:
    decision_id = operations.decide(proposed.id, kind, lea)
    operations.undo(decision_id, sana)
    decision = Decision.objects.get(id=decision_id)
    proposed.refresh_from_db()
    history = inbox_queries.history_of([proposed.message_id])[proposed.message_id]
    assert decision.undone_by_id == sana.id and decision.undone_at is not None
    assert (proposed.state, proposed.decided_at) == ("open", None)
    assert visibility(proposed.message_id) == "visible"
    assert not Restriction.objects.filter(lifted_at=None).exists()
    assert (history.author_restrictions, history.author_warnings) == (0, 0)
    (event,) = audit.events(None, types=["decision.undone"])
    assert event.actor == f"user:{sana.id}"


def test_undoing_twice_is_refused(proposed: Case, lea: Actor) -> None:
    decision_id = operations.decide(proposed.id, "hide", lea)
    operations.undo(decision_id, lea)
    with pytest.raises(DecisionRefused) as caught:
        operations.undo(decision_id, lea)
    assert caught.value.code == "already_undone"


def test_an_older_decision_cannot_be_undone_under_a_newer_one(proposed: Case, lea: Actor) -> None:
    older = operations.decide(proposed.id, "escalate", lea)
    newer = operations.decide(proposed.id, "remove", lea)
    with pytest.raises(DecisionRefused) as caught:
        operations.undo(older, lea)
    assert (caught.value.code, caught.value.context["decision_id"]) == ("superseded", newer)
    operations.undo(newer, lea)
    proposed.refresh_from_db()
    assert proposed.state == "escalated"
    operations.undo(older, lea)
    proposed.refresh_from_db()
    assert proposed.state == "open"


def test_a_persons_removal_undone_leaves_what_the_machine_hid_hidden(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    message_id = say(f"Quelle {HIDDEN}", external_id="same")
    say(f"Une {PROPOSED} à la place", external_id="same")
    removed = operations.decide(case_of(message_id).id, "remove", lea)
    operations.undo(removed, lea)
    assert visibility(message_id) == "hidden"


def test_the_machines_decision_is_undone_by_a_person(say: Callable[..., int], lea: Actor) -> None:
    message_id = say(f"Quelle {HIDDEN}")
    operations.undo(Decision.objects.get().id, lea)
    assert visibility(message_id) == "visible"


def test_a_mute_ends_by_itself_once(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    case = case_of(say(f"Bonjour petite {MUTED}"))
    operations.decide(case.id, "mute", lea, parameters={"duration_seconds": 3600})
    now = timezone.now()
    assert operations.lift_expired(now + timedelta(minutes=59)) == 0
    assert operations.lift_expired(now + timedelta(minutes=61)) == 1
    assert operations.lift_expired(now + timedelta(minutes=61)) == 0
    assert Restriction.objects.get().lifted_at is not None
    assert len(audit.events(None, types=["restriction.ended"])) == 1


class CaseMachine(RuleBasedStateMachine):
    """Deciding, undoing, editing in any order keeps the desk consistent."""

    @initialize()
    def start(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        organisation = Organisation.objects.create(name="O", slug="o")
        self.community = Community.objects.create(organisation=organisation, name="C", slug="c")
        user = User.objects.create_user("p@example.org", name="P")
        Membership.objects.create(user=user, organisation=organisation, role="lead")
        actor = actor_in(user, self.community.pk)
        assert actor is not None
        self.actor = actor
        operations.save_policy(self.community.pk, RULES, "", actor)
        self.messages: list[int] = []
        self.stack: list[tuple[int, str]] = []
        self.receive("first", PROPOSED)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def receive(self, external_id: str, word: str) -> int:
        message = Message(
            text=f"Bonjour, une {word} ici", external_id=external_id, author=Author("a", "A")
        )
        (result,) = inbox.receive([message], actor=machine(self.community.pk), channel="forum")
        assert result.id is not None
        inbox.analyse([result.id])
        operations.consider([result.id])
        self.case_id = Case.objects.values_list("id", flat=True).first()
        self.message_id = result.id
        return result.id

    @rule(kind=st.sampled_from(KINDS))
    def decide(self, kind: str) -> None:
        before = visibility(self.message_id)
        try:
            decision_id = operations.decide(self.case_id, kind, self.actor)
        except DecisionRefused as refusal:
            assert refusal.code == "already_decided"
            assert Case.objects.get(id=self.case_id).state == "decided"
        else:
            self.stack.append((decision_id, before))

    @rule()
    def undo_the_newest(self) -> None:
        if self.stack:
            decision_id, before = self.stack.pop()
            operations.undo(decision_id, self.actor)
            assert visibility(self.message_id) == before

    @rule(place=st.integers(0, 5))
    def undo_an_older_one(self, place: int) -> None:
        if place < len(self.stack) - 1:
            with pytest.raises(DecisionRefused):
                operations.undo(self.stack[place][0], self.actor)

    @rule()
    def consider_again(self) -> None:
        count = Decision.objects.count()
        assert operations.consider([self.message_id]) == []
        assert Decision.objects.count() == count

    @rule(word=st.sampled_from([PROPOSED, MUTED]))
    def edit(self, word: str) -> None:
        self.receive("first", word)

    @invariant()
    def the_state_follows_the_decisions(self) -> None:
        if not getattr(self, "case_id", None):
            return
        case = Case.objects.get(id=self.case_id)
        held = Decision.objects.filter(undone_at=None, case_id=case.id)
        assert {decision.id for decision in held} == {id for id, _ in self.stack}
        if case.state == "decided":
            assert held.exclude(kind="escalate").exists()
            assert case.decided_at is not None
        else:
            assert case.decided_at is None

    @invariant()
    def restrictions_in_force_belong_to_decisions_in_force(self) -> None:
        for restriction in Restriction.objects.filter(lifted_at=None):
            assert restriction.decision.undone_at is None

    @invariant()
    def the_authors_history_counts_what_holds(self) -> None:
        if not getattr(self, "message_id", None):
            return
        history = inbox_queries.history_of([self.message_id])[self.message_id]
        held = list(Decision.objects.filter(undone_at=None).values_list("kind", flat=True))
        assert history.author_warnings == held.count("warn")
        restricting = [kind for kind in held if kind in ("hide", "remove", "mute", "ban")]
        assert history.author_restrictions == len(restricting)


class TestCaseMachine(TestCase, CaseMachine.TestCase):  # type: ignore[misc]
    settings = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
