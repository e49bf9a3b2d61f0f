"""Whether a candidate may go live."""

from __future__ import annotations

from harmonie.apps.tuning.contracts import Candidate, LiveCard, Readiness
from harmonie.apps.tuning.in_use import current, pipeline_of
from harmonie.apps.tuning.models import CandidateAudit, Comparison, LiveModel, WorkState
from harmonie.apps.tuning.queries.measurements import card_of
from harmonie.apps.tuning.queries.models_in_use import live_card


def readiness(community_id: int, candidate: Candidate) -> Readiness:
    """The candidate's newest measurements, as its files are now, and what is still missing.

    Codes of ``missing``: ``comparison`` (none yet), ``comparison_old`` (with a model that is no
    longer in use), ``audit``, ``audit_old``,
    ``audit_failed``.
    """
    same = {"community_id": community_id, "mark": candidate.mark, "tier": candidate.tier}
    comparison = Comparison.objects.filter(**same).order_by("-pk").first()
    audit = CandidateAudit.objects.filter(**same).order_by("-pk").first()
    missing: list[str] = []
    live_version = pipeline_of(community_id).version
    if comparison is None or comparison.state != WorkState.DONE:
        missing.append("comparison")
    elif comparison.against_version != live_version:
        missing.append("comparison_old")
    if audit is None or audit.state != WorkState.DONE:
        missing.append("audit")
    elif audit.against_version != live_version:
        missing.append("audit_old")
    elif not audit.passed:
        missing.append("audit_failed")
    return Readiness(
        comparison=None if comparison is None else card_of(comparison),
        audit=None if audit is None else card_of(audit),
        is_live=_is_live(community_id, candidate, live_version),
        missing=tuple(missing),
    )


def _is_live(community_id: int, candidate: Candidate, live_version: str) -> bool:
    row = current(community_id)
    if row is None:
        return candidate.is_shipped and candidate.version == live_version
    if candidate.is_shipped:
        return not row.name and row.tier == candidate.tier
    return (row.mark, row.tier) == (candidate.mark, candidate.tier)


def previous(community_id: int) -> LiveModel | None:
    """The model that was in use before the one that is."""
    now = current(community_id)
    if now is None:
        return None
    rows = LiveModel.objects.filter(community_id=community_id, number__lt=now.number)
    return rows.exclude(name=now.name, tier=now.tier, mark=now.mark).order_by("-number").first()


def previous_card(community_id: int) -> LiveCard | None:
    """The same as a card."""
    row = previous(community_id)
    return None if row is None else live_card(row)
