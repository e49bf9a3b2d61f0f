"""Writing the log: appended in the caller's transaction, one chain for the whole instance."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from harmonie.apps.audit import merkle, signing
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.leaf import FIRST_LINK, content
from harmonie.apps.audit.models import Checkpoint, Event

_LOCK_NUMBER = 0x4861726D  # any constant: names the chain's lock in PostgreSQL


def record(
    type: str,
    *,
    actor: str,
    community_id: int | None,
    subject: str,
    data: Mapping[str, Any] | None = None,
) -> int:
    """Append one event and return its index. Undone if the caller's transaction is."""
    return record_many([Entry(type, actor, community_id, subject, data or {})])


def record_many(entries: Sequence[Entry]) -> int:
    """Append events in order and return the index of the last one (or of the newest if none).

    The whole batch is written with one insert, and the chain's end is locked until the caller
    commits, so indexes have no holes and no two writers continue from the same link.
    """
    with transaction.atomic():
        _lock_chain()
        last = Event.objects.order_by("-index").values_list("index", "chain_hash").first()
        index, link = (last[0], bytes(last[1])) if last else (-1, FIRST_LINK)
        at = timezone.now()
        events = []
        for entry in entries:
            index += 1
            event = Event(
                index=index,
                at=at,
                type=entry.type,
                actor=entry.actor,
                community_id=entry.community_id,
                subject=entry.subject,
                data=json.loads(json.dumps(dict(entry.data))),
            )
            event.leaf_hash = merkle.leaf_hash(merkle.canonical(content(event)))
            link = event.chain_hash = sha256(link + event.leaf_hash).digest()
            events.append(event)
        Event.objects.bulk_create(events, batch_size=500)
    return index


def seal() -> Checkpoint | None:
    """Sign the tree head over all events so far; ``None`` when nothing is new.

    The head is also written to ``HARMONIE_HOME/checkpoints``: copy that folder off the machine, and
    nobody who holds the database can rewrite the past unseen.
    """
    with transaction.atomic():
        previous = Checkpoint.objects.order_by("-size").first()
        frontier = (
            merkle.Frontier.from_bytes(previous.size, bytes(previous.frontier))
            if previous
            else merkle.Frontier()
        )
        leaves = (
            Event.objects.filter(index__gte=frontier.size)
            .order_by("index")
            .values_list("leaf_hash", flat=True)
        )
        before = frontier.size
        for leaf in leaves.iterator(chunk_size=2000):
            frontier.append(bytes(leaf))
        if frontier.size == before:
            return None
        root = frontier.root()
        checkpoint = Checkpoint.objects.create(
            size=frontier.size,
            root_hash=root,
            frontier=frontier.to_bytes(),
            signature=signing.sign(signing.head(frontier.size, root)),
            at=timezone.now(),
        )
    _export(checkpoint)
    return checkpoint


def _export(checkpoint: Checkpoint) -> None:
    folder = Path(settings.HOME) / "checkpoints"
    folder.mkdir(exist_ok=True)
    text = json.dumps(
        {
            "size": checkpoint.size,
            "root_hash": bytes(checkpoint.root_hash).hex(),
            "signature": bytes(checkpoint.signature).hex(),
            "public_key": signing.public_key().hex(),
            "at": _iso(checkpoint.at),
        },
        indent=1,
    )
    (folder / f"{checkpoint.size:012}.json").write_text(text + "\n")


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _lock_chain() -> None:
    # SQLite transactions here start IMMEDIATE: the writer already holds the only lock there is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])
