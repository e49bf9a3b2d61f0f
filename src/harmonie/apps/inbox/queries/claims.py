"""Who works on what right now."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.inbox.contracts import ClaimResult
from harmonie.apps.inbox.models import Claim


def claims(subjects: Sequence[str], user_id: int | None = None) -> dict[str, ClaimResult]:
    """Claims in force on ``subjects`` ("thread:12", "case:4"), by subject."""
    rows = Claim.objects.filter(subject__in=subjects, until__gt=timezone.now())
    return {row.subject: to_result(row, user_id) for row in rows}


def holder(subject: str, user_id: int | None = None) -> ClaimResult | None:
    """Who works on ``subject``; ``None`` when nobody does."""
    return claims([subject], user_id).get(subject)


def to_result(row: Claim, user_id: int | None) -> ClaimResult:
    return ClaimResult(
        holder_id=row.holder_id,
        holder_name=accounts.person_name(row.holder_id),
        is_mine=row.holder_id == user_id,
        until=row.until,
    )
