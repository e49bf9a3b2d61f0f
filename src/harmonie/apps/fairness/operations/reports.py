"""A bias report: made by anybody of the team from any message, resolved by a lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.audit import operations as audit_log
from harmonie.apps.fairness import checking
from harmonie.apps.fairness.contracts import THRESHOLD, Refused
from harmonie.apps.fairness.models import BiasReport
from harmonie.apps.inbox import queries as inbox
from harmonie.apps.inbox.contracts import NotFound

OUTCOMES = ("confirmed", "dismissed")


def report(
    message_id: int,
    actor: Actor,
    *,
    what: str,
    towards: str,
    text: str,
    language: str,
    expected: Mapping[str, int],
    towards_whom: str = "",
    note: str = "",
) -> int:
    """Say that the AI was unfair in this message; returns the report's id.

    ``text`` is the message without what names anybody, ``expected`` what a fair judgement would
    find: 0 or 1 by signal. Raises :class:`Refused`, also for a message of another community.
    """
    actor.require("fairness.report", actor.community_id)
    _must_be_here(message_id, actor.community_id)
    fields = checking.report_fields(
        what=what, towards=towards, towards_whom=towards_whom, text=text, language=language,
        expected=expected, note=note,
    )  # fmt: skip
    with transaction.atomic():
        row = BiasReport.objects.create(
            community_id=actor.community_id,
            message_id=message_id,
            judged=_judged(message_id),
            reported_by_id=actor.id if actor.is_person else None,
            reported_as=actor.label,
            **fields,
        )
        _record("bias.reported", row, actor, {"message": message_id, "what": what,
                                              "towards": towards})  # fmt: skip
    return row.pk


def _must_be_here(message_id: int, community_id: int) -> None:
    try:
        inbox.message(community_id, message_id)
    except NotFound:
        raise Refused(
            "message",
            f"No such message in this community: {message_id}.",
            f"Aucun message de ce numéro dans cette communauté\u00a0: {message_id}.",
        ) from None


def _judged(message_id: int) -> dict[str, Any]:
    """What the AI had said, with the versions that said it: the report must outlive the model."""
    try:
        analysis = inbox.analysis_of(message_id)
    except NotFound:
        analysis = None
    if analysis is None:
        return {}
    signals = analysis.signals.values()
    return {
        "tier": analysis.tier,
        "cannot_judge": analysis.cannot_judge or "",
        "versions": sorted({signal.version for signal in signals}),
        "scores": {s.name: round(s.score, 4) for s in signals if s.label is None},
        "found": sorted(s.name for s in signals if s.label is None and s.score >= THRESHOLD),
    }


def resolve(report_id: int, outcome: str, note: str, actor: Actor) -> None:
    """Confirm or dismiss an open report, with a word for the one who made it. People only."""
    _lead(actor)
    if outcome not in OUTCOMES:
        raise Refused(
            "outcome",
            f"{outcome!r} is not an outcome; choose one of: {', '.join(OUTCOMES)}.",
            f"«\u202f{outcome}\u202f» n’est pas une issue\u202f; choisissez parmi\u00a0: "
            f"{', '.join(OUTCOMES)}.",
        )
    note = checking.clean_note(note)
    if outcome == "dismissed" and not note:
        raise Refused(
            "note",
            "Say why the report is dismissed: its author will read it.",
            "Dites pourquoi le signalement est écarté\u202f: la personne qui l’a fait le lira.",
        )
    with transaction.atomic():
        row = checking.locked(report_id, actor.community_id)
        checking.expect(row, "open")
        row.state, row.resolution = outcome, note
        row.resolved_by_id, row.resolved_at = actor.id, timezone.now()
        row.save(update_fields=["state", "resolution", "resolved_by", "resolved_at"])
        _record(f"bias.{outcome}", row, actor, {})


def reopen(report_id: int, actor: Actor) -> None:
    """Look again at a report that was confirmed or dismissed."""
    _lead(actor)
    with transaction.atomic():
        row = checking.locked(report_id, actor.community_id)
        checking.expect(row, *OUTCOMES)
        row.state, row.resolved_at, row.resolved_by_id = "open", None, None
        row.save(update_fields=["state", "resolved_at", "resolved_by"])
        _record("bias.reopened", row, actor, {})


def _lead(actor: Actor) -> None:
    actor.require("fairness.edit", actor.community_id)
    if not actor.is_person:
        raise NotAllowed("only a person resolves a bias report")


def _record(kind: str, row: BiasReport, actor: Actor, data: Mapping[str, Any]) -> None:
    audit_log.record(
        kind,
        actor=actor.label,
        community_id=row.community_id,
        subject=f"bias_report:{row.pk}",
        data={**data, "state": row.state},
    )
