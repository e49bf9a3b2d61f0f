"""What the queue holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


@dataclass(frozen=True, slots=True)
class QueueState:
    waiting: int
    running: int
    failed: int
    oldest_wait_seconds: float


def queue_state() -> QueueState:
    """Figures for health, metrics and the doctor."""
    rows = DBTaskResult.objects
    now = timezone.now()
    ready = rows.ready()
    oldest = ready.aggregate(oldest=Min("enqueued_at"))["oldest"]
    return QueueState(
        waiting=ready.count(),
        running=rows.running().count(),
        failed=rows.failed().count(),
        oldest_wait_seconds=(now - oldest).total_seconds() if oldest else 0.0,
    )
