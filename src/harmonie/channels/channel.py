"""What a channel is: sans-IO. It parses payloads and builds requests; it never opens a socket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from harmonie.plugins import Registry
from harmonie.records import Action, Message

Capability = Literal[
    "read", "reply", "hide", "remove", "approve", "warn", "mute", "ban", "undo", "history",
    "webhook", "polling", "media",
]  # fmt: skip


class InvalidPayload(ValueError):
    """The payload cannot become a message; the text says where and why, without quoting it all."""


class SignatureRefused(ValueError):
    """The payload's signature is missing, wrong or out of its time window."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of a channel's settings form. Secrets are encrypted at rest and never shown."""

    name: str
    label: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    is_secret: bool = False
    is_required: bool = True
    default: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request to be sent by whoever owns the sockets, with an idempotency key."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message, or why there is none: ``row`` is the 1-based row, line or event number.

    ``notices`` say what was repaired or left out of a message that was kept. Errors and notices
    are :class:`harmonie.channels.wording.Wording` where the channel speaks both languages.
    """

    row: int
    message: Message | None = None
    error: str | None = None
    notices: tuple[str, ...] = ()


@runtime_checkable
class Channel(Protocol):
    """One platform.

    ``parse`` yields one :class:`Parsed` per row or event: a bad one never hides the good ones.
    ``request_for`` builds the request that carries out an action, or ``None`` when the platform
    has no such thing (then it is not in ``capabilities``). A channel that reads the time takes a
    ``clock`` argument, seconds since 1970, with a default: every channel is made without arguments.
    """

    kind_of_plugin: ClassVar[str] = "channels"
    name: ClassVar[str]
    label: ClassVar[Mapping[str, str]]
    capabilities: ClassVar[frozenset[Capability]]
    settings: ClassVar[tuple[Setting, ...]]

    def parse(
        self,
        payload: bytes,
        headers: Mapping[str, str],
        settings: Mapping[str, Any],
    ) -> Iterator[Parsed]: ...

    def request_for(
        self,
        action: Action,
        message: Message,
        settings: Mapping[str, Any],
        idempotency_key: str,
    ) -> Request | None: ...


CHANNELS: Registry[Channel] = Registry("channels", "harmonie.channels")
