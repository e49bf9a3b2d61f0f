"""Measurements whose job died with its worker."""

from __future__ import annotations

from harmonie.apps.jobs import long_work
from harmonie.apps.jobs.operations import enqueue
from harmonie.apps.tuning.models import CandidateAudit, Comparison


def lost() -> int:
    """Put them back in the line; returns how many."""
    comparisons = long_work.silent(Comparison.objects.all())
    audits = long_work.silent(CandidateAudit.objects.all())
    for comparison_id in comparisons:
        enqueue("tuning.compare", comparison_id)
    for audit_id in audits:
        enqueue("tuning.audit", audit_id)
    return len(comparisons) + len(audits)
