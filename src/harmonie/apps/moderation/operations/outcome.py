"""What the channel answered to a decision's actions."""

from __future__ import annotations

from harmonie.apps.moderation.models import Decision, OutcomeRecord


def record_outcome(delivery_id: int, subject: str, status: str, detail: str) -> bool:
    """Keep a delivery's result with its decision; ``False`` when it is known or not ours."""
    kind, _, number = subject.partition(":")
    if kind != "decision" or not number.isdigit():
        return False
    if not Decision.objects.filter(id=int(number)).exists():
        return False
    _row, is_new = OutcomeRecord.objects.get_or_create(
        delivery_id=delivery_id,
        status=status[:12],
        defaults={"decision_id": int(number), "detail": detail[:300]},
    )
    return is_new
