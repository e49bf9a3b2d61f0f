"""What members may read."""

from __future__ import annotations

from harmonie.apps.fairness.contracts import AuditView
from harmonie.apps.fairness.models import PublicPage
from harmonie.apps.fairness.queries.audits import latest


def is_published(community_id: int) -> bool:
    """Whether the team shows its figures; it does unless it said otherwise."""
    found = PublicPage.objects.filter(community_id=community_id)
    return bool(found.values_list("is_on", flat=True).first() in (None, True))


def public_audit(community_id: int) -> AuditView | None:
    """The newest audit when members may read it; ``None`` otherwise, or when there is none."""
    return latest(community_id) if is_published(community_id) else None
