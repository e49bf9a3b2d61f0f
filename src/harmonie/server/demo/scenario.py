"""Two invented communities over 60 days, the same for the same seed.

Only texts, people and times are invented; what the AI says of them is computed by the real
pipeline after loading. See README.md beside this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from .conversations import licensed, written
from .phrases import everyday
from .rhythm import REFERENCE_NOW
from .rows import DAYS, DemoRow
from .scenes import RECENT_MINUTES, Scene, first_seen
from .stories import outage, raid, spam_wave

__all__ = ["DAYS", "DemoRow", "scenario", "waiting_threads"]


def scenario(seed: int = 7, *, now: datetime | None = None) -> Iterator[DemoRow]:
    """Yields the rows of both communities, oldest first.

    ``now`` (timezone-aware) is the moment that ``minutes_ago`` counts back from: pass the time of
    loading, so that rush hours fall on rush hours. Without it a fixed Tuesday afternoon is used.
    Raises :class:`ValueError` for a naive ``now`` or a broken text file.
    """
    scene = Scene(seed, now or REFERENCE_NOW)
    outage(scene)
    spam_wave(scene)
    raid(scene)
    for talk in (*written(), *licensed()):
        scene.tell(talk)
    everyday(scene)
    joined = first_seen(scene.rows)
    for row in sorted(scene.rows, key=lambda row: (-row.minutes_ago, row.external_id)):
        if row.author_joined_days_ago == 0.0:
            row = replace(row, author_joined_days_ago=round(joined[row.author_id] + 0.02, 3))
        yield row


def waiting_threads(rows: Iterable[DemoRow]) -> set[str]:
    """Threads of the last 48 hours in which a member had the last word."""
    last: dict[str, DemoRow] = {}
    for row in rows:
        known = last.get(row.thread_id)
        if known is None or row.minutes_ago < known.minutes_ago:
            last[row.thread_id] = row
    return {
        thread
        for thread, row in last.items()
        if row.minutes_ago <= RECENT_MINUTES and row.author_role == "member"
    }
