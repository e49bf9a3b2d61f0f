"""Decisions: cards for lists, and the full record."""

from __future__ import annotations

from typing import Any

from harmonie.apps.moderation import explain
from harmonie.apps.moderation.contracts import (
    RESTRICTING,
    DecisionCard,
    DecisionView,
    OutcomeLine,
    RestrictionLine,
)
from harmonie.apps.moderation.models import Decision
from harmonie.apps.moderation.queries import reading
from harmonie.apps.moderation.refusals import no_decision
from harmonie.apps.moderation.verdict_json import action_from_json, from_json

PAGE = 100


def card_of(row: Any) -> DecisionCard:
    """A row, with its people at hand (``select_related``), as a card."""
    return DecisionCard(
        id=row.id,
        case_id=row.case_id,
        message_id=row.message_id,
        kind=row.kind,
        is_by_machine=row.is_by_machine,
        decided_by_id=row.decided_by_id,
        decided_by=_name(row),
        made_at=row.made_at,
        rule_id=row.rule_id,
        confidence=row.confidence,
        main_signal=row.main_signal,
        agreed_with_ai=row.agreed_with_ai,
        note=row.note,
        batch=row.batch,
        reference=row.public_id[:8],
        undone_at=row.undone_at,
        undone_by=row.undone_by.name if row.undone_by else "",
        mandate_id=row.mandate_id,
    )


def _name(row: Any) -> str:
    if row.decided_by is not None:
        return str(row.decided_by.name)
    return f"API ({row.api_key_id})" if row.api_key_id else ""


def decisions(
    community_id: int,
    *,
    after_id: int | None = None,
    kind: str = "",
    by: str = "",
    message_id: int | None = None,
    limit: int = PAGE,
) -> list[DecisionCard]:
    """Newest first; ``after_id`` is the last id of the previous page; ``by``: machine, person."""
    rows = Decision.objects.filter(community_id=community_id)
    if after_id is not None:
        rows = rows.filter(id__lt=after_id)
    if kind:
        rows = rows.filter(kind=kind)
    if by:
        rows = rows.filter(is_by_machine=by == "machine")
    if message_id is not None:
        rows = rows.filter(message_id=message_id)
    rows = rows.select_related("decided_by", "undone_by").defer("evidence", "verdict")
    return [card_of(row) for row in rows.order_by("-id")[:limit]]


def decision(community_id: int, decision_id: int) -> DecisionView:
    """The record of a decision; raises :class:`DecisionRefused` (``unknown``)."""
    row = (
        Decision.objects.select_related(
            "decided_by", "undone_by", "message__member", "policy_version", "community"
        )
        .defer("message__embedding", "message__analysis", "policy_version__source")
        .filter(community_id=community_id, id=decision_id)
        .first()
    )
    if row is None:
        raise no_decision(decision_id)
    return _view(row)


def _view(row: Any) -> DecisionView:
    verdict = from_json(row.verdict)
    number = row.policy_version.number if row.policy_version else None
    evidence = row.evidence
    return DecisionView(
        card=card_of(row),
        community_id=row.community_id,
        revision=row.revision,
        actions=tuple(action_from_json(action) for action in row.actions),
        reasons=verdict.reasons,
        mode=verdict.mode,
        severity=verdict.severity,
        rules=reading.rule_lines(row.policy_version_id, number, verdict.reasons),
        policy_version=number,
        evidence=evidence,
        signals=reading.signal_lines(evidence.get("signals") or {}, evidence.get("cannot_judge")),
        visibility_now=row.message.visibility,
        channel=row.message.channel,
        author_name=row.message.member.name,
        is_edited_since=row.message.revision > row.revision,
        is_blurred=reading.is_blurred(max(verdict.severity, row.message.severity)),
        spans=reading.spans(verdict.reasons, row.main_signal),
        restrictions=_restrictions(row),
        outcomes=tuple(
            OutcomeLine(o.status, o.detail, o.at) for o in row.outcomes.order_by("at", "id")
        ),
        statement_path=explain.statement_path(row) if row.kind in RESTRICTING else "",
    )


def _restrictions(row: Any) -> tuple[RestrictionLine, ...]:
    return tuple(
        RestrictionLine(r.kind, r.started_at, r.ends_at, r.lifted_at)
        for r in row.restrictions.order_by("id")
    )


def author_of(decision_id: int) -> str:
    """The name of the author whose message was decided on."""
    rows = Decision.objects.filter(id=decision_id)
    return rows.values_list("message__member__name", flat=True).get()


def statement_address(community_id: int, decision_id: int) -> str:
    """The public address of a decision's statement; empty when it restricts nobody."""
    row = (
        Decision.objects.select_related("community")
        .filter(community_id=community_id, id=decision_id)
        .first()
    )
    return explain.statement_url(row) if row and row.kind in RESTRICTING else ""
