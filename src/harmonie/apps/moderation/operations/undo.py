"""Undoing decisions: the reverse on the channel, the earlier visibility, the case open again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation import effects, priority, refusals
from harmonie.apps.moderation.models import Case, CaseState, Decision
from harmonie.apps.moderation.operations.carry_out import deliver, uncount
from harmonie.apps.moderation.operations.grouping import regroup
from harmonie.apps.moderation.operations.lift import end_restrictions
from harmonie.apps.moderation.verdict_json import action_from_json


def undo(decision_id: int, actor: Actor) -> int:
    """Undo one decision, of a person or of the AI; returns its id.

    Raises :class:`DecisionRefused` when it is already undone, or when a newer decision on the same
    message holds (that one must be undone first), and :class:`NotAllowed`.
    """
    with transaction.atomic():
        decisions = _locked(Decision.objects.filter(id=decision_id), actor)
        if not decisions:
            raise refusals.no_decision(decision_id)
        _check(decisions)
        _undo(decisions, actor)
    return decision_id


def undo_batch(batch: str, actor: Actor) -> list[int]:
    """Undo what is left of a batch; returns the ids. Decisions superseded since are left alone."""
    with transaction.atomic():
        rows = Decision.objects.filter(batch=batch, undone_at=None).exclude(batch="")
        decisions = _locked(rows, actor)
        if not decisions:
            raise refusals.no_decision(batch)
        newer = _newer(decisions)
        free = [decision for decision in decisions if decision.id not in newer]
        if not free:
            raise refusals.superseded(next(iter(newer.values())))
        _undo(free, actor)
    return [decision.id for decision in free]


def _locked(rows: object, actor: Actor) -> list[Decision]:
    actor.require("case.decide", actor.community_id)
    return list(
        rows.filter(community_id=actor.community_id)  # type: ignore[attr-defined]
        .select_for_update(of=("self",))
        .select_related("message", "community")
        .order_by("id")
    )


def _check(decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        if decision.undone_at is not None:
            raise refusals.already_undone(decision)
    for newer in _newer(decisions).values():
        raise refusals.superseded(newer)


def _newer(decisions: Sequence[Decision]) -> dict[int, Decision]:
    """For each decision, a later one on the same message that still holds."""
    found: dict[int, Decision] = {}
    rows = Decision.objects.filter(
        message_id__in=[d.message_id for d in decisions], undone_at=None
    ).order_by("made_at", "id")
    by_message: dict[int, list[Decision]] = defaultdict(list)
    for row in rows:
        by_message[row.message_id].append(row)
    for decision in decisions:
        later = [
            row
            for row in by_message[decision.message_id]
            if (row.made_at, row.id) > (decision.made_at, decision.id)
        ]
        if later:
            found[decision.id] = later[-1]
    return found


def _undo(decisions: Sequence[Decision], actor: Actor) -> None:
    now = timezone.now()
    messages = inbox_queries.records_of([decision.message_id for decision in decisions])
    visibility: dict[str, list[int]] = defaultdict(list)
    for decision in decisions:
        message = messages[decision.message_id]
        actions = [action_from_json(action) for action in decision.actions]
        after = decision.message.visibility
        if effects.visibility_after(actions, decision.visibility_before) != (
            decision.visibility_before
        ):
            visibility[decision.visibility_before].append(decision.message_id)
        still = end_restrictions(decision, now)
        back = effects.undo_actions(actions, message, after, decision.visibility_before)
        back = [a for a in back if a.kind not in still]
        deliver(decision, message, back, "undo")
        uncount(actions, decision.message.member_id)
        decision.undone_at = now
        decision.undone_by_id = actor.id if actor.is_person else None
    for value, ids in visibility.items():
        inbox.set_visibility_many(ids, value)
    Decision.objects.bulk_update(decisions, ["undone_at", "undone_by_id"], batch_size=200)
    _reopen([decision.case_id for decision in decisions if decision.case_id], actor)
    audit.record_many([_undone(decision, actor) for decision in decisions])


def _reopen(case_ids: Sequence[int], actor: Actor) -> None:
    cases = list(Case.objects.filter(id__in=case_ids))
    if not cases:
        return
    now = timezone.now()
    escalated = set(
        Decision.objects.filter(case_id__in=case_ids, kind="escalate", undone_at=None).values_list(
            "case_id", flat=True
        )
    )
    for case in cases:
        case.state = CaseState.ESCALATED if case.id in escalated else CaseState.OPEN
        case.decided_at = None
        # Whoever undoes has seen what the AI said.
        case.is_blind = False
        case.priority = case.base_priority * priority.waiting(case.opened_at, now)
    Case.objects.bulk_update(cases, ["state", "decided_at", "priority", "is_blind"], batch_size=200)
    regroup(actor.community_id, {case.text_hash for case in cases})


def _undone(decision: Decision, actor: Actor) -> Entry:
    return Entry(
        "decision.undone",
        actor.label,
        decision.community_id,
        f"decision:{decision.id}",
        {
            "message": decision.message_id,
            "case": decision.case_id,
            "kind": decision.kind,
            "by_machine": decision.is_by_machine,
            "batch": decision.batch,
        },
    )
