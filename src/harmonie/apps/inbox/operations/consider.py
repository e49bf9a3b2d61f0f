"""What the moderation room writes into the inbox: stages, visibility, reports, restrictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from harmonie.apps.inbox.contracts import NotFound, RestrictionKind, Visibility
from harmonie.apps.inbox.models import Member, Message, Stage, Thread
from harmonie.apps.inbox.operations.rewriting import rewrite

_COUNTERS: dict[str, str] = {"restriction": "restriction_count", "warning": "warning_count"}


def mark_considered(
    revisions: Mapping[int, int], *, severities: Mapping[int, int] | None = None
) -> set[int]:
    """Take analysed messages out of the waiting line; return the ids that this call took.

    ``revisions`` gives the revision that was judged: a message edited meanwhile is not taken. The
    severity that the rules found is kept when it is higher than the first reading. Run it in the
    transaction that writes the decisions.
    """
    severities = severities or {}
    with transaction.atomic():
        rows = [
            row
            for row in Message.objects.select_for_update(of=("self",))
            .filter(pk__in=revisions, stage=Stage.ANALYSED)
            .select_related("thread")
            .only("id", "revision", "severity", "created_at", "thread__last_at",
                  "thread__last_severity")
            if row.revision == revisions[row.pk]
        ]  # fmt: skip
        now = timezone.now()
        threads: dict[int, Thread] = {}
        for row in rows:
            row.stage, row.stage_at = Stage.CONSIDERED, now
            row.severity = max(row.severity, severities.get(row.pk, 0))
            thread = row.thread
            if row.created_at >= thread.last_at and row.severity > thread.last_severity:
                thread.last_severity = row.severity
                threads[thread.pk] = thread
        rewrite(rows, ("stage", "stage_at", "severity"))
        rewrite(threads.values(), ("last_severity",))
    return {row.pk for row in rows}


def set_visibility(message_id: int, visibility: Visibility) -> None:
    """Show, hide or remove one message on the desk. Raises :class:`NotFound`."""
    if not set_visibility_many([message_id], visibility):
        raise NotFound(f"no message {message_id}")


def set_visibility_many(ids: Sequence[int], visibility: str) -> int:
    """Show, hide or remove messages on the desk; the decision that says so is audited above."""
    return Message.objects.filter(pk__in=ids).update(visibility=visibility)


def count_restriction(member_id: int, kind: RestrictionKind, delta: int) -> None:
    """Add to (or take back from) what the member has on record; never below zero."""
    column = _COUNTERS[kind]
    with transaction.atomic():
        Member.objects.filter(pk=member_id).update(**{column: Greatest(F(column) + delta, 0)})


def add_report(message_id: int, count: int = 1) -> None:
    """Note that members reported a message. Raises :class:`NotFound`."""
    if not Message.objects.filter(pk=message_id).update(reports=F("reports") + count):
        raise NotFound(f"no message {message_id}")
