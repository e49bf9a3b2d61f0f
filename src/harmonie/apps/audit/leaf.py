"""What an event's hash covers."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from harmonie.apps.audit.models import Event

FIRST_LINK = bytes(32)


def content(event: Event) -> dict[str, Any]:
    """What the leaf hash covers."""
    return {
        "index": event.index,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "type": event.type,
        "actor": event.actor,
        "community_id": event.community_id,
        "subject": event.subject,
        "data": event.data,
    }
