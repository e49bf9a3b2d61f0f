"""Outgoing events: the audit log is the source, each endpoint keeps its place in it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import transaction

from harmonie.apps.audit import queries as audit
from harmonie.apps.audit.contracts import EventRecord
from harmonie.apps.connections.models import Delivery, EventEndpoint
from harmonie.apps.jobs.operations import enqueue

BATCH = 500


def feed() -> int:
    """Write one delivery per new event and endpoint; return how many were written."""
    return sum(
        _feed_endpoint(pk)
        for pk in EventEndpoint.objects.filter(is_active=True).values_list("pk", flat=True)
    )


def _feed_endpoint(endpoint_id: int) -> int:
    with transaction.atomic():
        endpoint = EventEndpoint.objects.select_for_update().get(pk=endpoint_id)
        events = audit.events(
            endpoint.community_id,
            after=endpoint.last_index,
            types=endpoint.event_types,
            limit=BATCH,
        )
        if not events:
            return 0
        deliveries = Delivery.objects.bulk_create(
            [
                Delivery(
                    community_id=endpoint.community_id,
                    endpoint=endpoint,
                    idempotency_key=f"evt_{event.index}_{endpoint.pk}",
                    subject=event.subject,
                    payload=_payload(event),
                )
                for event in events
            ]
        )
        endpoint.last_index = events[-1].index
        endpoint.save(update_fields=["last_index"])
        for delivery in deliveries:
            enqueue("connections.attempt", delivery.pk)
    return len(deliveries)


def _payload(event: EventRecord) -> dict[str, Any]:
    kind, _, number = event.subject.partition(":")
    return {
        "type": event.type,
        "timestamp": event.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "data": {"index": event.index, kind: number, **event.data},
    }
