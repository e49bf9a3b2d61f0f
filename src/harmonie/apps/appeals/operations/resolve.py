"""The outcome of an appeal: always by a person, never by the one who decided, only once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.appeals import checking, refusals
from harmonie.apps.appeals.announcements import appeal_resolved
from harmonie.apps.appeals.contracts import OUTCOMES, Refused
from harmonie.apps.appeals.models import Appeal, State
from harmonie.apps.appeals.operations.settle import close_moot
from harmonie.apps.appeals.operations.writing_down import record
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation import queries as moderation_queries
from harmonie.apps.moderation.contracts import DecisionRefused


def resolve(appeal_id: int, outcome: str, reasons: str, actor: Actor) -> None:
    """Uphold or overturn the contested decision, as the one who took the appeal.

    ``outcome`` is "upheld", which asks for ``reasons`` in the member's language, or "overturned",
    which undoes the decision: the message is back on its channel, restrictions end. Raises
    :class:`Refused`.
    """
    checking.person(actor)
    if outcome not in OUTCOMES:
        raise refusals.outcome(outcome)
    is_upheld = outcome == "upheld"
    close_moot([appeal_id])
    with transaction.atomic():
        row = checking.locked(appeal_id, actor.community_id)
        checking.impartial(row, actor)
        checking.own(row, actor)
        row.reasons = checking.reasons(reasons, row.language, are_required=is_upheld)
        if not is_upheld:
            _overturn(row, actor)
        row.state, row.resolved_at = outcome, timezone.now()
        row.resolved_by_id, row.resolved_as = actor.id, actor.label
        row.save(update_fields=["state", "reasons", "resolved_at", "resolved_by", "resolved_as"])
        _tell(row, actor)


def _overturn(row: Appeal, actor: Actor) -> None:
    """Undo the decision, and settle its case: left open, the first decision could be repeated."""
    view = moderation_queries.decision(row.community_id, row.decision_id)
    try:
        moderation.undo(row.decision_id, actor)
        # An edited message is another message: the queue keeps it for whoever comes next.
        if view.card.case_id is not None and not view.is_edited_since:
            moderation.decide(view.card.case_id, "approve", actor)
    except DecisionRefused as refusal:
        raise Refused(refusal.code, refusal.en, refusal.fr) from None


def _tell(row: Appeal, actor: Actor) -> None:
    kind = "appeal.overturned" if row.state == State.OVERTURNED else "appeal.upheld"
    data = {"kind": row.kind, "rule": row.rule_id, "by_machine": row.is_by_machine,
            "model": row.model_version}  # fmt: skip
    record(kind, row, actor.label, data)
    appeal_resolved.send(
        sender=Appeal,
        appeal_id=row.pk,
        decision_id=row.decision_id,
        community_id=row.community_id,
        outcome=str(row.state),
    )
