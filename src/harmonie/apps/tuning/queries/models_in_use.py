"""The model in use and those before it."""

from __future__ import annotations

from harmonie.apps.tuning.contracts import LiveCard
from harmonie.apps.tuning.models import LiveModel


def live(community_id: int) -> LiveCard | None:
    """What a person put in use; ``None`` while the installed model serves."""
    row = _rows(community_id).filter(is_current=True).first()
    return None if row is None else live_card(row)


def history(community_id: int) -> list[LiveCard]:
    """Every model that was in use, newest first."""
    return [live_card(row) for row in _rows(community_id).order_by("-number")[:100]]


def _rows(community_id: int):  # type: ignore[no-untyped-def]
    return LiveModel.objects.filter(community_id=community_id).select_related("by")


def live_card(row: LiveModel) -> LiveCard:
    return LiveCard(
        id=row.pk,
        number=row.number,
        tier=row.tier,
        name=row.name,
        version=row.version,
        how=row.how,
        note=row.note,
        by=row.by.name if row.by else "",
        at=row.at,
        is_current=row.is_current,
    )
