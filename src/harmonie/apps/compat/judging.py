"""Judges texts for a caller who waits, with the community's model in use; nothing is stored.

As many requests are judged at once as there are processors, the others wait their turn: more at
once would only make each of them slower. Whoever cannot be served in time is told to come back.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.web.errors import ApiError
from harmonie.records import Analysis, Message

#: How long a request may wait and be judged, both together.
MAXIMUM_SECONDS = 20.0
#: Texts judged between two looks at the clock.
BATCH = 16
RETRY_AFTER = 2
_places = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


def judge(
    community_id: int, messages: Sequence[Message], seconds: float = MAXIMUM_SECONDS
) -> tuple[str, list[Analysis]]:
    """The version of the model and one analysis per message, in order.

    Raises ``ApiError`` 503 ``busy`` with ``Retry-After`` when ``seconds`` do not suffice.
    """
    until = time.monotonic() + seconds
    pipeline = current_pipeline(community_id)
    found: list[Analysis] = []
    _let_the_database_go()
    with _a_place(seconds):
        for start in range(0, len(messages), BATCH):
            if time.monotonic() >= until:
                raise _busy()
            found += pipeline.analyse(messages[start : start + BATCH])
    return pipeline.version, found


def _let_the_database_go() -> None:
    """Nothing is read any more: hundreds who wait must not hold a connection each."""
    if not connection.in_atomic_block:
        connection.close()


@contextmanager
def _a_place(seconds: float) -> Iterator[None]:
    if not _places.acquire(timeout=max(seconds, 0.0)):
        raise _busy()
    try:
        yield
    finally:
        _places.release()


def _busy() -> ApiError:
    message = _("Too much to judge at this moment. Try again in %(seconds)s s.") % {
        "seconds": RETRY_AFTER
    }
    return ApiError("busy", message, status=503, headers={"Retry-After": str(RETRY_AFTER)})
