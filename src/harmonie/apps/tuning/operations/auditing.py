"""The bias audit of a candidate: the gate that it must pass before it may go live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit_log
from harmonie.apps.jobs import long_work
from harmonie.apps.jobs.opening import Kind, opened
from harmonie.apps.tuning import refusals, weights
from harmonie.apps.tuning.candidates import pipeline_for, usable
from harmonie.apps.tuning.in_use import pipeline_of
from harmonie.apps.tuning.models import CandidateAudit, WorkState

if TYPE_CHECKING:
    from harmonie.learning.fairness import AuditReport

log = structlog.get_logger(__name__)
#: Older audits keep their verdict and what failed.
WHOLE = 50
ASKED = Kind("tuning.audit", "model.audit_asked", "candidate_audit")


def ask_for_audit(key: str, actor: Actor) -> int:
    """Have a candidate audited; returns the audit's id, that of one under way if any."""
    actor.require("model.promote", actor.community_id)
    candidate = usable(key)
    weights.keep(candidate)
    return opened(
        ASKED,
        CandidateAudit.objects.all(),
        actor,
        same={"mark": candidate.mark, "tier": candidate.tier},
        fields={
            "name": candidate.name,
            "version": candidate.version,
            "against_version": pipeline_of(actor.community_id).version,
        },
        told={"version": candidate.version, "tier": candidate.tier},
    )


def audit_candidate(audit_id: int) -> None:
    """Make the audit. Does nothing when it is made, or being made by another worker."""
    rows = CandidateAudit.objects.all()
    if not long_work.take(rows, audit_id):
        return
    row = rows.get(pk=audit_id)
    try:
        report = _report(row)
    except Exception as error:
        log.exception("audit of a candidate failed", audit=audit_id, error=type(error).__name__)
        row.error, row.state = str(error)[:300] or type(error).__name__, WorkState.FAILED
    else:
        row.result, row.passed = report.to_json(), report.passed
        row.state, row.progress = WorkState.DONE, 1.0
    row.finished_at = timezone.now()
    with transaction.atomic():
        row.save()
        audit_log.record(
            "model.audited",
            actor="machine",
            community_id=row.community_id,
            subject=f"candidate_audit:{row.pk}",
            data={
                "version": row.version, "tier": row.tier, "state": row.state,
                "passed": row.passed,
            },
        )  # fmt: skip
    _abridge(row.community_id)


def _abridge(community_id: int) -> None:
    """Let the audits before the newest ones weigh little: the gate asks for the verdict alone."""
    from harmonie.learning.fairness import abridged

    rows = CandidateAudit.objects.filter(community_id=community_id)
    long_work.abridge(rows, WHOLE, "result", abridged)


def _report(row: CandidateAudit) -> AuditReport:
    """The candidate's audit, beside that of the model in use, which it must not undercut."""
    from harmonie.learning import fairness

    rows = CandidateAudit.objects.all()
    pulse = long_work.Pulse(rows, row.pk)
    live = pipeline_of(row.community_id)
    if live.version != row.against_version:
        raise refusals.overtaken()
    candidate = pipeline_for(row.name, row.tier, row.mark)
    if candidate.version == live.version:
        return fairness.audit(candidate, progress=pulse)
    before = fairness.audit(live, progress=lambda done, total: pulse(done, 2 * total))
    return fairness.audit(
        candidate, progress=lambda done, total: pulse(total + done, 2 * total), against=before
    )
