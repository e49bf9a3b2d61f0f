"""Sending what is in the outbox: once for the receiver, however often we must try."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from harmonie.apps.audit import operations as audit
from harmonie.apps.connections import egress, events, vault
from harmonie.apps.connections.announcements import delivery_settled
from harmonie.apps.connections.models import Delivery, DeliveryState, EventEndpoint
from harmonie.apps.inbox.operations.answering import record_delivery
from harmonie.apps.jobs.operations import enqueue
from harmonie.apps.jobs.retry import backoff_seconds
from harmonie.channels.channel import CHANNELS, InvalidPayload, Request
from harmonie.records import Action, Author, Message

#: With back-off up to an hour, thirty attempts span about a day.
MAXIMUM_ATTEMPTS = 30
GIVE_UP_STATUSES = frozenset({400, 401, 403, 404, 405, 410, 422})


def attempt(delivery_id: int) -> None:
    """Try one delivery, and settle it or plan the next try.

    The idempotency key travels with every try, so a receiver that already took it (we were killed
    before writing it down) answers 2xx and acts once.
    """
    delivery = (
        Delivery.objects.select_related("connection", "endpoint")
        .filter(pk=delivery_id, state=DeliveryState.QUEUED, next_attempt_at__lte=timezone.now())
        .first()
    )
    if delivery is None or _must_wait(delivery) or not _take(delivery):
        return
    try:
        request = _request(delivery)
        if request is None:
            _settle(delivery, DeliveryState.UNSUPPORTED, "")
            return
        answer = egress.call(request.method, request.url, request.headers, request.body)
    except (egress.AddressRefused, InvalidPayload) as error:
        _settle(delivery, DeliveryState.DEAD, str(error))
    except (egress.CallFailed, vault.VaultLocked) as error:
        _plan(delivery, str(error), {})
    else:
        _read(delivery, answer)


def _must_wait(delivery: Delivery) -> bool:
    """An undo never overtakes what it undoes: orders of one decision leave one after the other."""
    if delivery.connection is None:
        return False
    before = (
        Delivery.objects.filter(
            subject=delivery.subject,
            connection=delivery.connection,
            pk__lt=delivery.pk,
            state=DeliveryState.QUEUED,
        )
        .order_by("-next_attempt_at")
        .values_list("next_attempt_at", flat=True)
        .first()
    )
    if before is None:
        return False
    later = max(before, timezone.now()) + timedelta(seconds=1)
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=later)
        enqueue("connections.attempt", delivery.pk, run_after=later)
    return True


def _take(delivery: Delivery) -> bool:
    """Push the next try away first, so that a second worker does not send at the same time."""
    pause = timedelta(seconds=egress.TIMEOUT_SECONDS * 2)
    taken = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.QUEUED, attempts=delivery.attempts
    ).update(attempts=delivery.attempts + 1, next_attempt_at=timezone.now() + pause)
    delivery.attempts += taken
    return bool(taken)


def _request(delivery: Delivery) -> Request | None:
    if delivery.endpoint is not None:
        secrets = vault.unlock(delivery.endpoint.secrets)
        return events.request(
            delivery.endpoint.url, secrets["signing"], delivery.idempotency_key, delivery.payload
        )
    connection = delivery.connection
    assert connection is not None  # noqa: S101 (a delivery has one or the other)
    channel = CHANNELS.get(connection.kind)()
    options = {**connection.settings, **vault.unlock(connection.secrets)}
    action = delivery.payload["action"]
    return channel.request_for(
        Action(action["kind"], action["parameters"]),
        _message(delivery.payload["message"]),
        options,
        delivery.idempotency_key,
    )


def _message(reference: dict[str, Any]) -> Message:
    author = reference.get("author")
    return Message(
        text="",
        id=reference["id"],
        external_id=reference["external_id"],
        thread_id=reference["thread_id"],
        channel=reference["channel"],
        url=reference["url"],
        author=Author(author["external_id"], role=author["role"]) if author else None,
    )


def _read(delivery: Delivery, answer: egress.Answer) -> None:
    if answer.is_success:
        _keep_id(delivery, answer.body)
        _settle(delivery, DeliveryState.SENT, "")
    elif answer.status == 410 and delivery.endpoint is not None:
        EventEndpoint.objects.filter(pk=delivery.endpoint.pk).update(is_active=False)
        _settle(delivery, DeliveryState.DEAD, "410: the receiver is gone; it was switched off")
    elif answer.status in GIVE_UP_STATUSES and delivery.endpoint is None:
        _settle(delivery, DeliveryState.DEAD, f"the receiver refused with status {answer.status}")
    else:
        _plan(delivery, f"status {answer.status}", dict(answer.headers))


def _keep_id(delivery: Delivery, body: bytes) -> None:
    """A site may answer a reply with ``{"id": "…"}``: its echo is then not a second message."""
    kind, _, number = delivery.subject.partition(":")
    if kind != "message" or delivery.payload.get("action", {}).get("kind") != "reply":
        return
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return
    external_id = told.get("id") if isinstance(told, dict) else None
    if isinstance(external_id, str | int) and str(external_id).isprintable():
        record_delivery(int(number), str(external_id))


def _plan(delivery: Delivery, error: str, headers: dict[str, str]) -> None:
    if delivery.attempts >= MAXIMUM_ATTEMPTS:
        _settle(delivery, DeliveryState.DEAD, f"{error}, {delivery.attempts} attempts")
        return
    wait = max(backoff_seconds(delivery.attempts), egress.retry_after_seconds(headers))
    later = timezone.now() + timedelta(seconds=wait)
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            next_attempt_at=later, last_error=error[:300]
        )
        if delivery.endpoint is not None:
            EventEndpoint.objects.filter(pk=delivery.endpoint.pk, failing_since=None).update(
                failing_since=timezone.now()
            )
        enqueue("connections.attempt", delivery.pk, run_after=later)


def _settle(delivery: Delivery, state: str, detail: str) -> None:
    names = {DeliveryState.SENT: "action.delivered", DeliveryState.DEAD: "action.failed"}
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED).update(
            state=state,
            last_error=detail[:300],
            delivered_at=timezone.now() if state == DeliveryState.SENT else None,
        )
        if not changed:
            return
        if delivery.endpoint is not None:
            if state == DeliveryState.SENT:
                EventEndpoint.objects.filter(pk=delivery.endpoint.pk).update(failing_since=None)
            return
        audit.record(
            names.get(DeliveryState(state), "action.unsupported"),
            actor="machine",
            community_id=delivery.community_id,
            subject=delivery.subject,
            data={"delivery": delivery.pk, "attempts": delivery.attempts},
        )
        delivery_settled.send(
            sender=Delivery,
            delivery_id=delivery.pk,
            subject=delivery.subject,
            state=str(state),
            detail=detail,
        )
