"""Jobs of this room: each takes ids, calls one operation and can run twice."""

from __future__ import annotations

from harmonie.apps.jobs import long_work
from harmonie.apps.jobs.retry import job
from harmonie.apps.tuning import operations

#: Measuring takes minutes: whatever else waits goes first.
LAST = -50


@job(retries=0, priority=LAST)
def compare(comparison_id: int) -> None:
    """Judge the next messages of a comparison with both models."""
    operations.go_on_comparing(comparison_id)


@job(retries=0, priority=LAST)
def audit(audit_id: int) -> None:
    """Audit a candidate."""
    long_work.beside(operations.audit_candidate, audit_id)


@job(priority=LAST)
def refresh_open_cases(community_id: int, after: int) -> None:
    """Have the cases that wait for a person judged by the model now in use."""
    operations.refresh_open_cases(community_id, after)


@job(retries=0)
def take_up_lost_work() -> None:
    """Take up measurements whose worker died."""
    operations.lost()
