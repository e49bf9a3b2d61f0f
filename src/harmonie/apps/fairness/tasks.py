"""Jobs of this room: each takes ids, calls one operation and can run twice."""

from __future__ import annotations

from harmonie.apps.fairness import operations
from harmonie.apps.jobs import long_work
from harmonie.apps.jobs.retry import job

#: An audit takes minutes: whatever else waits goes first.
LAST = -50


@job(retries=0, priority=LAST)
def audit(audit_id: int) -> None:
    """Make an audit that was asked for."""
    long_work.beside(operations.run, audit_id)


@job(retries=2, priority=LAST)
def audit_model_in_use(community_id: int) -> None:
    """Another model came into use."""
    operations.ask_for(community_id, "model_changed")


@job(retries=2)
def audit_what_is_due() -> None:
    """Audit what communities use, once a week."""
    operations.ask_where_due()


@job(retries=0)
def take_up_lost_audits() -> None:
    """Take up audits whose worker died."""
    operations.lost()
