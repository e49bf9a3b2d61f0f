"""Finding what was lost on the way, and forgetting what need not be kept."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from harmonie.apps.connections.models import Delivery, DeliveryState, SeenEvent
from harmonie.apps.jobs.operations import enqueue

OVERDUE = timedelta(seconds=60)
#: Standard Webhooks: ids of received events are kept a week.
KEEP_SEEN = timedelta(days=7)


def sweep(limit: int = 500) -> int:
    """Enqueue overdue deliveries again; a delivery tried twice carries the same key."""
    now = timezone.now()
    overdue = Delivery.objects.filter(
        state=DeliveryState.QUEUED, next_attempt_at__lt=now - OVERDUE
    ).values_list("pk", flat=True)[:limit]
    for delivery_id in overdue:
        enqueue("connections.attempt", delivery_id)
    SeenEvent.objects.filter(seen_at__lt=now - KEEP_SEEN).delete()
    return len(overdue)
