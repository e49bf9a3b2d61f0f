"""Reads of the appeals room; what leaves is a frozen contract."""

from harmonie.apps.appeals.queries.desk import appeal, appeals, counts, waiting_count
from harmonie.apps.appeals.queries.figures import figures
from harmonie.apps.appeals.queries.receipts import latest, receipt, refusal_to_lodge
from harmonie.apps.appeals.queries.terms import answer_within_days

__all__ = [
    "answer_within_days", "appeal", "appeals", "counts", "figures", "latest", "receipt",
    "refusal_to_lodge", "waiting_count",
]  # fmt: skip
