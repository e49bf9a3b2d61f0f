"""What this room hears from the inbox."""

from __future__ import annotations

from typing import Any

from harmonie.apps.connections import tasks
from harmonie.apps.inbox.announcements import reply_sent
from harmonie.apps.jobs.operations import enqueue


def listen() -> None:
    reply_sent.connect(_send_reply, dispatch_uid="connections.send_reply")


def _send_reply(sender: Any, message_id: int, community_id: int, **rest: Any) -> None:
    enqueue(tasks.send_reply, message_id, community_id)
