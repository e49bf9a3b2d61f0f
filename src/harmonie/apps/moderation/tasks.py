"""Jobs of this room: each takes ids, calls one operation and can run twice."""

from __future__ import annotations

from harmonie.apps.jobs.retry import job
from harmonie.apps.moderation import operations
from harmonie.apps.moderation.operations import mandates


@job()
def consider(ids: list[int]) -> None:
    operations.consider(ids)


@job()
def close_withdrawn(ids: list[int]) -> None:
    operations.close_withdrawn(ids)


@job(retries=2)
def lift_expired() -> None:
    operations.lift_expired()


@job(retries=2)
def refresh_priorities() -> None:
    operations.refresh_priorities()


@job(retries=2)
def watch_mandates() -> None:
    mandates.watch_all()


@job(retries=2)
def watch_mandate(mandate_id: int) -> None:
    mandates.watch(mandate_id)
