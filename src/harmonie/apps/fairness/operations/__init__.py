"""Writes of the fairness room: one function for each, audited, in one transaction."""

from harmonie.apps.fairness.operations.audits import (
    ask,
    ask_for,
    ask_where_due,
    lost,
    run,
)
from harmonie.apps.fairness.operations.cases import add_case, retire_case
from harmonie.apps.fairness.operations.public_page import show_public_page
from harmonie.apps.fairness.operations.reports import reopen, report, resolve

__all__ = [
    "add_case", "ask", "ask_for", "ask_where_due", "lost", "reopen", "report", "resolve",
    "retire_case", "run", "show_public_page",
]  # fmt: skip
