"""A conversation's life, whatever happens in whatever order."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from harmonie.apps.accounts.contracts import machine
from harmonie.apps.accounts.queries import actor_in
from harmonie.apps.inbox import operations
from harmonie.apps.inbox.contracts import Refused
from harmonie.apps.inbox.models import Message, Thread, ThreadState
from harmonie.apps.inbox.operations.changing import snapshot
from harmonie.records import Author
from harmonie.records import Message as Record

pytestmark = pytest.mark.django_db
_numbers = count()


def test_a_thread_never_reaches_an_impossible_state(community, person):
    actor = actor_in(person("lead", community), community.pk)
    software = machine(community.pk)

    class Life(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.key = f"life-{next(_numbers)}"
            self.last_change: int | None = None
            self.before: dict[str, object] = {}
            self._write("member")

        @property
        def thread(self) -> Thread:
            return Thread.objects.get(external_id=self.key)

        def _write(self, role: str) -> None:
            author = Author(f"{self.key}-{role}", role, role)  # type: ignore[arg-type]
            message = Record("Un texte", external_id=f"{self.key}-{next(_numbers)}", author=author,
                             thread_id=self.key)  # fmt: skip
            operations.receive([message], actor=software, channel="web")
            self.last_change = None

        def _do(self, operation, *arguments) -> None:
            self.before = snapshot(self.thread)
            result = operation([self.thread.pk], *arguments, actor)
            self.last_change = result.id
            assert (result.id is None) == (snapshot(self.thread) == self.before)

        @rule()
        def member_writes(self) -> None:
            self._write("member")
            assert self.thread.state == ThreadState.OPEN

        @rule()
        def staff_writes_elsewhere(self) -> None:
            state = self.thread.state
            self._write("staff")
            assert self.thread.state == state
            assert not self.thread.needs_answer

        @rule()
        def somebody_asks(self) -> None:
            asked_at = timezone.now()
            Thread.objects.filter(pk=self.thread.pk).update(
                needs_answer=True, asked_at=asked_at, due_at=asked_at + timedelta(hours=4)
            )
            self.last_change = None

        @rule()
        def done(self) -> None:
            self._do(operations.done)
            assert self.thread.state == ThreadState.DONE
            assert not self.thread.needs_answer

        @rule()
        def reopen(self) -> None:
            self._do(operations.reopen)
            assert self.thread.state != ThreadState.DONE

        @rule(hours=st.integers(1, 500))
        def snooze(self, hours: int) -> None:
            was = self.thread.state
            self._do(operations.snooze, timezone.now() + timedelta(hours=hours))
            assert self.thread.state == (was if was == ThreadState.DONE else ThreadState.SNOOZED)

        @rule()
        def wake(self) -> None:
            self._do(operations.wake)
            assert self.thread.state != ThreadState.SNOOZED

        @rule(late=st.booleans())
        def time_passes(self, late: bool) -> None:
            now = timezone.now() + timedelta(days=60 if late else 0)
            operations.wake_snoozed(now)
            self.last_change = None
            assert not (late and self.thread.state == ThreadState.SNOOZED)

        @rule(and_wait=st.booleans())
        def answer(self, and_wait: bool) -> None:
            operations.reply(self.thread.pk, "Réponse", actor, and_wait=and_wait)
            self.last_change = None
            assert self.thread.state == (ThreadState.SNOOZED if and_wait else ThreadState.OPEN)
            assert not self.thread.needs_answer

        @rule(somebody=st.booleans())
        def assign(self, somebody: bool) -> None:
            self._do(operations.assign, actor.id if somebody else None)

        @rule()
        def undo(self) -> None:
            if self.last_change is None:
                return
            operations.undo(self.last_change, actor)
            assert snapshot(self.thread) == self.before
            with pytest.raises(Refused):
                operations.undo(self.last_change, actor)
            self.last_change = None

        @invariant()
        def holds_together(self) -> None:
            thread = self.thread
            assert (thread.state == ThreadState.SNOOZED) == (thread.snoozed_until is not None)
            assert thread.needs_answer == (thread.due_at is not None)
            assert thread.message_count == Message.objects.filter(thread=thread).count()
            if thread.state == ThreadState.DONE and thread.needs_answer:
                assert thread.asked_at is not None

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12, stateful_step_count=15, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_undo_leaves_what_a_colleague_changed_since(conversation, lead, moderator):
    one, two = conversation(), conversation()
    change = operations.done([one, two], lead)
    operations.reopen([two], moderator)

    result = operations.undo(change.id, lead)

    assert (result.thread_ids, result.unchanged_ids) == ((one,), (two,))


def test_nobody_undoes_what_somebody_else_did(conversation, lead, moderator):
    from harmonie.apps.inbox.contracts import NotFound

    change = operations.done([conversation()], lead)
    with pytest.raises(NotFound):
        operations.undo(change.id, moderator)


def test_snoozing_into_the_past_is_refused(conversation, lead):
    with pytest.raises(Refused):
        operations.snooze([conversation()], timezone.now() - timedelta(minutes=1), lead)


def test_work_goes_only_to_people_who_may_do_it(conversation, lead, person, community):
    viewer = person("viewer", community)
    with pytest.raises(Refused):
        operations.assign([conversation()], viewer.pk, lead)
