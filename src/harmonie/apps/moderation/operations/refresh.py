"""Waiting counts: the priority of open cases is multiplied by the time again."""

from __future__ import annotations

from django.utils import timezone

from harmonie.apps.moderation import priority
from harmonie.apps.moderation.models import Case
from harmonie.apps.moderation.operations.grouping import WAITING

#: A change smaller than this cannot be seen in the order of a queue.
WORTH_WRITING = 0.01
BATCH = 500


def refresh_priorities() -> int:
    """Recompute the priority of waiting cases; returns how many changed. Can run twice."""
    now = timezone.now()
    changed: list[Case] = []
    written = 0
    rows = Case.objects.filter(state__in=WAITING).only(
        "id", "priority", "base_priority", "opened_at"
    )
    for case in rows.iterator(chunk_size=BATCH):
        value = case.base_priority * priority.waiting(case.opened_at, now)
        if abs(value - case.priority) > WORTH_WRITING * max(case.priority, 1e-9):
            case.priority = value
            changed.append(case)
    for start in range(0, len(changed), BATCH):
        part = changed[start : start + BATCH]
        Case.objects.bulk_update(part, ["priority"], batch_size=BATCH)
        written += len(part)
    return written
