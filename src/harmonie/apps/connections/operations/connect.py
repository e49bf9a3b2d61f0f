"""Setting up connections and event endpoints; trying again what was given up."""

from __future__ import annotations

import secrets as random_source
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.audit import queries as log
from harmonie.apps.connections import egress, vault
from harmonie.apps.connections.contracts import EVENT_TYPES
from harmonie.apps.connections.models import Connection, Delivery, DeliveryState, EventEndpoint
from harmonie.apps.jobs.operations import enqueue
from harmonie.channels.channel import CHANNELS


class InvalidSettings(ValueError):
    """``problems`` maps a field to what is wrong and what to write instead."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in problems.items()))
        self.problems = dict(problems)


def new_secret() -> str:
    """A Standard Webhooks secret: 32 random bytes."""
    return "whsec_" + b64encode(random_source.token_bytes(32)).decode()


def connect(
    community_id: int, kind: str, name: str, values: Mapping[str, str], actor: Actor, key: str = ""
) -> int:
    """Set up a channel; ``values`` fill the channel's settings form. Returns its id."""
    actor.require("connection.edit", community_id)
    key = slugify(key or name)[:60]
    settings, secrets = _sorted_values(kind, name, values, {})
    if not key:
        raise InvalidSettings({"name": _("Give the connection a name with letters or digits.")})
    try:
        with transaction.atomic():
            connection = Connection.objects.create(
                community_id=community_id,
                key=key,
                kind=kind,
                name=name[:80],
                settings=settings,
                secrets=vault.lock(secrets),
            )
            _tell("connection.created", connection, actor)
    except IntegrityError as error:
        raise InvalidSettings(
            {"name": _("Another connection has this name: choose a different one.")}
        ) from error
    return connection.pk


def change(connection_id: int, name: str, values: Mapping[str, str], actor: Actor) -> None:
    """Change a connection; a secret left empty stays as it is."""
    connection = _own(connection_id, actor)
    old = vault.unlock(connection.secrets)
    settings, secrets = _sorted_values(connection.kind, name, values, old)
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(
            name=name[:80], settings=settings, secrets=vault.lock(secrets)
        )
        _tell("connection.changed", connection, actor)


def switch(connection_id: int, is_active: bool, actor: Actor) -> None:
    """Pause or resume a connection; what waits in the outbox is kept."""
    connection = _own(connection_id, actor)
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(is_active=is_active)
        _tell("connection.changed", connection, actor, is_active=is_active)


def subscribe(community_id: int, url: str, types: Sequence[str], actor: Actor) -> tuple[int, str]:
    """Send events to a URL. Returns the endpoint's id and its signing secret, shown this once."""
    actor.require("connection.edit", community_id)
    unknown = sorted(set(types) - set(EVENT_TYPES))
    if unknown or not types:
        listed = ", ".join(EVENT_TYPES)
        raise InvalidSettings({"types": _("Choose among: %(types)s.") % {"types": listed}})
    try:
        egress.check(url)
    except egress.AddressRefused as error:
        raise InvalidSettings({"url": str(error)}) from error
    secret = new_secret()
    with transaction.atomic():
        endpoint = EventEndpoint.objects.create(
            community_id=community_id,
            url=url,
            secrets=vault.lock({"signing": [secret]}),
            event_types=sorted(set(types)),
            last_index=log.newest_index(),
        )
        audit.record(
            "endpoint.created",
            actor=actor.label,
            community_id=community_id,
            subject=f"endpoint:{endpoint.pk}",
        )
    return endpoint.pk, secret


def unsubscribe(endpoint_id: int, actor: Actor) -> None:
    """Stop sending events to an endpoint; what was not delivered is dropped."""
    actor.require("connection.edit", actor.community_id)
    with transaction.atomic():
        rows = EventEndpoint.objects.filter(pk=endpoint_id, community_id=actor.community_id)
        if not rows.delete()[0]:
            raise LookupError(f"no endpoint {endpoint_id}")
        audit.record(
            "endpoint.removed",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"endpoint:{endpoint_id}",
        )


def replay(delivery_id: int, actor: Actor) -> None:
    """Try again a delivery that was given up, under the same idempotency key."""
    actor.require("connection.edit", actor.community_id)
    with transaction.atomic():
        changed = Delivery.objects.filter(
            pk=delivery_id, community_id=actor.community_id, state=DeliveryState.DEAD
        ).update(state=DeliveryState.QUEUED, attempts=0, next_attempt_at=timezone.now())
        if not changed:
            raise LookupError(f"no delivery {delivery_id} that was given up")
        enqueue("connections.attempt", delivery_id)


def _own(connection_id: int, actor: Actor) -> Connection:
    actor.require("connection.edit", actor.community_id)
    connection = Connection.objects.filter(
        pk=connection_id, community_id=actor.community_id
    ).first()
    if connection is None:
        raise LookupError(f"no connection {connection_id}")
    return connection


def _sorted_values(
    kind: str, name: str, values: Mapping[str, str], old: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, Any]]:
    settings: dict[str, str] = {}
    secrets: dict[str, Any] = {}
    problems = {} if name.strip() else {"name": _("Give the connection a name.")}
    for setting in CHANNELS.get(kind).settings:
        value = values.get(setting.name, "").strip() or setting.default
        if setting.is_secret:
            value = value or old.get(setting.name, "")
        if setting.is_required and not value:
            problems[setting.name] = _("This field is required.")
        (secrets if setting.is_secret else settings)[setting.name] = value
    if problems:
        raise InvalidSettings(problems)
    return settings, secrets


def _tell(type: str, connection: Connection, actor: Actor, **data: Any) -> None:
    audit.record(
        type,
        actor=actor.label,
        community_id=connection.community_id,
        subject=f"connection:{connection.pk}",
        data={"kind": connection.kind, **data},
    )
