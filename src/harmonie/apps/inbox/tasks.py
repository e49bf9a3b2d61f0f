"""Work done behind the pages. Each job takes ids, calls one operation and can run twice."""

from __future__ import annotations

from harmonie.apps.inbox import operations
from harmonie.apps.jobs.retry import job

#: Small enough to be quick to redo after a crash, big enough to be judged fast.
CHUNK = 200


@job()
def analyse(ids: list[int]) -> None:
    """Judge messages that were received."""
    operations.analyse(ids)


@job(retries=0)
def wake_snoozed() -> None:
    """Bring back conversations whose moment has come."""
    operations.wake_snoozed()


@job(retries=0)
def sweep() -> None:
    """Put messages that wait too long back in the line."""
    operations.sweep()


@job(retries=0)
def forget() -> None:
    """Delete lapsed claims and what is too old to be undone."""
    operations.forget_lapsed()
    operations.forget_changes()


@job(retries=0)
def refresh_vectors() -> None:
    """Bring vectors of earlier models up to date."""
    operations.refresh_vectors()
