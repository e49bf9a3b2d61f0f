"""Another model is in use: what it says of the cases that still wait for a person.

A person was asked to look at them, so none is closed and nothing is done alone: only what the AI
suggests, and why, is brought up to date. Decisions keep the versions that they were taken with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from harmonie.apps.audit import operations as audit
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation.in_force import InForce, NoPolicy, in_force
from harmonie.apps.moderation.models import Case, CaseState
from harmonie.apps.moderation.operations.consider import judge, with_decisions
from harmonie.apps.moderation.operations.open_case import Considered, refill
from harmonie.records import Reason, Verdict


def rejudge_open(community_id: int, *, after: int = 0, limit: int = 100) -> int | None:
    """Have the messages of open cases judged again, in the order of their ids.

    Takes at most ``limit`` cases with ids above ``after`` and on which nobody decided anything yet;
    returns the last id taken, ``None`` when none was left. Can run twice.
    """
    try:
        policy = in_force(community_id)
    except NoPolicy:
        return None
    rows = Case.objects.filter(
        community_id=community_id, state=CaseState.OPEN, id__gt=after, decisions=None
    )
    found = dict(rows.order_by("id").values_list("id", "message_id")[:limit])
    if not found:
        return None
    messages = inbox.reanalyse(list(found.values()))
    items = with_decisions(inbox_queries.judgeable(messages, stage="considered"))
    _update(community_id, policy, [_held(judge(item, policy), policy) for item in items])
    return max(found)


def _held(one: Considered, policy: InForce) -> Considered:
    """The verdict as a person is shown it: never acting alone, never gone."""
    verdict = one.verdict
    if verdict.mode == "act":
        verdict = replace(verdict, mode="propose")
    elif verdict.mode == "allow":
        verdict = Verdict(
            mode="ask",
            reasons=(_NO_RULE,),
            severity=1,
            policy=policy.policy.name,
            policy_version=policy.policy.version,
        )
    return Considered(one.item, verdict)


_NO_RULE = Reason(
    rule_id="",
    fr="Le modèle maintenant en service ne voit plus de règle enfreinte. Le message attendait déjà "
    "une personne\u202f: c’est à elle de décider.",
    en="The model now in use no longer sees a rule broken. The message was already waiting for a "
    "person, who decides.",
)


@transaction.atomic
def _update(community_id: int, policy: InForce, judged: Sequence[Considered]) -> None:
    by_message = {one.item.message_id: one for one in judged}
    cases = Case.objects.select_for_update(of=("self",)).filter(
        message_id__in=by_message, state=CaseState.OPEN, decisions=None
    )
    mine = [
        (case, by_message[case.message_id])
        for case in cases
        if case.revision == by_message[case.message_id].item.revision
    ]
    before = {case.pk: (case.mode, case.rule_id) for case, _ in mine}
    refill(community_id, policy, mine)
    audit.record_many(
        [
            Entry(
                "case.rejudged",
                "machine",
                community_id,
                f"case:{case.id}",
                {
                    "message": case.message_id,
                    "mode": case.mode,
                    "rule": case.rule_id,
                    "confidence": round(case.confidence, 3),
                    "mode_before": before[case.pk][0],
                    "rule_before": before[case.pk][1],
                },
            )
            for case, _ in mine
        ]
    )
