"""Jobs of this room: each calls one operation and can run twice."""

from __future__ import annotations

from harmonie.apps.appeals import operations
from harmonie.apps.jobs.retry import job


@job(retries=2)
def close_moot() -> None:
    operations.close_moot()
