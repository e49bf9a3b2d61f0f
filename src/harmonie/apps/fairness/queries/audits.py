"""Audits and how their figures moved."""

from __future__ import annotations

from harmonie.apps.fairness.contracts import AuditCard, AuditView, OwnResult, Refused
from harmonie.apps.fairness.models import AuditRecord, AuditState, OwnCase

#: How many audits a history shows.
REMEMBERED = 26


def audits(community_id: int, *, before: int | None = None, limit: int = 50) -> list[AuditCard]:
    """Audits made, under way and failed, newest first."""
    rows = AuditRecord.objects.filter(community_id=community_id).select_related("asked_by")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_card(row) for row in rows.defer("report", "own_cases").order_by("-pk")[:limit]]


def latest(community_id: int) -> AuditView | None:
    """The newest finished audit."""
    row = _done(community_id).first()
    return None if row is None else _view(row)


def audit(community_id: int, audit_id: int) -> AuditView:
    """One finished audit. Raises :class:`Refused`."""
    row = _done(community_id).filter(pk=audit_id).first()
    if row is None:
        raise Refused(
            "unknown",
            f"No finished audit of this number in this community: {audit_id}.",
            f"Aucun audit achevé de ce numéro dans cette communauté\u00a0: {audit_id}.",
        )
    return _view(row)


def under_way(community_id: int) -> AuditCard | None:
    """The audit that waits or runs."""
    rows = AuditRecord.objects.filter(
        community_id=community_id, state__in=(AuditState.QUEUED, AuditState.RUNNING)
    )
    row = rows.select_related("asked_by").defer("report").first()
    return None if row is None else _card(row)


def history(community_id: int) -> list[AuditCard]:
    """Finished audits, oldest first: what a curve is drawn from."""
    rows = _done(community_id).defer("report", "own_cases")[:REMEMBERED]
    return [_card(row) for row in rows][::-1]


def _done(community_id: int):  # type: ignore[no-untyped-def]
    rows = AuditRecord.objects.filter(community_id=community_id, state=AuditState.DONE)
    return rows.select_related("asked_by").order_by("-made_at", "-pk")


def _view(row: AuditRecord) -> AuditView:
    from harmonie.learning.fairness import AuditReport

    before = _done(row.community_id).filter(made_at__lte=row.made_at, pk__lt=row.pk).first()
    return AuditView(
        card=_card(row),
        report=AuditReport.from_json(row.report or {}),
        own=_own(row),
        previous=None if before is None else _card(before),
    )


def _own(row: AuditRecord) -> tuple[OwnResult, ...]:
    cases = OwnCase.objects.in_bulk([one["case"] for one in row.own_cases])
    return tuple(
        OwnResult(
            case_id=case.pk,
            text=case.text,
            language=case.language,
            towards=case.towards,
            expected=case.expected,
            scores=one["scores"],
            is_right=one["is_right"],
            cannot_judge=one["cannot_judge"],
        )
        for one in row.own_cases
        if (case := cases.get(one["case"])) is not None
    )


def _card(row: AuditRecord) -> AuditCard:
    return AuditCard(
        id=row.pk,
        state=row.state,
        why=row.why,
        asked_by=row.asked_by.name if row.asked_by else "",
        asked_at=row.asked_at,
        progress=row.progress,
        error=row.error,
        model_version=row.model_version,
        tier=row.tier,
        passed=row.passed,
        made_at=row.made_at,
        own_right=row.own_right,
        own_total=row.own_total,
        summary=row.summary,
    )
