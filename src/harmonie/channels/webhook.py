"""Any site of your own: it posts signed events, and receives signed actions at an address."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import orjson

from harmonie.channels.channel import Capability, InvalidPayload, Parsed, Request, Setting
from harmonie.channels.signatures import secrets_of, sign, verify
from harmonie.channels.tables.columns import RowReader
from harmonie.channels.tables.decoding import load_json
from harmonie.channels.wording import Wording, clip, problem
from harmonie.records import Action, Message

MOST_EVENTS = 1_000
MOST_BYTES = 8_000_000
EVENTS = ("message.created", "message.updated", "message.deleted")
#: Which actions concern a message and which its author; those that undo go with ``undo``.
_TARGETS = {
    "approve": "message", "hide": "message", "remove": "message", "reply": "message",
    "show": "message", "restore": "message",
    "warn": "author", "mute": "author", "ban": "author", "unmute": "author", "unban": "author",
}  # fmt: skip
#: The event's fields, which are fixed: nothing is guessed on this channel.
_FIELDS = {
    "text": "text", "id": "id", "author": "author", "thread": "thread_id", "parent": "parent_id",
    "parent_text": "parent_text", "created_at": "created_at", "language": "language",
    "reach": "reach", "url": "url", "reports": "reports",
}  # fmt: skip


class WebhookChannel:
    """Standard Webhooks in both directions.

    In: ``{"type": "message.created" | "message.updated" | "message.deleted", "timestamp", "data":
    {"id", "text", "author": {"id", "name", "role"}, "thread_id", "parent_id", "parent_text",
    "created_at", "language", "reach", "url", "reports"}}``; ``data`` may be a list of up to 1,000.
    The type of the event is kept in ``message.extra["event"]``; a deleted message has no text.

    Out: ``{"type": "action.requested", "timestamp", "data": {"action", "target", "channel",
    "message", "author", "parameters"}}``, posted with the idempotency key as ``webhook-id``.
    """

    kind_of_plugin: ClassVar[str] = "channels"
    name: ClassVar[str] = "webhook"
    label: ClassVar[Mapping[str, str]] = {
        "en": "Your own site (webhooks)",
        "fr": "Votre propre site (webhooks)",
    }
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {"read", "reply", "hide", "remove", "approve", "warn", "mute", "ban", "undo", "webhook"}
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "secret",
            {"en": "Signing secret", "fr": "Secret de signature"},
            {
                "en": "whsec_… shared with your site. While you change it, write both, "
                "separated by a space.",
                "fr": "whsec_… partagé avec votre site. Pendant que vous le changez, écrivez les "
                "deux, séparés par une espace.",
            },
            is_secret=True,
        ),
        Setting(
            "url",
            {"en": "Address that receives the actions", "fr": "Adresse qui reçoit les actions"},
            {
                "en": "https://… Left empty, actions stay in the desk.",
                "fr": "https://… Laissée vide, les actions restent dans le bureau.",
            },
            is_required=False,
        ),
    )

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def parse(
        self, payload: bytes, headers: Mapping[str, str], settings: Mapping[str, Any]
    ) -> Iterator[Parsed]:
        """Verify the delivery, then one :class:`Parsed` per message of it, at once.

        Raises ``SignatureRefused`` before anything is read, ``InvalidPayload`` when the body as a
        whole is wrong.
        """
        if len(payload) > MOST_BYTES:
            raise InvalidPayload(problem("payload_too_large", limit=MOST_BYTES))
        keys = secrets_of(str(settings.get("secret") or ""))
        webhook_id = verify(keys, headers, payload, self._clock())
        event, items, notices = _envelope(payload)
        extra = {"event": event, "webhook_id": webhook_id}
        reader = RowReader(fixed=_FIELDS, channel=self.name)
        return iter(
            [_event(row, item, notices, extra, reader) for row, item in enumerate(items, 1)]
        )

    def request_for(
        self,
        action: Action,
        message: Message,
        settings: Mapping[str, Any],
        idempotency_key: str,
    ) -> Request | None:
        """The signed request, or ``None`` for what never leaves the desk or without an address.

        Ask for it anew at each attempt: the signature carries the time of the attempt.
        """
        target = _TARGETS.get(action.kind)
        url = str(settings.get("url") or "")
        if target is None or not url:
            return None
        keys = secrets_of(str(settings.get("secret") or ""))
        if not keys:
            raise InvalidPayload(problem("no_secret"))
        now = self._clock()
        body = orjson.dumps(
            {
                "type": "action.requested",
                "timestamp": datetime.fromtimestamp(int(now), UTC).isoformat(),
                "data": _order(action, target, message),
            }
        )
        webhook_id = re.sub(r"[^A-Za-z0-9_:-]", "_", idempotency_key)
        headers = {
            "content-type": "application/json",
            "idempotency-key": webhook_id,
            **sign(keys, webhook_id, int(now), body),
        }
        return Request("POST", _address(url), headers, body, idempotency_key)


def _order(action: Action, target: str, message: Message) -> dict[str, Any]:
    """The body that every action's ``request`` gives (channels may not import actions)."""
    author = message.author
    return {
        "action": action.kind,
        "target": target,
        "channel": message.channel,
        "message": {
            "id": message.id,
            "external_id": message.external_id,
            "thread_id": message.thread_id,
            "url": message.url,
        },
        "author": {"external_id": author.external_id if author else ""},
        "parameters": dict(action.parameters),
    }


def _address(url: str) -> str:
    """An http(s) address without credentials; whoever opens the socket filters where it leads."""
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("https", "http") and parts.hostname and not parts.username
    except ValueError:
        is_usable = False
    if not is_usable or re.search(r"[\x00-\x20\x7f]", url):
        raise InvalidPayload(
            problem("bad_setting", name="url", value=clip(url), advice="https://…")
        )
    return url


def _envelope(payload: bytes) -> tuple[str, list[Any], tuple[Wording, ...]]:
    try:
        body, notices = load_json(payload)
    except ValueError as error:
        raise InvalidPayload(problem("payload_not_json")) from error
    if not isinstance(body, dict) or not isinstance(body.get("data"), dict | list):
        raise InvalidPayload(problem("payload_not_json"))
    event = body.get("type")
    if event not in EVENTS:
        raise InvalidPayload(problem("unknown_event", value=event))
    items = body["data"] if isinstance(body["data"], list) else [body["data"]]
    if len(items) > MOST_EVENTS:
        raise InvalidPayload(problem("too_many_events", found=len(items), limit=MOST_EVENTS))
    return event, items, notices


def _event(
    row: int,
    item: Any,
    notices: tuple[Wording, ...],
    extra: dict[str, str],
    reader: RowReader,
) -> Parsed:
    if not isinstance(item, dict):
        return Parsed(row, error=problem("event_not_object"))
    if item.get("id") in (None, ""):
        return Parsed(row, error=problem("no_id", field="id"))
    if extra["event"] == "message.deleted":
        item = {**item, "text": ""}
    parsed = reader.read(row, item, notices)
    if parsed.message is None:
        return parsed
    return replace(parsed, message=replace(parsed.message, extra=extra))
