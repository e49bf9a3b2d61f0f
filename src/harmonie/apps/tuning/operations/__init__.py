"""Writes of the tuning room: one function for each, audited, in one transaction."""

from harmonie.apps.tuning.operations.auditing import ask_for_audit, audit_candidate
from harmonie.apps.tuning.operations.comparing import ask_for_comparison, go_on_comparing
from harmonie.apps.tuning.operations.lost import lost
from harmonie.apps.tuning.operations.promoting import promote, refresh_open_cases, roll_back

__all__ = [
    "ask_for_audit", "ask_for_comparison", "audit_candidate", "go_on_comparing", "lost", "promote",
    "refresh_open_cases", "roll_back",
]  # fmt: skip
