"""Keeps the full-text index in step with the messages, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from harmonie.apps.inbox.models import Message

#: A member who is renamed stays findable by the new name in this many newest messages.
RENAMED_MESSAGES = 2_000

Row = tuple[int, int, str, str]


def index_messages(rows: Iterable[Row]) -> None:
    """Write ``(message id, community id, author name, text)`` rows; replaces what was there.

    PostgreSQL indexes the table itself: nothing to do.
    """
    if connection.vendor != "sqlite":
        return
    values = [(id, f"c{community_id}", name, text) for id, community_id, name, text in rows]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO inbox_message_search (rowid, place, author, text)"
            " VALUES (%s, %s, %s, %s)",
            values,
        )


def index_renamed(member_ids: Iterable[int]) -> None:
    """Index again the newest messages of members whose name changed."""
    if connection.vendor != "sqlite":
        return
    for member_id in member_ids:
        newest = (
            Message.objects.filter(member_id=member_id)
            .order_by("-created_at")
            .values_list("id", "community_id", "member__name", "text")
        )
        index_messages(newest[:RENAMED_MESSAGES])
