"""Reading the log, and checking that nobody rewrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from harmonie.apps.audit import merkle, signing
from harmonie.apps.audit.contracts import EventRecord, Fault, Verification
from harmonie.apps.audit.leaf import FIRST_LINK, content
from harmonie.apps.audit.models import Checkpoint, Event

MAXIMUM_FAULTS = 20


def events(
    community_id: int | None,
    *,
    after: int = -1,
    types: Sequence[str] = (),
    subject: str | None = None,
    limit: int = 200,
) -> list[EventRecord]:
    """Events of a community (``None``: of all) after an index, oldest first."""
    rows = Event.objects.filter(index__gt=after).order_by("index")
    if community_id is not None:
        rows = rows.filter(community_id=community_id)
    if types:
        rows = rows.filter(type__in=types)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return [_record(event) for event in rows[:limit]]


def newest_index(community_id: int | None = None) -> int:
    """Index of the newest event, -1 when there is none."""
    rows = Event.objects.order_by("-index")
    if community_id is not None:
        rows = rows.filter(community_id=community_id)
    newest = rows.values_list("index", flat=True).first()
    return -1 if newest is None else newest


def verify(external: Sequence[tuple[int, bytes]] = ()) -> Verification:
    """Recompute every hash; ``external`` are (size, root) heads kept off this machine.

    Finds an event changed, removed, inserted or moved, a cut tail, and a forged or missing tree
    head, and names the index. Reads the log once, with constant memory.
    """
    faults: list[Fault] = []
    heads: dict[int, list[bytes]] = {}
    for checkpoint in Checkpoint.objects.order_by("size"):
        root = bytes(checkpoint.root_hash)
        heads.setdefault(checkpoint.size, []).append(root)
        signed = signing.head(checkpoint.size, root)
        if not signing.is_signed(signed, bytes(checkpoint.signature), signing.public_key()):
            faults.append(Fault(checkpoint.size - 1, "the signature of the tree head is wrong"))
    for size, root in external:
        heads.setdefault(size, []).append(root)

    frontier, link = merkle.Frontier(), FIRST_LINK
    for event in Event.objects.order_by("index").iterator(chunk_size=2000):
        if len(faults) >= MAXIMUM_FAULTS:
            break
        if event.index != frontier.size:
            faults.append(Fault(frontier.size, f"missing: the next event is {event.index}"))
            break
        leaf = merkle.leaf_hash(merkle.canonical(content(event)))
        if leaf != bytes(event.leaf_hash):
            faults.append(Fault(event.index, "the event was changed"))
        link = sha256(link + leaf).digest()
        if link != bytes(event.chain_hash):
            faults.append(Fault(event.index, "the chain is broken here"))
            link = bytes(event.chain_hash)
        frontier.append(leaf)
        if any(root != frontier.root() for root in heads.pop(frontier.size, ())):
            faults.append(Fault(event.index, "the tree differs from a signed head"))
    if not faults and heads:
        faults.append(Fault(frontier.size, f"the log once had {max(heads)} events: its end is cut"))
    return Verification(frontier.size, frontier.root(), tuple(faults[:MAXIMUM_FAULTS]))


def proof(index: int) -> dict[str, object]:
    """An inclusion proof of one event in the newest signed head, as plain values (hex)."""
    checkpoint = Checkpoint.objects.filter(size__gt=index).order_by("-size").first()
    if checkpoint is None:
        raise LookupError(f"event {index} is not yet under a signed head: seal the log first")
    leaves = [
        bytes(leaf)
        for leaf in Event.objects.filter(index__lt=checkpoint.size)
        .order_by("index")
        .values_list("leaf_hash", flat=True)
    ]
    return {
        "index": index,
        "size": checkpoint.size,
        "leaf_hash": leaves[index].hex(),
        "root_hash": bytes(checkpoint.root_hash).hex(),
        "proof": [step.hex() for step in merkle.inclusion_proof(index, leaves)],
        "signature": bytes(checkpoint.signature).hex(),
        "public_key": signing.public_key().hex(),
    }


def export() -> Iterator[dict[str, object]]:
    """Every event as plain values, in order, for an auditor's own tools."""
    for event in Event.objects.order_by("index").iterator(chunk_size=2000):
        yield {
            **content(event),
            "leaf_hash": bytes(event.leaf_hash).hex(),
            "chain_hash": bytes(event.chain_hash).hex(),
        }


def _record(event: Event) -> EventRecord:
    return EventRecord(
        index=event.index,
        at=event.at,
        type=event.type,
        actor=event.actor,
        community_id=event.community_id,
        subject=event.subject,
        data=event.data,
    )
