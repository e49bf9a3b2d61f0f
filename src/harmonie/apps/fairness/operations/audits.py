"""Auditing the model in use: asked for by a person, by the clock, or because the model changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.audit import operations as audit_log
from harmonie.apps.fairness import own_suite
from harmonie.apps.fairness.models import AuditReason, AuditRecord, AuditState, OwnCase
from harmonie.apps.fairness.summary import summary_of
from harmonie.apps.inbox import queries as inbox
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.jobs import long_work
from harmonie.apps.jobs.opening import Kind, opened
from harmonie.apps.jobs.operations import enqueue

if TYPE_CHECKING:
    from harmonie.learning.fairness import AuditReport
    from harmonie.pipeline import Pipeline

log = structlog.get_logger(__name__)
ASKED = Kind("fairness.audit", "bias.audit_asked", "bias_audit")
#: How often at least.
EVERY = timedelta(days=7)
#: Older audits keep their verdict, what failed and what the history is drawn from.
WHOLE = 50
#: Communities that use the same model share its figures when they are audited together.
SHARED_FOR = timedelta(hours=1)


def ask(actor: Actor) -> int:
    """Have the model in use audited; returns the audit's id, that of one under way if any."""
    actor.require("fairness.edit", actor.community_id)
    return _ask(actor, AuditReason.ASKED)


def ask_for(community_id: int, why: str) -> int:
    """The same, of the software's own accord."""
    return _ask(machine(community_id), why)


def ask_where_due() -> list[int]:
    """The weekly round: communities that have messages and no audit of this week."""
    since = timezone.now() - EVERY
    recent = AuditRecord.objects.filter(asked_at__gt=since)
    fresh = set(recent.values_list("community_id", flat=True))
    return [
        ask_for(community.id, AuditReason.WEEKLY)
        for community in accounts.all_communities()
        if community.id not in fresh and inbox.recent_ids(community.id, 1)
    ]


def _ask(actor: Actor, why: str) -> int:
    rows = AuditRecord.objects.all()
    return opened(ASKED, rows, actor, same={}, fields={"why": why}, told={"why": why})


def lost() -> list[int]:
    """Audits whose job died with its worker, put back in the line."""
    ids = long_work.silent(AuditRecord.objects.all())
    for audit_id in ids:
        enqueue("fairness.audit", audit_id)
    return ids


def run(audit_id: int) -> None:
    """Make the audit. Does nothing when it is made, or being made by another worker."""
    rows = AuditRecord.objects.all()
    if not long_work.take(rows, audit_id):
        return
    row = rows.get(pk=audit_id)
    try:
        pipeline = current_pipeline(row.community_id)
        report = _report(pipeline, row)
        cases = OwnCase.objects.filter(community_id=row.community_id, retired_at=None)
        own = own_suite.judge(pipeline, own_suite.cases_of(cases.order_by("pk")))
    except Exception as error:
        log.exception("audit failed", audit=audit_id, error=type(error).__name__)
        _fail(row, error)
        return
    _store(row, report, own)
    _abridge(row.community_id)


def _report(pipeline: Pipeline, row: AuditRecord) -> AuditReport:
    from harmonie.learning import fairness

    if row.why != AuditReason.ASKED:
        known = AuditRecord.objects.filter(
            state=AuditState.DONE,
            tier=pipeline.tier,
            model_version=pipeline.version,
            made_at__gt=timezone.now() - SHARED_FOR,
        ).first()
        if known is not None:
            shared = fairness.AuditReport.from_json(known.report or {})
            if not shared.is_abridged:
                return shared
    pulse = long_work.Pulse(AuditRecord.objects.all(), row.pk)
    return fairness.audit(pipeline, progress=pulse)


@transaction.atomic
def _store(row: AuditRecord, report: AuditReport, own: list[dict[str, Any]]) -> None:
    row.state, row.progress, row.error = AuditState.DONE, 1.0, ""
    row.model_version, row.tier = report.model_version, report.tier
    row.passed, row.made_at = report.passed, report.made_at
    row.report, row.summary = report.to_json(), summary_of(report)
    row.own_cases = own
    row.own_right, row.own_total = sum(one["is_right"] for one in own), len(own)
    row.save()
    audit_log.record(
        "bias.audited",
        actor="machine",
        community_id=row.community_id,
        subject=f"bias_audit:{row.pk}",
        data={
            "version": row.model_version,
            "tier": row.tier,
            "passed": row.passed,
            "failed": sorted({finding.key for finding in report.failed}),
            "own_right": row.own_right,
            "own_total": row.own_total,
        },
    )


def _abridge(community_id: int) -> None:
    """Let the audits before the newest ones weigh little."""
    from harmonie.learning.fairness import abridged

    rows = AuditRecord.objects.filter(community_id=community_id)
    long_work.abridge(rows, WHOLE, "report", abridged)


@transaction.atomic
def _fail(row: AuditRecord, error: Exception) -> None:
    row.state, row.error = AuditState.FAILED, str(error)[:300] or type(error).__name__
    row.save(update_fields=["state", "error"])
    audit_log.record(
        "bias.audit_failed",
        actor="machine",
        community_id=row.community_id,
        subject=f"bias_audit:{row.pk}",
        data={"error": type(error).__name__},
    )
