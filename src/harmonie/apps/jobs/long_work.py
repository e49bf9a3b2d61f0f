"""Work that takes minutes: one at a time, seen to be alive, taken up again after a crash.

A row tells where it stands: ``state`` (queued, running, done, failed), ``progress`` in [0, 1],
``beat_at``, ``error``. A job that is started twice finds the row running and leaves it alone,
unless its heart stopped beating.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import Any

from django.db import connections
from django.db.models import Q, QuerySet
from django.utils import timezone

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
#: A job that has not shown life for so long belongs to a worker that died.
SILENT_AFTER = timedelta(minutes=10)
#: Not every text judged is worth a write.
BEAT_SECONDS = 1.0


_turn = Lock()


def beside(work: Callable[..., None], *args: Any) -> None:
    """Do it in a thread beside the queue, so that the jobs behind it need not wait for minutes.

    One at a time in a process. The thread dies with the process: ``silent`` finds what it left.
    """

    def run() -> None:
        with _turn:
            try:
                work(*args)
            finally:
                connections.close_all()

    Thread(target=run, name=f"beside-{work.__name__}", daemon=True).start()


def take(rows: QuerySet[Any], pk: int) -> bool:
    """Make the row ours to work on; False when it is done, or when somebody works on it."""
    now = timezone.now()
    waiting = Q(state=QUEUED) | Q(state=RUNNING, beat_at__lt=now - SILENT_AFTER)
    taken = rows.filter(waiting, pk=pk).update(state=RUNNING, beat_at=now, error="")
    return taken == 1


def silent(rows: QuerySet[Any]) -> list[int]:
    """Ids of rows that nobody works on although they are not finished: their jobs were lost."""
    limit = timezone.now() - SILENT_AFTER
    lost = Q(state=RUNNING, beat_at__lt=limit) | Q(state=QUEUED, beat_at__lt=limit)
    return list(rows.filter(lost).order_by("pk").values_list("pk", flat=True)[:50])


def beyond(rows: QuerySet[Any], newest: int) -> QuerySet[Any]:
    """Those of ``rows`` that are done, but for the ``newest``."""
    done = rows.filter(state=DONE)
    last = done.order_by("-pk").values_list("pk", flat=True)[newest - 1 : newest].first()
    return done.none() if last is None else done.filter(pk__lt=last)


def abridge(
    rows: QuerySet[Any], newest: int, field: str, shorter: Callable[[dict[str, Any]], object]
) -> None:
    """Let the finished work before the ``newest`` weigh little: the JSON of ``field`` becomes what
    ``shorter`` makes of it, once (it says ``is_abridged`` from then on)."""
    whole = Q(**{f"{field}__is_abridged": False}) | Q(**{f"{field}__is_abridged__isnull": True})
    for row in beyond(rows, newest).filter(whole):
        setattr(row, field, shorter(getattr(row, field) or {}))
        row.save(update_fields=[field])


class Pulse:
    """Called with (done, total) while the work goes on: writes the progress about once a second."""

    def __init__(self, rows: QuerySet[Any], pk: int) -> None:
        self._rows, self._pk = rows, pk
        self._last: datetime | None = None

    def __call__(self, done: int, total: int) -> None:
        now = timezone.now()
        if self._last and (now - self._last).total_seconds() < BEAT_SECONDS and done < total:
            return
        self._last = now
        share = min(max(done / total, 0.0), 1.0) if total else 0.0
        self._rows.filter(pk=self._pk, state=RUNNING).update(progress=share, beat_at=now)
