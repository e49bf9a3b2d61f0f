"""A person's decision on one case or on many: may I, change, carry out, write down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from harmonie.actions.action import ACTIONS, InvalidAction
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation import effects, evidence, refusals, verdict_json
from harmonie.apps.moderation.contracts import KINDS, DecisionRefused
from harmonie.apps.moderation.models import Case, CaseState, Decision
from harmonie.apps.moderation.operations.carry_out import carry_out
from harmonie.apps.moderation.operations.consider import made
from harmonie.apps.moderation.operations.grouping import regroup
from harmonie.apps.moderation.queries.reading import rule_of
from harmonie.records import Action, Verdict

MAXIMUM_AT_ONCE = 500
NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants. ``with_suggestion``: when it is what the AI proposes, do all of it.

    ``moments``: when it was decided, by case id, where that was not now.
    """

    kind: str
    actor: Actor
    parameters: Mapping[str, Any]
    note: str
    with_suggestion: bool
    batch: str
    moments: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Decisions taken, and refusals by case id. ``batch`` undoes them together."""

    batch: str
    decision_ids: tuple[int, ...]
    refused: Mapping[int, DecisionRefused]


def decide(
    case_id: int,
    kind: str,
    actor: Actor,
    *,
    parameters: Mapping[str, Any] | None = None,
    note: str = "",
    expected_revision: int | None = None,
    with_suggestion: bool = False,
) -> int:
    """Decide a case and return the decision's id.

    ``expected_revision`` is the revision of the message that the person read;
    ``with_suggestion`` does all that the AI proposed when ``kind`` is what it proposed. Raises
    :class:`DecisionRefused` when the case was decided meanwhile (naming who and when), when the
    message was edited since, or when kind or parameters make no sense; :class:`NotAllowed`.
    """
    with transaction.atomic():
        cases = _locked([case_id], actor)
        order = _order(kind, actor, parameters, note, with_suggestion, batch="")
        case = cases[0]
        refusal = _refusal(case, expected_revision)
        if refusal is not None:
            raise refusal
        decisions = _take(cases, order)
    return decisions[0].id


def decide_many(
    case_ids: Sequence[int],
    kind: str,
    actor: Actor,
    *,
    parameters: Mapping[str, Any] | None = None,
    note: str = "",
    include_identical: bool = False,
    moments: Mapping[int, datetime] | None = None,
) -> BatchResult:
    """Decide many cases as one batch; those decided or held by somebody else are left alone.

    ``include_identical`` adds the cases whose messages say the same. ``moments`` dates decisions
    of imported history, by case id; the log keeps its own time.
    """
    ids = list(dict.fromkeys(case_ids))
    with transaction.atomic():
        if include_identical:
            ids += Case.objects.filter(
                twin_of_id__in=ids, state__in=(CaseState.OPEN, CaseState.ESCALATED)
            ).values_list("id", flat=True)
            ids = list(dict.fromkeys(ids))
        if not ids:
            raise refusals.empty()
        if len(ids) > MAXIMUM_AT_ONCE:
            raise refusals.too_many(len(ids), MAXIMUM_AT_ONCE)
        cases = _locked(ids, actor)
        order = _order(kind, actor, parameters, note, False, str(uuid4()), moments)
        holders = inbox_queries.claims([f"case:{case.id}" for case in cases])
        refused: dict[int, DecisionRefused] = {}
        for case in cases:
            holder = holders.get(f"case:{case.id}")
            refusal = _refusal(case, None)
            if refusal is None and holder is not None and holder.holder_id != actor.id:
                refusal = refusals.claimed(holder.holder_name)
            if refusal is not None:
                refused[case.id] = refusal
        free = [case for case in cases if case.id not in refused]
        decisions = _take(free, order) if free else []
    return BatchResult(order.batch, tuple(decision.id for decision in decisions), refused)


def _order(
    kind: str,
    actor: Actor,
    parameters: Mapping[str, Any] | None,
    note: str,
    with_suggestion: bool,
    batch: str,
    moments: Mapping[int, datetime] | None = None,
) -> Order:
    if kind not in KINDS:
        raise refusals.kind(kind, KINDS)
    if ACTIONS.get(kind).needs_person and not actor.is_person:
        raise refusals.person(kind)
    if len(note) > NOTE_LENGTH:
        raise refusals.note(len(note), NOTE_LENGTH)
    words = note.strip()
    return Order(kind, actor, dict(parameters or {}), words, with_suggestion, batch, moments or {})


def _locked(ids: Sequence[int], actor: Actor) -> list[Case]:
    """The cases, locked; an id from elsewhere does not exist as far as the actor can tell."""
    actor.require("case.decide", actor.community_id)
    cases = list(
        Case.objects.select_for_update(of=("self",))
        .select_related("message", "community")
        .filter(id__in=ids, community_id=actor.community_id)
        .order_by("id")
    )
    if len(cases) != len(set(ids)):
        raise refusals.unknown(sorted(set(ids) - {case.id for case in cases}))
    return cases


def _refusal(case: Case, expected_revision: int | None) -> DecisionRefused | None:
    if case.state == CaseState.DECIDED:
        last = case.decisions.filter(undone_at=None).order_by("-made_at", "-id").first()
        return refusals.already_decided(case, last)
    if expected_revision is not None and case.message.revision != expected_revision:
        return refusals.edited()
    return None


def _actions(case: Case, order: Order) -> list[Action]:
    verdict = verdict_json.from_json(case.verdict)
    try:
        chosen = effects.action_for(order.kind, dict(order.parameters), _warning(case, verdict))
    except InvalidAction as error:
        raise refusals.parameters(error) from error
    # Nobody orders what was not shown to them.
    is_shown = order.with_suggestion and not case.is_blind
    is_suggested = is_shown and order.kind == effects.main_kind(verdict.actions)
    also = [
        action
        for action in verdict.actions
        if action.kind != order.kind
        and (is_suggested or action.kind == "tag")
        and order.kind != "approve"
    ]
    actions = [chosen, *also]
    if not order.actor.is_person and effects.needs_person(actions):
        raise refusals.person(effects.main_kind(actions))
    return actions


def _warning(case: Case, verdict: Verdict) -> dict[str, str]:
    """What a warning says: the words of a rule that asks for one, else plain ones."""
    for reason in verdict.reasons:
        rule = rule_of(case.policy_version_id, reason.rule_id)
        if rule is not None and any(action.kind == "warn" for action in rule.then):
            return {"fr": reason.fr, "en": reason.en}
    return refusals.PLAIN_WARNING


def _take(cases: Sequence[Case], order: Order) -> list[Decision]:
    now = timezone.now()
    ids = [case.message_id for case in cases]
    messages = inbox_queries.records_of(ids)
    analyses = inbox_queries.analyses_of(ids)
    decisions = []
    for case in cases:
        seen = evidence.of(messages[case.message_id], analyses.get(case.message_id))
        made_at = order.moments.get(case.id, now)
        decisions.append(_decision(case, order, seen, made_at))
        case.state = CaseState.ESCALATED if order.kind == "escalate" else CaseState.DECIDED
        case.decided_at = None if order.kind == "escalate" else made_at
        case.twin_of_id = None
        case.identical_count = 0
    Decision.objects.bulk_create(decisions, batch_size=500)
    Case.objects.bulk_update(
        cases, ["state", "decided_at", "twin_of_id", "identical_count"], batch_size=200
    )
    carry_out(decisions, messages, {case.message_id: case.message.member_id for case in cases})
    _finish(cases, decisions, order)
    return decisions


def _decision(case: Case, order: Order, seen: dict[str, Any], made_at: datetime) -> Decision:
    verdict = verdict_json.from_json(case.verdict)
    suggested = effects.main_kind(verdict.actions) if case.mode == "propose" else ""
    return Decision(
        community=case.community,
        message_id=case.message_id,
        case=case,
        revision=case.message.revision,
        kind=order.kind,
        actions=[verdict_json.action_to_json(action) for action in _actions(case, order)],
        is_by_machine=False,
        decided_by_id=order.actor.id if order.actor.is_person else None,
        api_key_id=order.actor.id if order.actor.kind == "key" else None,
        verdict=case.verdict,
        evidence=seen,
        rule_id=case.rule_id,
        confidence=case.confidence,
        main_signal=case.main_signal,
        agreed_with_ai=order.kind == suggested if suggested else None,
        policy_version_id=case.policy_version_id,
        note=order.note,
        made_at=made_at,
        batch=order.batch,
        visibility_before=case.message.visibility,
        was_blind=case.is_blind,
    )


def _finish(cases: Sequence[Case], decisions: Sequence[Decision], order: Order) -> None:
    """Group what remains, free the claims and write the log."""
    regroup(order.actor.community_id, {case.text_hash for case in cases})
    entries = []
    for case, decision in zip(cases, decisions, strict=True):
        inbox.release(f"case:{case.id}", order.actor)
        data = {"decision": decision.id, "kind": decision.kind, "batch": order.batch,
                "message": case.message_id}  # fmt: skip
        kind = "case.escalated" if order.kind == "escalate" else "case.decided"
        entries.append(Entry(kind, order.actor.label, case.community_id, f"case:{case.id}", data))
        entries.append(made(decision, order.actor.label))
    audit.record_many(entries)
