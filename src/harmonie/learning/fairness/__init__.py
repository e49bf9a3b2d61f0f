"""Bias audit: does the model treat every group, dialect and spelling alike, and who says so."""

from harmonie.learning.fairness.examine import audit
from harmonie.learning.fairness.records import (
    AuditReport,
    CannotAudit,
    Finding,
    FunctionFigure,
    GroupFigure,
    Interval,
    Miss,
    Representativeness,
    RobustnessFigure,
    Shift,
    Statement,
    Swap,
    SwapFigure,
    TrainingShare,
    abridged,
)

__all__ = [
    "AuditReport", "CannotAudit", "Finding", "FunctionFigure", "GroupFigure", "Interval", "Miss",
    "Representativeness", "RobustnessFigure", "Shift", "Statement", "Swap", "SwapFigure",
    "TrainingShare", "abridged", "audit",
]  # fmt: skip
