"""Live pages: one poller per process reads the audit log and fans out to every open page.

A thousand open pages cost one query every half second, not a thousand, and no thread each.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, StreamingHttpResponse

from harmonie.apps.audit import queries as audit
from harmonie.apps.audit.contracts import EventRecord

logger = logging.getLogger(__name__)

#: The events a page may hear: what a team works on, never keys, roles or log-ins.
TYPES: tuple[str, ...] = (
    "message.received", "message.analysed", "message.edited", "case.opened", "case.claimed",
    "case.decided", "decision.made", "decision.undone", "action.queued", "action.delivered",
    "action.failed", "thread.assigned", "thread.snoozed", "thread.done", "thread.reopened",
    "thread.tagged", "note.added", "reply.sent", "rule.changed", "text.revealed",
)  # fmt: skip
POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
#: A page that missed more than this reloads its counters anyway; it gets the newest ones.
CATCH_UP = 500
_QUEUE = 1_000


def frame(event: EventRecord) -> bytes:
    """One server-sent event: ``id`` is the audit index, ``data`` ids and kinds only."""
    data = json.dumps(
        {"subject": event.subject, "actor": event.actor, "data": dict(event.data)},
        default=str,
        separators=(",", ":"),
    )
    return f"id: {event.index}\nevent: {event.type}\ndata: {data}\n\n".encode()


@dataclass(slots=True, eq=False)
class Subscriber:
    community_id: int
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(_QUEUE))

    def put(self, chunk: bytes) -> None:
        if self.queue.full():
            # A stalled page must not hold memory: it loses the oldest and catches up by reload.
            self.queue.get_nowait()
        self.queue.put_nowait(chunk)


class Feed:
    """The poller of one event loop; it sleeps while nobody listens."""

    def __init__(self) -> None:
        self.subscribers: set[Subscriber] = set()
        self._position: dict[int, int] = {}
        self._task: asyncio.Task[None] | None = None

    def join(self, subscriber: Subscriber, position: int) -> None:
        """Start listening to what comes after audit index ``position``."""
        self.subscribers.add(subscriber)
        self._position.setdefault(subscriber.community_id, position)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._poll())

    def leave(self, subscriber: Subscriber) -> None:
        self.subscribers.discard(subscriber)
        if not any(s.community_id == subscriber.community_id for s in self.subscribers):
            self._position.pop(subscriber.community_id, None)

    async def _poll(self) -> None:
        while self.subscribers:
            try:
                found = await sync_to_async(_read, thread_sensitive=False)(dict(self._position))
            except Exception:  # the database may be away for a moment; pages stay connected
                logger.exception("live feed could not read the log")
                await asyncio.sleep(5)
                continue
            for community_id, events in found.items():
                self._send(community_id, events)
            await asyncio.sleep(POLL_SECONDS)

    def _send(self, community_id: int, events: Sequence[EventRecord]) -> None:
        if not events or community_id not in self._position:
            return
        self._position[community_id] = events[-1].index
        for event in events:
            chunk = frame(event)
            for subscriber in self.subscribers:
                if subscriber.community_id == community_id:
                    subscriber.put(chunk)


def _read(positions: dict[int, int]) -> dict[int, list[EventRecord]]:
    close_old_connections()
    try:
        return {
            community_id: audit.events(community_id, after=after, types=TYPES)
            for community_id, after in positions.items()
        }
    finally:
        close_old_connections()


_feeds: dict[int, Feed] = {}


def feed() -> Feed:
    """The feed of the running event loop."""
    return _feeds.setdefault(id(asyncio.get_running_loop()), Feed())


def position_of(request: HttpRequest) -> int | None:
    """Where a returning page stopped: ``Last-Event-ID`` or ``?after=``; None on a first visit."""
    text = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


async def stream(community_id: int, after: int | None) -> AsyncIterator[bytes]:
    """What the page missed since ``after``, then everything new, with a heart-beat."""
    yield b"retry: 2000\n\n"
    newest = await sync_to_async(audit.newest_index)(None)
    subscriber = Subscriber(community_id)
    hub = feed()
    hub.join(subscriber, newest)
    try:
        seen = newest if after is None else after
        if after is not None:
            for event in await sync_to_async(_missed)(community_id, after):
                seen = event.index
                yield frame(event)
        while True:
            try:
                chunk = await asyncio.wait_for(subscriber.queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if (index := int(chunk[4 : chunk.index(b"\n")])) > seen:
                seen = index
                yield chunk
    finally:
        hub.leave(subscriber)


def _missed(community_id: int, after: int) -> list[EventRecord]:
    return audit.events(community_id, after=after, types=TYPES, limit=CATCH_UP)


def response(request: HttpRequest, community_id: int) -> StreamingHttpResponse:
    """The answer of the live address; the caller has checked who may listen."""
    answer = StreamingHttpResponse(
        stream(community_id, position_of(request)), content_type="text/event-stream"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer
