"""Ends that nobody decides on: the member takes the appeal back, or nothing is left to contest."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from harmonie.apps.appeals import checking
from harmonie.apps.appeals.models import OPEN, Appeal, State
from harmonie.apps.appeals.operations.writing_down import record
from harmonie.apps.appeals.queries.receipts import id_and_community

BATCH = 200


def withdraw(receipt: str) -> None:
    """Take an appeal back, as the member who holds its receipt."""
    appeal_id, community_id = id_and_community(receipt)
    close_moot([appeal_id])
    with transaction.atomic():
        row = checking.locked(appeal_id, community_id)
        _close(row, "member")
        record("appeal.withdrawn", row, "public", {"because": "member"})


def close_moot(ids: Sequence[int] | None = None) -> int:
    """Close open appeals whose decision was undone: the member has what they asked for.

    All of them, or those of ``ids``; returns how many. Can run twice.
    """
    with transaction.atomic():
        rows = Appeal.objects.select_for_update(of=("self",)).filter(
            state__in=OPEN, decision__undone_at__isnull=False
        )
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        closed = list(rows.order_by("pk")[:BATCH])
        for row in closed:
            _close(row, "moot")
            record("appeal.withdrawn", row, "machine", {"because": "moot"})
    return len(closed)


def _close(row: Appeal, because: str) -> None:
    row.state, row.closed_because, row.resolved_at = State.WITHDRAWN, because, timezone.now()
    row.save(update_fields=["state", "closed_because", "resolved_at"])
