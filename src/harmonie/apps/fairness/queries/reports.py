"""Bias reports and the community's own cases."""

from __future__ import annotations

from harmonie.apps.fairness.contracts import CaseView, Refused, ReportView
from harmonie.apps.fairness.models import BiasReport, OwnCase
from harmonie.apps.inbox.queries.by_message import thread_ids


def open_count(community_id: int) -> int:
    """Reports that wait for a lead."""
    return BiasReport.objects.filter(community_id=community_id, state="open").count()


def reports(
    community_id: int, *, state: str = "", before: int | None = None, limit: int = 50
) -> list[ReportView]:
    """Reports, newest first."""
    rows = _rows(community_id)
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _views(list(rows.order_by("-pk")[:limit]))


def report(community_id: int, report_id: int, *, only_by: int | None = None) -> ReportView:
    """One report; with ``only_by``, only if that person made it. Raises :class:`Refused`."""
    rows = _rows(community_id).filter(pk=report_id)
    if only_by is not None:
        rows = rows.filter(reported_by_id=only_by)
    found = _views(list(rows))
    if not found:
        raise Refused(
            "unknown",
            f"No such bias report in this community: {report_id}.",
            f"Aucun signalement de biais de ce numéro dans cette communauté\u00a0: {report_id}.",
        )
    return found[0]


def cases(community_id: int) -> list[CaseView]:
    """The community's own cases that audits judge, newest first."""
    rows = OwnCase.objects.filter(community_id=community_id, retired_at=None)
    return [
        CaseView(
            id=row.pk,
            text=row.text,
            language=row.language,
            expected=row.expected,
            towards=row.towards,
            report_id=row.report_id,
            added_by=row.added_by.name if row.added_by else "",
            added_at=row.added_at,
        )
        for row in rows.select_related("added_by").order_by("-pk")
    ]


def _rows(community_id: int):  # type: ignore[no-untyped-def]
    rows = BiasReport.objects.filter(community_id=community_id)
    return rows.select_related("reported_by", "resolved_by", "case")


def _views(rows: list[BiasReport]) -> list[ReportView]:
    threads = thread_ids([row.message_id for row in rows if row.message_id is not None])
    return [_view(row, threads) for row in rows]


def _view(row: BiasReport, threads: dict[int, int]) -> ReportView:
    case = getattr(row, "case", None)
    return ReportView(
        id=row.pk,
        community_id=row.community_id,
        state=row.state,
        what=row.what,
        towards=row.towards,
        towards_whom=row.towards_whom,
        text=row.text,
        language=row.language,
        expected=row.expected,
        note=row.note,
        judged=row.judged,
        message_id=row.message_id,
        thread_id=threads.get(row.message_id or 0),
        reported_by=row.reported_by.name if row.reported_by else row.reported_as,
        reported_by_id=row.reported_by_id,
        reported_at=row.reported_at,
        resolved_by=row.resolved_by.name if row.resolved_by else "",
        resolved_at=row.resolved_at,
        resolution=row.resolution,
        case_id=case.pk if case else None,
        is_retired=bool(case and case.retired_at),
    )
