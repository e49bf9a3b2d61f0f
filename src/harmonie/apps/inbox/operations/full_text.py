"""Keeps the full-text index in step with the messages, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, connections

from harmonie.apps.inbox.models import Message

#: A member who is renamed stays findable by the new name in this many newest messages.
RENAMED_MESSAGES = 2_000

Row = tuple[int, int, str, str]
_FORGET = """CREATE TRIGGER IF NOT EXISTS inbox_message_search_forgets
    AFTER DELETE ON inbox_message BEGIN
        DELETE FROM inbox_message_search WHERE rowid = old.id;
    END"""


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


def keep_trigger(using: str = "default", **_: Any) -> None:
    """After every migration: SQLite drops a table's triggers when a column of it is altered."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'inbox_message_search'")
            if cursor.fetchone():
                cursor.execute(_FORGET)
