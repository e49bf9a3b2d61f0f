"""Comparisons and audits of candidates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from harmonie.apps.inbox import queries as inbox
from harmonie.apps.inbox.contracts import NotFound
from harmonie.apps.tuning.contracts import ComparisonView, Example, Refused, WorkCard
from harmonie.apps.tuning.models import CandidateAudit, Comparison

if TYPE_CHECKING:
    from harmonie.learning.fairness import AuditReport


def work_of(community_id: int, *, limit: int = 20) -> tuple[list[WorkCard], list[WorkCard]]:
    """The newest comparisons and audits of the community."""
    comparisons = Comparison.objects.filter(community_id=community_id)
    audits = CandidateAudit.objects.filter(community_id=community_id)
    return (
        [card_of(row) for row in comparisons.defer("result", "examples").order_by("-pk")[:limit]],
        [card_of(row) for row in audits.defer("result").order_by("-pk")[:limit]],
    )


def comparison(community_id: int, comparison_id: int) -> ComparisonView:
    """A comparison with its examples, whose texts are read now. Raises :class:`Refused`."""
    row = Comparison.objects.filter(community_id=community_id, pk=comparison_id).first()
    if row is None:
        raise _unknown(comparison_id)
    return ComparisonView(card_of(row), row.result, tuple(_examples(community_id, row.examples)))


def audit_report(community_id: int, audit_id: int) -> tuple[WorkCard, AuditReport | None]:
    """A candidate's audit, with its report once it is made. Raises :class:`Refused`."""
    from harmonie.learning.fairness import AuditReport

    row = CandidateAudit.objects.filter(community_id=community_id, pk=audit_id).first()
    if row is None:
        raise _unknown(audit_id)
    return card_of(row), AuditReport.from_json(row.result) if row.result else None


def card_of(row: Comparison | CandidateAudit) -> WorkCard:
    return WorkCard(
        id=row.pk,
        state=row.state,
        progress=row.progress,
        error=row.error,
        version=row.version,
        mark=row.mark,
        by=row.asked_by.name if row.asked_by else "",
        asked_at=row.asked_at,
        finished_at=row.finished_at,
        passed=row.passed if isinstance(row, CandidateAudit) else None,
        against=row.against_version,
    )


def _examples(community_id: int, kept: list[Mapping[str, Any]]) -> list[Example]:
    found = []
    for one in kept:
        try:
            view = inbox.message(community_id, one["message"])
        except NotFound:  # erased since
            continue
        found.append(
            Example(
                message_id=view.id,
                thread_id=view.thread_id,
                text=view.text,
                is_concealed=view.is_concealed,
                language=one["language"],
                changes=tuple((name, a, b) for name, a, b in one["changes"]),
                live_mode=one["modes"][0],
                candidate_mode=one["modes"][1],
            )
        )
    return found


def _unknown(number: int) -> Refused:
    return Refused(
        "unknown",
        f"No such measurement in this community: {number}.",
        f"Aucune mesure de ce numéro dans cette communauté\u00a0: {number}.",
    )
