"""Whatever happens in whatever order, an appeal keeps its promises."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.accounts.models import Community, Membership, Organisation, User
from harmonie.apps.accounts.queries import actor_in
from harmonie.apps.appeals import operations
from harmonie.apps.appeals.contracts import MOST_APPEALS, Refused
from harmonie.apps.appeals.models import Appeal
from harmonie.apps.appeals.references import token as receipt_token
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.models import Case, Decision
from harmonie.records import Author, Message
from tests.apps.appeals.conftest import REASONS, TEXT, token_of
from tests.apps.moderation.conftest import PROPOSED, RULES

pytestmark = pytest.mark.django_db
#: Who may do something in a step; 0 takes the decisions.
WHO = st.integers(0, 4)
OUTCOME = st.sampled_from(["upheld", "overturned"])
OPEN, CLOSED = {"lodged", "taken"}, {"upheld", "overturned", "withdrawn"}


class AppealMachine(RuleBasedStateMachine):
    """One decision, contested and examined by three people, a program and the machine."""

    @initialize()
    def start(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        organisation = Organisation.objects.create(name="O", slug="o")
        self.community = Community.objects.create(organisation=organisation, name="C", slug="c")
        self.actors = [self.join(name) for name in ("lea", "sana", "malik")]
        every = self.actors[0].permissions
        self.actors.append(Actor("key", 1, "k", self.community.pk, every))
        self.actors.append(machine(self.community.pk))
        moderation.save_policy(self.community.pk, RULES, "", self.actors[0])
        message = Message(text=f"Bonjour, une {PROPOSED} ici", external_id="m", author=Author("a"))
        (result,) = inbox.receive([message], actor=machine(self.community.pk), channel="forum")
        assert result.id is not None
        inbox.analyse([result.id])
        moderation.consider([result.id])
        case = Case.objects.get(message_id=result.id)
        self.decision_id = moderation.decide(case.id, "hide", self.actors[0])
        self.token = token_of(self.decision_id)
        #: Every state that each appeal was seen in.
        self.seen: dict[int, list[str]] = {}

    def join(self, name: str) -> Actor:
        user = User.objects.create_user(f"{name}@example.org", name=name)
        organisation = Organisation.objects.get()
        Membership.objects.create(user=user, organisation=organisation, role="lead")
        found = actor_in(user, self.community.pk)
        assert found is not None
        return found

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def last(self) -> Appeal | None:
        return Appeal.objects.order_by("-id").first()

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it or be refused; a refusal changes nothing, but for closing what is moot."""
        before = self.states()
        try:
            act()
        except Refused as refusal:
            changed = [now for was, now in zip(before, self.states(), strict=True) if was != now]
            assert changed in ([], [("withdrawn", "moot")]), refusal.code
            return False
        return True

    def states(self) -> list[tuple[str, str]]:
        return list(Appeal.objects.order_by("id").values_list("state", "closed_because"))

    @rule()
    def lodge(self) -> None:
        was_open = Appeal.objects.filter(state__in=OPEN).exists()
        count = Appeal.objects.count()
        is_undone = Decision.objects.get(id=self.decision_id).undone_at is not None
        done = self.attempt(lambda: operations.lodge(self.token, TEXT))
        assert done == (not was_open and not is_undone and count < MOST_APPEALS)

    @rule(who=WHO, over=st.booleans())
    def take(self, who: int, over: bool) -> None:
        if row := self.last():
            actor = self.actors[who]
            done = self.attempt(lambda: operations.take(row.pk, actor, take_over=over))
            assert not (done and who in (0, 3, 4))

    @rule(who=WHO)
    def give_back(self, who: int) -> None:
        if row := self.last():
            self.attempt(lambda: operations.give_back(row.pk, self.actors[who]))

    @rule(who=WHO)
    def answer(self, who: int) -> None:
        if row := self.last():
            done = self.attempt(lambda: operations.answer(row.pk, "Bonjour", self.actors[who]))
            assert not (done and who in (0, 3, 4))

    @rule(is_last_word=st.booleans())
    def the_member_writes_or_withdraws(self, is_last_word: bool) -> None:
        if row := self.last():
            receipt = receipt_token(row.public_id)
            if is_last_word:
                self.attempt(lambda: operations.withdraw(receipt))
            else:
                self.attempt(lambda: operations.add(receipt, "Si."))

    @rule(who=WHO, outcome=OUTCOME)
    def resolve(self, who: int, outcome: str) -> None:
        if row := self.last():
            actor = self.actors[who]
            done = self.attempt(lambda: operations.resolve(row.pk, outcome, REASONS, actor))
            if done:
                assert row.state == "taken" and row.assignee_id == actor.id
                assert Appeal.objects.get(pk=row.pk).state == outcome

    @rule(who=st.integers(0, 2))
    def somebody_undoes_the_decision(self, who: int) -> None:
        with suppress(DecisionRefused):
            moderation.undo(self.decision_id, self.actors[who])

    @rule()
    def the_clock_ticks(self) -> None:
        operations.close_moot()
        undone = Decision.objects.filter(undone_at__isnull=False).values("id")
        assert not Appeal.objects.filter(state__in=OPEN, decision_id__in=undone).exists()

    @invariant()
    def promises_hold(self) -> None:
        if not hasattr(self, "seen"):
            return
        assert Appeal.objects.filter(state__in=OPEN).count() <= 1
        upholders: set[str] = set()
        for row in Appeal.objects.order_by("id"):
            self.promises_of(row)
            if row.state in ("upheld", "overturned"):
                assert row.resolved_as in {actor.label for actor in self.actors[1:3]}
                assert row.resolved_as not in upholders
            if row.state == "upheld":
                upholders.add(row.resolved_as)

    def promises_of(self, row: Appeal) -> None:
        steps = self.seen.setdefault(row.pk, ["lodged"])
        if steps[-1] != row.state:
            assert steps[-1] not in CLOSED, "what is closed stays closed"
            assert row.state not in ("upheld", "overturned") or steps[-1] == "taken"
            steps.append(row.state)
        if row.state == "overturned":
            assert Decision.objects.get(id=self.decision_id).undone_at is not None
        if row.state == "upheld":
            assert row.reasons
        ends = audit.events(None, subject=f"appeal:{row.pk}")
        closed = [e for e in ends if e.type.partition(".")[2] in CLOSED]
        assert len(closed) == (row.state in CLOSED)


class TestAppealMachine(TestCase, AppealMachine.TestCase):  # type: ignore[misc]
    settings = settings(
        max_examples=25,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
