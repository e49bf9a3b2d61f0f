"""Messages as records: what the analysers and the policy work on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, cast

from django.db import connection

from harmonie import records
from harmonie.apps.inbox.contracts import Judgeable, NotFound
from harmonie.apps.inbox.models import Message, Stage, Visibility

#: How many messages one statement asks the history of: five values each.
_HISTORY_CHUNK = 200


def record_of(message_id: int) -> records.Message:
    """A stored message as a record. Raises :class:`NotFound`."""
    try:
        return records_of([message_id])[message_id]
    except KeyError:
        raise NotFound(f"no message {message_id}") from None


def records_of(ids: Sequence[int]) -> dict[int, records.Message]:
    """Stored messages as records, by id; unknown ids are left out."""
    return {row.pk: to_record(row) for row in _rows(ids)}


def analysis_of(message_id: int) -> records.Analysis | None:
    """What the analysers said of a message; ``None`` while it waits. Raises :class:`NotFound`."""
    row = Message.objects.filter(pk=message_id).values_list("analysis").first()
    if row is None:
        raise NotFound(f"no message {message_id}")
    return None if row[0] is None else _from_json(row[0])


def analyses_of(ids: Sequence[int]) -> dict[int, records.Analysis]:
    """What the analysers said, by message id; messages still waiting are left out."""
    rows = Message.objects.filter(pk__in=ids, analysis__isnull=False)
    return {pk: _from_json(data) for pk, data in rows.values_list("pk", "analysis")}


def judgeable(ids: Sequence[int], *, stage: str = Stage.ANALYSED) -> list[Judgeable]:
    """Messages that are analysed and not yet considered, with all that a policy reads.

    With ``stage="considered"``, those on which the policy spoke already.
    """
    rows = [row for row in _rows(ids) if row.stage == stage]
    history = _history(rows)
    return [
        Judgeable(
            message_id=row.pk,
            community_id=row.community_id,
            member_id=row.member_id,
            thread_id=row.thread_id,
            revision=row.revision,
            text_hash=row.text_hash,
            record=to_record(row),
            analysis=_from_json(row.analysis),
            history=history[row.pk],
        )
        for row in rows
    ]


def history_of(message_ids: Sequence[int]) -> dict[int, records.History]:
    """What the desk remembers of each message's author; the author's last hour ends at the message.

    ``human_decision`` is left empty: decisions belong to the moderation room.
    """
    return _history(list(_rows(message_ids)))


def recent_ids(community_id: int, limit: int) -> list[int]:
    """The newest judged messages of members, newest first."""
    rows = Message.objects.filter(
        community_id=community_id, stage=Stage.CONSIDERED, is_outgoing=False
    ).exclude(visibility=Visibility.WITHDRAWN)
    return list(rows.order_by("-created_at", "-pk").values_list("pk", flat=True)[:limit])


def visibilities(ids: Sequence[int]) -> dict[int, str]:
    """ "visible", "hidden" or "removed", by message id."""
    return dict(Message.objects.filter(pk__in=ids).values_list("pk", "visibility"))


def to_record(row: Message) -> records.Message:
    """A row (with its member, thread and parent at hand) as the record every storey knows."""
    parent_text = row.parent.text if row.parent else row.extra.get("parent_text", "")
    return records.Message(
        text=row.text,
        id=str(row.pk),
        author=records.Author(
            external_id=row.member.external_id,
            name=row.member.name,
            role=cast(records.AuthorRole, row.member.role),
            joined_at=row.member.joined_at,
            language=row.member.language or None,
        ),
        channel=row.channel,
        external_id=row.external_id,
        thread_id=row.thread.external_id,
        parent_id=row.parent.external_id if row.parent else row.parent_external_id,
        parent_text=parent_text,
        language=row.language or None,
        created_at=row.created_at,
        reach=row.reach,
        url=row.url,
        reports=row.reports,
        extra=row.extra,
    )


def _rows(ids: Sequence[int]) -> Iterable[Message]:
    return (
        Message.objects.filter(pk__in=ids)
        .select_related("member", "thread", "parent")
        .defer("embedding", "parent__embedding", "parent__analysis")
    )


def _from_json(data: Any) -> records.Analysis:
    from harmonie.pipeline import from_json

    return from_json(data)


def _history(rows: Sequence[Message]) -> dict[int, records.History]:
    recent = _recent_counts(rows)
    return {
        row.pk: records.History(
            author_messages=row.member.message_count,
            author_restrictions=row.member.restriction_count,
            author_warnings=row.member.warning_count,
            author_messages_last_hour=recent[row.pk][0],
            identical_messages_last_hour=recent[row.pk][1],
        )
        for row in rows
    }


def _recent_counts(rows: Sequence[Message]) -> dict[int, tuple[int, int]]:
    """By message id: messages of its author, and messages with its text, in the hour before it.

    One statement for 200 messages; each count reads a range of an index. Counts stop at 1,000:
    no rule asks for more, and a flood must not slow its own detection down.
    """
    is_postgresql = connection.vendor == "postgresql"
    moment = "CAST(%s AS timestamptz)" if is_postgresql else "%s"
    line = f"(%s, %s, %s, %s, {moment}, {moment})"
    adapt = connection.ops.adapt_datetimefield_value
    counts: dict[int, tuple[int, int]] = {}
    for at in range(0, len(rows), _HISTORY_CHUNK):
        chunk = rows[at : at + _HISTORY_CHUNK]
        values: list[Any] = []
        for row in chunk:
            since = row.created_at - timedelta(hours=1)
            values += [row.pk, row.member_id, row.community_id, row.text_hash]
            values += [adapt(since), adapt(row.created_at)]
        statement = f"""
            WITH asked (id, member_id, community_id, text_hash, since, at) AS (
                VALUES {", ".join([line] * len(chunk))}
            )
            SELECT id,
                (SELECT COUNT(*) FROM (
                    SELECT 1 FROM inbox_message m WHERE m.member_id = asked.member_id
                    AND m.created_at > asked.since AND m.created_at <= asked.at LIMIT 1000) a),
                (SELECT COUNT(*) FROM (
                    SELECT 1 FROM inbox_message m WHERE m.community_id = asked.community_id
                    AND m.text_hash = asked.text_hash
                    AND m.created_at > asked.since AND m.created_at <= asked.at LIMIT 1000) b)
            FROM asked
        """  # noqa: S608 - only placeholders are put together
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            counts |= {id: (mine, same) for id, mine, same in cursor.fetchall()}
    return counts
