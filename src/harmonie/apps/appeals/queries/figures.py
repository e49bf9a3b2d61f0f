"""What appeals say of rules, models, groups and people: shares with their intervals.

Shares are of the appeals that a person examined; those withdrawn or moot are counted apart. Who
contests is no random sample, so a share is a reason to look, never a measure of errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.utils import timezone

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.appeals.contracts import Figures, Tally
from harmonie.apps.appeals.models import RESOLVED, Appeal, State
from harmonie.apps.appeals.queries.desk import is_late
from harmonie.autonomy.binomial import interval

DAYS = 365
_COLUMNS = {
    "rule": "rule_id",
    "model": "model_version",
    "group": "main_signal",
    "language": "content_language",
}
_HOUR = 3600.0


def figures(
    community_id: int, *, with_people: bool, days: int = DAYS, now: datetime | None = None
) -> Figures:
    """Appeals lodged in the last ``days``; by moderator only for those who may see it."""
    now = now or timezone.now()
    columns = [*_COLUMNS.values(), "state", "closed_because", "lodged_at", "resolved_at", "due_at",
               "moderator_id", "is_by_machine"]  # fmt: skip
    rows = list(
        Appeal.objects.filter(
            community_id=community_id, lodged_at__gt=now - timedelta(days=days)
        ).values(*columns)
    )
    resolved = [row for row in rows if row["state"] in RESOLVED]
    hours = [(row["resolved_at"] - row["lodged_at"]).total_seconds() / _HOUR for row in resolved]
    by = {axis: _tallies((row[name], row) for row in resolved) for axis, name in _COLUMNS.items()}
    if with_people:
        by["moderator"] = _people(resolved)
    moot = sum(row["closed_because"] == "moot" for row in rows)
    return Figures(
        lodged=len(rows),
        withdrawn=sum(row["state"] == State.WITHDRAWN for row in rows) - moot,
        moot=moot,
        overdue=sum(is_late(row["due_at"], row["resolved_at"]) for row in rows),
        all=_tally("", resolved),
        median_hours=median(hours) if hours else None,
        by=by,
    )


def _people(resolved: Sequence[dict[str, Any]]) -> tuple[Tally, ...]:
    """By the name of who decided; the machine and programs have lines of their own."""
    return _tallies((_decider(row), row) for row in resolved)


def _decider(row: dict[str, Any]) -> str:
    if row["is_by_machine"]:
        return "machine"
    return accounts.person_name(row["moderator_id"]) or "program"


def _tallies(pairs: Iterable[tuple[str, dict[str, Any]]]) -> tuple[Tally, ...]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for key, row in pairs:
        groups.setdefault(str(key), []).append(row)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_tally(key, rows) for key, rows in ordered)


def _tally(key: str, rows: Sequence[dict[str, Any]]) -> Tally:
    overturned = Counter(row["state"] for row in rows)[State.OVERTURNED]
    low, high = interval(overturned, len(rows))
    return Tally(key, len(rows), overturned, low, high)
