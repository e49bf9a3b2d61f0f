"""What other rooms may hold about connections and deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from harmonie.apps.connections.labels import in_words

TicketState = Literal["queued", "unsupported", "desk"]

#: Audit events that a subscriber may receive, each as a signed webhook of the same type.
EVENT_TYPES = (
    "message.received",
    "message.edited",
    "message.analysed",
    "case.opened",
    "case.decided",
    "decision.made",
    "decision.undone",
    "reply.sent",
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What became of an order to act: ``desk`` means the channel has no connection to act on."""

    state: TicketState
    delivery_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    id: int
    subject: str
    kind: str
    state: str
    attempts: int
    last_error: str
    created_at: datetime
    next_attempt_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConnectionCard:
    """A connection without its secrets: ``secret_names`` says which ones are set."""

    id: int
    key: str
    kind: str
    name: str
    settings: Mapping[str, Any]
    secret_names: tuple[str, ...]
    is_active: bool
    last_received_at: datetime | None
    last_error: str
    waiting: int = 0
    capabilities: tuple[str, ...] = ()

    @property
    def abilities(self) -> list[object]:
        """What it can do, in words."""
        return in_words(self.capabilities)


@dataclass(frozen=True, slots=True)
class EndpointCard:
    id: int
    url: str
    event_types: tuple[str, ...]
    is_active: bool
    failing_since: datetime | None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to an incoming webhook: rows taken, rows refused and why."""

    accepted: int = 0
    duplicates: int = 0
    errors: tuple[Mapping[str, Any], ...] = field(default=())
    is_replay: bool = False
