"""Stores what channels bring: each message once, whatever is delivered twice, late or spoilt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie import records
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.operations import record_many
from harmonie.apps.inbox.announcements import messages_received
from harmonie.apps.inbox.contracts import MAXIMUM_BATCH, ReceiveResult, Refused
from harmonie.apps.inbox.models import Member, Message, Stage, Thread
from harmonie.apps.inbox.operations.cleaning import Clean, Unstorable, clean, hashes
from harmonie.apps.inbox.operations.full_text import index_messages, index_renamed
from harmonie.apps.inbox.operations.placing import (
    count_in,
    excerpt,
    follow,
    place_members,
    place_threads,
    thread_keys,
)
from harmonie.apps.inbox.operations.rewriting import rewrite

_LOCK_NUMBER = 0x696E626F  # any constant: names this room's locks in PostgreSQL
_MEMBER_FIELDS = (
    "name", "role", "language", "joined_at", "first_seen_at", "last_seen_at", "message_count",
)  # fmt: skip
_THREAD_FIELDS = (
    "state", "snoozed_until", "needs_answer", "asked_at", "settled_at", "due_at", "first_at",
    "last_at", "message_count", "starter", "last_excerpt", "last_severity", "language",
)  # fmt: skip


def receive(
    messages: Sequence[records.Message], *, actor: Actor, channel: str
) -> list[ReceiveResult]:
    """Store up to 1,000 messages of one channel in one transaction; one result each, in order.

    A message is known by (community, channel, external id): the same text again changes nothing;
    another text is a new revision, to be analysed again. A message that cannot be stored has an
    ``error`` in its result and does not stop the others.

    Raises :class:`~harmonie.apps.accounts.contracts.NotAllowed` without ``inbox.ingest`` and
    :class:`~harmonie.apps.inbox.contracts.Refused` for too long a batch or an unusable channel.
    """
    actor.require("inbox.ingest", actor.community_id)
    channel = channel.strip()
    if not channel or len(channel) > 60 or not channel.isprintable():
        raise Refused(_("A channel's name has 1 to 60 visible characters."))
    if len(messages) > MAXIMUM_BATCH:
        raise Refused(_("A batch holds at most 1,000 messages: split this one."))
    now = timezone.now()
    results: list[ReceiveResult] = []
    cleaned: list[Clean | None] = []
    for message in messages:
        try:
            item = clean(message, now)
            results.append(ReceiveResult(None, item.external_id, warnings=item.warnings))
            cleaned.append(item)
        except Unstorable as problem:
            shown = message.external_id or message.id
            results.append(ReceiveResult(None, shown[:200], error=problem.args[0]))
            cleaned.append(None)
    last = {item.external_id: item for item in cleaned if item}
    prints = dict(zip(last, hashes([item.text for item in last.values()]), strict=True))
    if not last:
        return results
    with transaction.atomic():
        _one_at_a_time(actor.community_id)
        stored = _store(last, prints, actor, channel, now)
    return _tell(results, cleaned, *stored)


def _tell(
    results: list[ReceiveResult],
    cleaned: Sequence[Clean | None],
    rows: Mapping[str, Message],
    fresh: set[str],
    edited: set[str],
) -> list[ReceiveResult]:
    """Give each result the id of its row; the first of several deliveries is the new one."""
    seen: dict[str, str] = {}
    told = []
    for result, item in zip(results, cleaned, strict=True):
        if item is None:
            told.append(result)
            continue
        first = seen.get(item.external_id)
        seen[item.external_id] = item.text
        is_first = first is None
        is_edit = item.external_id in edited if is_first else first != item.text
        told.append(
            replace(
                result,
                id=rows[item.external_id].pk,
                is_new=is_edit or (is_first and item.external_id in fresh),
                is_edit=is_edit,
            )
        )
    return told


def _one_at_a_time(community_id: int) -> None:
    """Let one batch of a community in at a time, so that no two create the same row."""
    # SQLite transactions here start IMMEDIATE: the writer already holds the only lock there is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_NUMBER, community_id])


def _store(
    items: Mapping[str, Clean], prints: Mapping[str, str], actor: Actor, channel: str, now: datetime
) -> tuple[dict[str, Message], set[str], set[str]]:
    """Write the batch; returns the rows by external id, those that are new and those edited."""
    rows = {
        row.external_id: row
        for row in Message.objects.filter(
            community_id=actor.community_id, channel=channel, external_id__in=list(items)
        ).select_related("member", "thread")
    }
    fresh = {key: item for key, item in items.items() if key not in rows}
    edits = [key for key, row in rows.items() if row.text != items[key].text]
    for key in edits:
        _revise(rows[key], items[key], prints[key], now)
    entries = [_entry("message.edited", rows[key], actor) for key in edits]
    if fresh:
        created, reopened = _create(fresh, prints, actor, channel, now)
        rows.update(created)
        entries += [_entry("message.received", row, actor) for row in created.values()]
        entries += [
            Entry("thread.reopened", actor.label, actor.community_id, f"thread:{thread.pk}")
            for thread in reopened
        ]
    changed = [rows[key] for key in (*fresh, *edits)]
    if changed:
        index_messages((r.pk, r.community_id, r.member.name, r.text) for r in changed)
        record_many(entries)
        messages_received.send(
            sender=None, ids=[row.pk for row in changed], community_id=actor.community_id
        )
    return rows, set(fresh), set(edits)


def _revise(row: Message, item: Clean, text_hash: str, now: datetime) -> None:
    """Replace a text by its new revision, to be analysed again from the beginning."""
    row.text, row.text_hash = item.text, text_hash
    row.revision += 1
    row.edited_at = row.stage_at = now
    row.stage, row.attempts, row.failure = Stage.RECEIVED, 0, ""
    row.save(
        update_fields=[
            "text", "text_hash", "revision", "edited_at", "stage", "stage_at", "attempts", "failure"
        ]
    )  # fmt: skip
    if row.created_at >= row.thread.last_at:
        Thread.objects.filter(pk=row.thread_id).update(last_excerpt=excerpt(row.text))


def _create(
    items: Mapping[str, Clean], prints: Mapping[str, str], actor: Actor, channel: str, now: datetime
) -> tuple[dict[str, Message], list[Thread]]:
    """Insert messages that were never seen; returns them by external id, and threads reopened."""
    ours = {"community_id": actor.community_id, "channel": channel}
    outside = {item.parent_id for item in items.values()} - {"", *items}
    parents = {
        row.external_id: row
        for row in Message.objects.filter(**ours, external_id__in=list(outside)).select_related(
            "thread"
        )
    }
    members, renamed = place_members(actor.community_id, channel, list(items.values()))
    for item in items.values():
        count_in(members[item.author.external_id], item)
    _save(Member, members.values(), _MEMBER_FIELDS)  # first: what follows refers to their ids
    keys = thread_keys(items, {}, {key: row.thread.external_id for key, row in parents.items()})
    threads = place_threads(actor.community_id, channel, items, keys, members)
    rows: dict[str, Message] = {}
    reopened: list[Thread] = []
    for key, item in sorted(items.items(), key=lambda pair: pair[1].created_at):
        member, thread = members[item.author.external_id], threads[keys[key]]
        row = _row(item, prints[key], member, thread, now)
        row.parent = parents.get(item.parent_id)
        rows[key] = row
        if follow(thread, row, item.author.role):
            reopened.append(thread)
    _save(Thread, threads.values(), _THREAD_FIELDS)
    Message.objects.bulk_create(rows.values())
    _adopt(rows, ours)
    index_renamed(renamed)
    return rows, reopened


def _save(model: type[Model], rows: Iterable[Model], fields: Sequence[str]) -> None:
    """Insert the rows that are new and rewrite ``fields`` of the others."""
    known, fresh = [], []
    for row in rows:
        (fresh if row.pk is None else known).append(row)
    rewrite(known, fields)
    model._default_manager.bulk_create(fresh)


def _row(item: Clean, text_hash: str, member: Member, thread: Thread, now: datetime) -> Message:
    return Message(
        community_id=thread.community_id,
        thread=thread,
        member=member,
        channel=thread.channel,
        external_id=item.external_id,
        text=item.text,
        text_hash=text_hash,
        language=item.language,
        is_outgoing=item.author.role != "member",
        created_at=item.created_at,
        received_at=now,
        stage=Stage.RECEIVED,
        stage_at=now,
        reach=item.reach,
        reports=item.reports,
        url=item.url,
        parent_external_id=item.parent_id,
        extra=item.extra,
    )


def _adopt(rows: Mapping[str, Message], ours: Mapping[str, object]) -> None:
    """Link children to parents of the same batch, and orphans whose parent is here now."""
    links = [
        (rows[row.parent_external_id].pk, row.pk)
        for row in rows.values()
        if row.parent_id is None and row.parent_external_id in rows
    ]
    for child, parent in (
        Message.objects.filter(**ours, parent__isnull=True, parent_external_id__in=list(rows))
        .exclude(parent_external_id="")
        .values_list("id", "parent_external_id")
    ):
        links.append((rows[parent].pk, child))
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE inbox_message SET parent_id = %s WHERE id = %s", links)


def _entry(type: str, row: Message, actor: Actor) -> Entry:
    return Entry(
        type,
        actor.label,
        row.community_id,
        f"message:{row.pk}",
        {"thread_id": row.thread_id, "channel": row.channel, "revision": row.revision},
    )
