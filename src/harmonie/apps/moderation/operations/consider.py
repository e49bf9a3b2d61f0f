"""Considering analysed messages: the policy decides what the AI does alone and what people see.

The judging is done outside the transaction; inside it, only the messages that are still waiting at
the same revision are taken, so that running twice or being killed in the middle changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from harmonie.apps.audit import operations as audit
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.inbox.contracts import Judgeable
from harmonie.apps.moderation import effects, evidence, verdict_json
from harmonie.apps.moderation.in_force import InForce, NoPolicy, in_force
from harmonie.apps.moderation.limits import Limited, limited, still_granted, within
from harmonie.apps.moderation.models import Decision, RuleFiring
from harmonie.apps.moderation.operations.carry_out import carry_out
from harmonie.apps.moderation.operations.mandates import sampling
from harmonie.apps.moderation.operations.open_case import Considered, open_cases
from harmonie.policies.decide import decide
from harmonie.records import Reason, Verdict

log = structlog.get_logger(__name__)


def consider(ids: Sequence[int], *, is_history: bool = False) -> list[int]:
    """Apply the rules in force to analysed messages; return the ids that this call settled.

    ``is_history``: what the rules open or do is dated when each message was written, not now; no
    mandate speaks of the past.
    """
    by_community: dict[int, list[Judgeable]] = defaultdict(list)
    for item in inbox_queries.judgeable(ids):
        by_community[item.community_id].append(item)
    done: list[int] = []
    for community_id, items in by_community.items():
        try:
            policy = in_force(community_id)
        except NoPolicy:
            # Without rules nothing is judged: the messages are read, and do not wait for ever.
            done += inbox.mark_considered({item.message_id: item.revision for item in items})
            continue
        if not is_history:
            policy = within(policy, community_id, timezone.now())
        judged = [judge(item, policy) for item in with_decisions(items)]
        done += _settle(community_id, policy, judged, is_history)
    return done


def with_decisions(items: Sequence[Judgeable]) -> list[Judgeable]:
    """Add what people already decided on these very revisions."""
    earlier: dict[tuple[int, int], str] = {}
    rows = Decision.objects.filter(message_id__in=[item.message_id for item in items]).order_by(
        "made_at", "id"
    )
    for row in rows.values(
        "message_id", "revision", "kind", "is_by_machine", "undone_at", "undone_by_id"
    ):
        key = (row["message_id"], row["revision"])
        if row["is_by_machine"]:
            if row["undone_by_id"] is not None:
                earlier[key] = "approve"
        elif row["undone_at"] is None and row["kind"] != "escalate":
            earlier[key] = row["kind"]
    return [
        replace(
            item,
            history=replace(
                item.history, human_decision=earlier.get((item.message_id, item.revision))
            ),
        )
        for item in items
    ]


def judge(item: Judgeable, policy: InForce) -> Considered:
    """What the rules say of a message, never more than the AI may do alone."""
    try:
        verdict = decide(item.record, policy.policy, analysis=item.analysis, history=item.history)
        found = limited(item, policy, verdict)
    except Exception as error:
        # A rule that fails on one message must not lose it, nor stop the others: people look.
        log.exception("rules failed on a message", message=item.message_id,
                      error=type(error).__name__)  # fmt: skip
        found = Limited(_unjudged(policy))
    if found.verdict.mode == "act" and effects.needs_person(found.verdict.actions):
        found = Limited(replace(found.verdict, mode="propose"))
    return Considered(item, found.verdict, found.limit, found.silent)


def _unjudged(policy: InForce) -> Verdict:
    reason = Reason(
        rule_id="",
        fr="Les règles n’ont pas pu être appliquées à ce message\u202f: une personne doit le lire.",
        en="The rules could not be applied to this message: a person must read it.",
    )
    return Verdict(
        mode="ask",
        reasons=(reason,),
        severity=1,
        policy=policy.policy.name,
        policy_version=policy.policy.version,
    )


@transaction.atomic
def _settle(
    community_id: int, policy: InForce, judged: Sequence[Considered], is_history: bool
) -> list[int]:
    taken = inbox.mark_considered(
        {one.item.message_id: one.item.revision for one in judged},
        severities={one.item.message_id: one.verdict.severity for one in judged},
    )
    mine = _held([one for one in judged if one.item.message_id in taken])
    if not mine:
        return []
    now = timezone.now()
    moments = {
        one.item.message_id: (one.item.record.created_at if is_history else None) or now
        for one in mine
    }
    _count_firings(community_id, policy, mine, moments)
    alone = [one for one in mine if _is_settled_alone(one.verdict)]
    entries = _act(community_id, policy, alone, moments)
    sampling.note_silent(policy, mine, now)
    sampling.draw_allows(community_id, policy, mine, now)
    entries += open_cases(
        community_id,
        policy,
        [one for one in mine if not _is_settled_alone(one.verdict)],
        escalated=[one for one in alone if _escalates(one.verdict)],
        moments=moments,
    )
    audit.record_many(entries)
    return [one.item.message_id for one in mine]


def _held(judged: Sequence[Considered]) -> list[Considered]:
    """The same, without the mandates that were withdrawn while the messages were judged."""
    granted = still_granted({one.limit.id for one in judged if one.limit})
    return [
        one
        if one.limit is None or one.limit.id in granted
        else replace(one, verdict=replace(one.verdict, mode="propose"), limit=None)
        for one in judged
    ]


def _is_settled_alone(verdict: Verdict) -> bool:
    return verdict.mode == "act" and bool(verdict.actions)


def _escalates(verdict: Verdict) -> bool:
    return any(action.kind == "escalate" for action in verdict.actions)


def _count_firings(
    community_id: int,
    policy: InForce,
    mine: Sequence[Considered],
    moments: Mapping[int, datetime],
) -> None:
    known = {rule.id for rule in policy.policy.rules}
    RuleFiring.objects.bulk_create(
        [
            RuleFiring(
                community_id=community_id,
                message_id=one.item.message_id,
                revision=one.item.revision,
                rule_id=rule_id,
                mode=one.verdict.mode,
                policy_version_id=policy.version_id,
                at=moments[one.item.message_id],
            )
            for one in mine
            for rule_id in dict.fromkeys(one.verdict.rules)
            if rule_id in known
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


def _act(
    community_id: int,
    policy: InForce,
    alone: Sequence[Considered],
    moments: Mapping[int, datetime],
) -> list[Entry]:
    if not alone:
        return []
    before = inbox_queries.visibilities([one.item.message_id for one in alone])
    decisions = Decision.objects.bulk_create(
        [
            Decision(
                community_id=community_id,
                message_id=one.item.message_id,
                revision=one.item.revision,
                kind=effects.main_kind(one.verdict.actions),
                actions=[verdict_json.action_to_json(a) for a in one.verdict.actions],
                is_by_machine=True,
                verdict=verdict_json.to_json(one.verdict),
                evidence=evidence.of(one.item.record, one.item.analysis),
                rule_id=rule_id,
                confidence=one.verdict.confidence,
                main_signal=signal,
                policy_version_id=policy.version_id,
                visibility_before=before[one.item.message_id],
                made_at=moments[one.item.message_id],
                mandate_id=one.limit.id if one.limit else None,
            )
            for one in alone
            for rule_id, signal in [evidence.rule_and_signal(one.verdict, policy.policy)]
        ],
        batch_size=500,
    )
    carry_out(
        decisions,
        {one.item.message_id: one.item.record for one in alone},
        {one.item.message_id: one.item.member_id for one in alone},
    )
    sampling.draw_actions(community_id, alone, decisions, timezone.now())
    return [made(decision, "machine") for decision in decisions]


def made(decision: Decision, actor: str) -> Entry:
    """The audit entry of a decision."""
    return Entry(
        "decision.made",
        actor,
        decision.community_id,
        f"decision:{decision.id}",
        {
            "message": decision.message_id,
            "case": decision.case_id,
            "kind": decision.kind,
            "by_machine": decision.is_by_machine,
            "rule": decision.rule_id,
            "confidence": round(decision.confidence, 3),
            "agreed_with_ai": decision.agreed_with_ai,
            "batch": decision.batch,
        },
    )
