"""From messages to the cases about them."""

from __future__ import annotations

from collections.abc import Sequence

from harmonie.apps.moderation.models import Case, CaseState


def open_case_ids(message_ids: Sequence[int]) -> dict[int, int]:
    """Case id by message id, for those of the messages whose case still waits for a decision."""
    rows = Case.objects.filter(
        message_id__in=message_ids, state__in=(CaseState.OPEN, CaseState.ESCALATED)
    )
    return dict(rows.values_list("message_id", "id"))
