"""Reads of the fairness room. Everything that leaves is a frozen contract."""

from harmonie.apps.fairness.queries.audits import (
    audit,
    audits,
    history,
    latest,
    under_way,
)
from harmonie.apps.fairness.queries.public_page import is_published, public_audit
from harmonie.apps.fairness.queries.reports import cases, open_count, report, reports

__all__ = [
    "audit", "audits", "cases", "history", "is_published", "latest", "open_count", "public_audit",
    "report", "reports", "under_way",
]  # fmt: skip
