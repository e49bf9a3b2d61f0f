"""Recurring work that keeps the queue and the log in order."""

from __future__ import annotations

from harmonie.apps.audit import operations as audit
from harmonie.apps.jobs import operations
from harmonie.apps.jobs.retry import job


@job(retries=0)
def prune() -> None:
    """Forget finished jobs."""
    operations.prune()


@job(retries=0)
def recover() -> None:
    """Put back the jobs of dead workers."""
    operations.recover_abandoned()


@job()
def seal_audit_log() -> None:
    """Sign the log's tree head."""
    audit.seal()
