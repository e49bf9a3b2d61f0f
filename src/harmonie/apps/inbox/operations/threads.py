"""What people do with a conversation: hand it over, put it off, close it, take it up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.operations import record_many
from harmonie.apps.inbox.contracts import ChangeResult, Refused
from harmonie.apps.inbox.models import Thread, ThreadState
from harmonie.apps.inbox.operations.changing import change
from harmonie.apps.inbox.operations.placing import settle
from harmonie.apps.inbox.operations.rewriting import rewrite

LONGEST_SNOOZE = timedelta(days=366)


def assign(thread_ids: Sequence[int], user_id: int | None, actor: Actor) -> ChangeResult:
    """Hand conversations to a colleague, or to nobody (``None``)."""
    if user_id is not None:
        able = {person.id for person in accounts.people(actor.community_id, "inbox.work")}
        if user_id not in able:
            raise Refused(_("This person does not work in this inbox."))

    def apply(thread: Thread) -> None:
        thread.assignee_id = user_id

    return change("assign", "thread.assigned", thread_ids, actor, apply, {"assignee": user_id})


def snooze(thread_ids: Sequence[int], until: datetime, actor: Actor) -> ChangeResult:
    """Put conversations off until a moment; a member's message brings them back before.

    Those already done are left as they are.
    """
    now = timezone.now()
    if not now < until <= now + LONGEST_SNOOZE:
        raise Refused(_("Choose a moment between now and a year from now."))

    def apply(thread: Thread) -> None:
        if thread.state != ThreadState.DONE:
            thread.state, thread.snoozed_until = ThreadState.SNOOZED, until

    return change(
        "snooze", "thread.snoozed", thread_ids, actor, apply, {"until": until.isoformat()}
    )


def wake(thread_ids: Sequence[int], actor: Actor) -> ChangeResult:
    """Take up snoozed conversations now."""

    def apply(thread: Thread) -> None:
        if thread.state == ThreadState.SNOOZED:
            thread.state, thread.snoozed_until = ThreadState.OPEN, None

    return change("wake", "thread.reopened", thread_ids, actor, apply)


def done(thread_ids: Sequence[int], actor: Actor) -> ChangeResult:
    """Close conversations: whatever was asked needs no more answer."""
    now = timezone.now()

    def apply(thread: Thread) -> None:
        if thread.state != ThreadState.DONE or thread.needs_answer:
            thread.state, thread.snoozed_until = ThreadState.DONE, None
            settle(thread, now)

    return change("done", "thread.done", thread_ids, actor, apply)


def reopen(thread_ids: Sequence[int], actor: Actor) -> ChangeResult:
    """Take up again what was done."""

    def apply(thread: Thread) -> None:
        if thread.state == ThreadState.DONE:
            thread.state = ThreadState.OPEN

    return change("reopen", "thread.reopened", thread_ids, actor, apply)


def wake_snoozed(now: datetime | None = None, limit: int = 1_000) -> list[int]:
    """Bring back the conversations whose moment has come; safe to run twice."""
    with transaction.atomic():
        threads = list(
            Thread.objects.select_for_update().filter(
                state=ThreadState.SNOOZED, snoozed_until__lte=now or timezone.now()
            )[:limit]
        )
        for thread in threads:
            thread.state, thread.snoozed_until = ThreadState.OPEN, None
        rewrite(threads, ("state", "snoozed_until"))
        record_many(
            [
                Entry(
                    "thread.reopened",
                    machine(thread.community_id).label,
                    thread.community_id,
                    f"thread:{thread.pk}",
                )
                for thread in threads
            ]
        )
    return [thread.pk for thread in threads]
