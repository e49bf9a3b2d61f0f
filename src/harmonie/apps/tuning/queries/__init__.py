"""Reads of the tuning room. Everything that leaves is a frozen contract."""

from harmonie.apps.tuning.queries.measurements import audit_report, comparison, work_of
from harmonie.apps.tuning.queries.models_in_use import history, live
from harmonie.apps.tuning.queries.readiness import previous_card, readiness
from harmonie.apps.tuning.queries.soundness import unsound

__all__ = [
    "audit_report", "comparison", "history", "live", "previous_card", "readiness", "unsound",
    "work_of",
]  # fmt: skip
