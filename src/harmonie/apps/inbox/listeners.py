"""What this room hears: its own announcement that messages wait for analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from harmonie.apps.inbox import tasks
from harmonie.apps.inbox.announcements import messages_received
from harmonie.apps.jobs.operations import enqueue


@receiver(messages_received, dispatch_uid="inbox.analyse")
def analyse_soon(ids: Sequence[int], **_: Any) -> None:
    """Queue the analysis, in the transaction that stored the messages."""
    for at in range(0, len(ids), tasks.CHUNK):
        enqueue(tasks.analyse, list(ids[at : at + tasks.CHUNK]))
