"""The community's own cases: a confirmed bias becomes a text that every audit judges."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.audit import operations as audit_log
from harmonie.apps.fairness import checking
from harmonie.apps.fairness.contracts import Refused
from harmonie.apps.fairness.models import OwnCase


def add_case(
    report_id: int, actor: Actor, *, text: str, language: str, expected: Mapping[str, int]
) -> int:
    """Put a confirmed report's text, made anonymous, among what the next audits judge."""
    _lead(actor)
    text, language = checking.clean_text(text), checking.clean_language(language)
    expected = checking.clean_expected(expected)
    with transaction.atomic():
        report = checking.locked(report_id, actor.community_id)
        checking.expect(report, "confirmed")
        case, _is_new = OwnCase.objects.update_or_create(
            report=report,
            defaults={
                "community_id": report.community_id,
                "text": text,
                "language": language,
                "expected": expected,
                "towards": report.towards,
                "added_by_id": actor.id,
                "added_at": timezone.now(),
                "retired_at": None,
            },
        )
        report.state = "in_suite"
        report.save(update_fields=["state"])
        audit_log.record(
            "bias.case_added",
            actor=actor.label,
            community_id=report.community_id,
            subject=f"bias_case:{case.pk}",
            data={"report": report.pk, "language": language, "expected": expected},
        )
    return case.pk


def retire_case(case_id: int, actor: Actor) -> None:
    """Judge this text no more. Audits that judged it keep what they found."""
    _lead(actor)
    with transaction.atomic():
        case = (
            OwnCase.objects.select_for_update(of=("self",))
            .filter(pk=case_id, community_id=actor.community_id, retired_at=None)
            .first()
        )
        if case is None:
            raise Refused(
                "unknown",
                f"No such case in this community: {case_id}.",
                f"Aucun cas de ce numéro dans cette communauté\u00a0: {case_id}.",
            )
        case.retired_at = timezone.now()
        case.save(update_fields=["retired_at"])
        if case.report_id is not None:
            report = checking.locked(case.report_id, actor.community_id)
            report.state = "confirmed"
            report.save(update_fields=["state"])
        audit_log.record(
            "bias.case_retired",
            actor=actor.label,
            community_id=case.community_id,
            subject=f"bias_case:{case.pk}",
            data={"report": case.report_id},
        )


def _lead(actor: Actor) -> None:
    actor.require("fairness.edit", actor.community_id)
    if not actor.is_person:
        raise NotAllowed("only a person changes the community's own cases")
