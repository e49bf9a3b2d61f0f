"""Incoming webhooks: verified on the raw bytes, counted once, handed to the inbox."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import machine
from harmonie.apps.connections import vault
from harmonie.apps.connections.contracts import Received
from harmonie.apps.connections.models import Connection, SeenEvent
from harmonie.apps.connections.wording import in_words
from harmonie.apps.inbox.operations.receive import receive as receive_messages
from harmonie.apps.inbox.operations.withdraw import withdraw
from harmonie.channels.channel import CHANNELS, InvalidPayload, Parsed, SignatureRefused
from harmonie.records import Message

#: Event ids come from outside: longer ones are refused before they reach the database.
MAXIMUM_ID = 200


class UnknownConnection(LookupError):
    """No active connection bears that key in that community."""


def receive(community_slug: str, key: str, payload: bytes, headers: Mapping[str, str]) -> Received:
    """Verify, parse and store what a platform sends.

    Raises :class:`UnknownConnection`, ``SignatureRefused`` or ``InvalidPayload``. The same event
    id again changes nothing and is answered as a success, as Standard Webhooks asks.
    """
    connection = Connection.objects.filter(
        community__slug=community_slug, key=key, is_active=True
    ).first()
    if connection is None:
        raise UnknownConnection(key)
    channel = CHANNELS.get(connection.kind)()
    options = {**connection.settings, **vault.unlock(connection.secrets)}
    lowered = {name.lower(): value for name, value in headers.items()}
    try:
        parsed = list(channel.parse(payload, lowered, options))
    except (SignatureRefused, InvalidPayload) as error:
        Connection.objects.filter(pk=connection.pk).update(last_error=in_words(error)[:300])
        raise
    with transaction.atomic():
        if not _is_new(connection, lowered.get("webhook-id", "")):
            return Received(is_replay=True)
        return _store(connection, parsed)


def _is_new(connection: Connection, event_id: str) -> bool:
    if not event_id:
        return True
    if len(event_id) > MAXIMUM_ID:
        raise InvalidPayload(f"webhook-id is longer than {MAXIMUM_ID} characters")
    try:
        with transaction.atomic():
            SeenEvent.objects.create(connection=connection, event_id=event_id)
    except IntegrityError:
        return False
    return True


def _store(connection: Connection, parsed: list[Parsed]) -> Received:
    actor, channel = machine(connection.community_id), connection.key
    errors = [{"row": row.row, "error": in_words(row.error)} for row in parsed if not row.message]
    rows = [(row.row, row.message) for row in parsed if row.message]
    kept = [(number, message) for number, message in rows if not _is_deletion(message)]
    results = receive_messages([message for _, message in kept], actor=actor, channel=channel)
    for (number, _), result in zip(kept, results, strict=True):
        if result.error:
            errors.append({"row": number, "error": str(result.error)})
    gone = [message.external_id for _, message in rows if _is_deletion(message)]
    withdrawn = withdraw(gone, actor=actor, channel=channel) if gone else []
    Connection.objects.filter(pk=connection.pk).update(
        last_received_at=timezone.now(), last_error=""
    )
    return Received(
        accepted=sum(1 for result in results if result.is_new) + len(withdrawn),
        duplicates=sum(1 for result in results if not result.is_new and not result.error),
        errors=tuple(errors),
    )


def _is_deletion(message: Message) -> bool:
    return message.extra.get("event") == "message.deleted"
