"""From messages to their conversations."""

from __future__ import annotations

from collections.abc import Sequence

from harmonie.apps.inbox.models import Message


def thread_ids(message_ids: Sequence[int]) -> dict[int, int]:
    """Thread id by message id."""
    rows = Message.objects.filter(pk__in=message_ids)
    return dict(rows.values_list("pk", "thread_id"))
