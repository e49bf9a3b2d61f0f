"""Reads: connections, endpoints, and what waits in the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from harmonie.apps.connections import vault
from harmonie.apps.connections.contracts import ConnectionCard, DeliveryCard, EndpointCard
from harmonie.apps.connections.models import Connection, Delivery, DeliveryState, EventEndpoint
from harmonie.channels.channel import CHANNELS


def connections(community_id: int) -> list[ConnectionCard]:
    rows = Connection.objects.filter(community_id=community_id).order_by("name")
    waiting = dict(
        Delivery.objects.filter(community_id=community_id, state=DeliveryState.QUEUED)
        .exclude(connection=None)
        .values_list("connection")
        .annotate(Count("pk"))
    )
    return [_card(row, waiting.get(row.pk, 0)) for row in rows]


def connection(community_id: int, connection_id: int) -> ConnectionCard | None:
    row = Connection.objects.filter(community_id=community_id, pk=connection_id).first()
    return _card(row, 0) if row else None


def channel_names(community_id: int) -> dict[str, tuple[str, str]]:
    """What messages carry as ``channel`` -> (name to show, kind)."""
    rows = Connection.objects.filter(community_id=community_id)
    return {key: (name, kind) for key, name, kind in rows.values_list("key", "name", "kind")}


def endpoints(community_id: int) -> list[EndpointCard]:
    counts = dict(
        Delivery.objects.filter(community_id=community_id, state=DeliveryState.QUEUED)
        .exclude(endpoint=None)
        .values_list("endpoint")
        .annotate(Count("pk"))
    )
    return [
        EndpointCard(
            id=row.pk,
            url=row.url,
            event_types=tuple(row.event_types),
            is_active=row.is_active,
            failing_since=row.failing_since,
            waiting=counts.get(row.pk, 0),
        )
        for row in EventEndpoint.objects.filter(community_id=community_id).order_by("pk")
    ]


def deliveries(
    community_id: int, *, subjects: Sequence[str] = (), state: str = "", limit: int = 100
) -> list[DeliveryCard]:
    """Newest first."""
    rows = Delivery.objects.filter(community_id=community_id).order_by("-pk")
    if subjects:
        rows = rows.filter(subject__in=subjects)
    if state:
        rows = rows.filter(state=state)
    return [
        DeliveryCard(
            id=row.pk,
            subject=row.subject,
            kind=row.payload.get("type") or row.payload.get("action", {}).get("kind", ""),
            state=row.state,
            attempts=row.attempts,
            last_error=row.last_error,
            created_at=row.created_at,
            next_attempt_at=row.next_attempt_at,
            delivered_at=row.delivered_at,
        )
        for row in rows[:limit]
    ]


def _card(row: Connection, waiting: int) -> ConnectionCard:
    return ConnectionCard(
        id=row.pk,
        key=row.key,
        kind=row.kind,
        name=row.name,
        settings=row.settings,
        secret_names=tuple(name for name, value in vault.unlock(row.secrets).items() if value),
        is_active=row.is_active,
        last_received_at=row.last_received_at,
        last_error=row.last_error,
        waiting=waiting,
        capabilities=tuple(sorted(CHANNELS.get(row.kind).capabilities)),
    )
