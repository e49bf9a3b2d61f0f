"""How long a community gives itself to answer."""

from __future__ import annotations

from harmonie.apps.appeals.contracts import DEFAULT_DAYS
from harmonie.apps.appeals.models import Terms


def answer_within_days(community_id: int) -> int:
    """Days from the moment an appeal is lodged."""
    row = Terms.objects.filter(community_id=community_id).first()
    return row.answer_within_days if row is not None else DEFAULT_DAYS
