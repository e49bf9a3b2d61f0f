"""Putting something in the outbox, in the transaction that decided it."""

from __future__ import annotations

from harmonie.apps.audit import operations as audit
from harmonie.apps.connections.contracts import Ticket
from harmonie.apps.connections.models import Connection, Delivery, DeliveryState
from harmonie.apps.jobs.operations import enqueue
from harmonie.channels.channel import CHANNELS
from harmonie.records import Action, Message


def order_action(
    message: Message, action: Action, *, community_id: int, subject: str, idempotency_key: str
) -> Ticket:
    """Queue one action for the message's channel; ``subject`` names what ordered it.

    Ordering the same key twice changes nothing. A message whose channel has no active connection
    (an import, the demonstration) is acted upon on the desk only: the ticket says ``desk``.
    """
    connection = Connection.objects.filter(
        community_id=community_id, key=message.channel, is_active=True
    ).first()
    if connection is None:
        return Ticket("desk")
    is_possible = _can(connection.kind, action.kind)
    delivery, is_new = Delivery.objects.get_or_create(
        idempotency_key=idempotency_key,
        defaults={
            "community_id": community_id,
            "connection": connection,
            "subject": subject,
            "payload": {
                "action": {"kind": action.kind, "parameters": dict(action.parameters)},
                "message": _reference(message),
            },
            "state": DeliveryState.QUEUED if is_possible else DeliveryState.UNSUPPORTED,
        },
    )
    if is_new:
        audit.record(
            "action.queued" if is_possible else "action.unsupported",
            actor="machine",
            community_id=community_id,
            subject=subject,
            data={"delivery": delivery.pk, "kind": action.kind},
        )
        if is_possible:
            enqueue("connections.attempt", delivery.pk)
    return Ticket("queued" if is_possible else "unsupported", delivery.pk)


def _can(channel_kind: str, action_kind: str) -> bool:
    capabilities = CHANNELS.get(channel_kind).capabilities
    is_undo = action_kind in {"show", "restore", "unmute", "unban"}
    return action_kind in capabilities or (is_undo and "undo" in capabilities)


def _reference(message: Message) -> dict[str, object]:
    """What a channel needs to find the message again: never its text."""
    author = message.author
    return {
        "id": message.id,
        "external_id": message.external_id,
        "thread_id": message.thread_id,
        "channel": message.channel,
        "url": message.url,
        "author": {"external_id": author.external_id, "role": author.role} if author else None,
    }
