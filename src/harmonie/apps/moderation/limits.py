"""What the mandates of a community let the AI do with one message, and what it would have done.

An automatic action rests on one mandate alone, so that exactly one is watched for it. A mandate
holds for the rules and the model on which it was tested: when either is another, it lets nothing
through, and the next look at it withdraws it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.moderation import life_json, verdict_json
from harmonie.apps.moderation.models import MandateRecord, MandateState
from harmonie.autonomy.request import Request
from harmonie.autonomy.threshold import GRID
from harmonie.policies.decide import decide
from harmonie.records import Mandate, Verdict

if TYPE_CHECKING:
    from harmonie.apps.inbox.contracts import Judgeable
    from harmonie.apps.moderation.in_force import InForce
    from harmonie.policies.policy import Policy, Rule

#: The lowest confidence that a test may find: in the shadow, "it would have acted" means from here.
LOWEST = float(GRID[0])


@dataclass(frozen=True, slots=True)
class Limit:
    """A mandate as judging needs it; ``threshold`` is ``None`` in the shadow."""

    id: int
    request: Request
    rules_mark: str
    review_share: float
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """What the AI would have done under a mandate in the shadow."""

    limit: Limit
    confidence: float
    would_act: bool


@dataclass(frozen=True, slots=True)
class Limited:
    """A verdict once the mandates were asked."""

    verdict: Verdict
    limit: Limit | None = None
    silent: tuple[Silent, ...] = ()


def within(policy: InForce, community_id: int, now: datetime) -> InForce:
    """The rules in force with the mandates that hold at ``now`` and those in the shadow."""
    rows = list(
        MandateRecord.objects.filter(
            community_id=community_id, state__in=(MandateState.SHADOW, MandateState.GRANTED)
        ).order_by("pk")
    )
    if not rows:
        return policy
    model = current_pipeline(community_id).version
    granted, shadows = [], []
    for row in rows:
        life = life_json.from_json(row.life)
        mark = rules_mark(policy.policy, life.request)
        limit = Limit(row.pk, life.request, mark, row.review_share)
        if row.state == MandateState.SHADOW:
            shadows.append(limit)
        elif (mandate := life.mandate(now)) is not None and holds_for(row, mark, model):
            granted.append(replace(limit, threshold=mandate.minimum_confidence))
    return replace(
        policy, granted=tuple(granted), shadows=tuple(shadows), model_version=model,
        checks_allows=any(row.state == MandateState.GRANTED for row in rows),
    )  # fmt: skip


def holds_for(row: MandateRecord, mark: str, model: str) -> bool:
    """Whether the rules and the model are those on which the mandate was tested."""
    proof = row.proof or {}
    return proof.get("rules_mark") == mark and proof.get("model_version") == model


def still_granted(ids: Collection[int]) -> set[int]:
    """Which of these mandates are in force, and stay so until the caller's transaction ends."""
    if not ids:
        return set()
    rows = MandateRecord.objects.select_for_update().filter(pk__in=ids, state=MandateState.GRANTED)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def limited(item: Judgeable, policy: InForce, verdict: Verdict) -> Limited:
    """What a proposal becomes under the mandates; every other verdict stays as it is."""
    if verdict.mode != "propose":
        return Limited(verdict)
    for limit in policy.granted:
        confidence = reach(item, policy, limit.request, verdict)
        if confidence is not None and confidence >= (limit.threshold or 1.0):
            return Limited(_under(item, policy, limit.request, confidence), limit)
    silent = [
        Silent(limit, verdict.confidence if found is None else found,
               found is not None and found >= LOWEST)
        for limit in policy.shadows
        if _speaks_of(limit.request, item, verdict)
        for found in [reach(item, policy, limit.request, verdict)]
    ]  # fmt: skip
    return Limited(verdict, None, tuple(silent))


def reach(item: Judgeable, policy: InForce, request: Request, verdict: Verdict) -> float | None:
    """The highest threshold at which this mandate alone would let the AI act; ``None``: at none."""
    if not _speaks_of(request, item, verdict):
        return None
    rules = {rule.id for rule in covered(policy.policy, request)}
    scores = {1.0 if r.score is None else r.score for r in verdict.reasons if r.rule_id in rules}
    for score in sorted(scores, reverse=True):
        if _under(item, policy, request, score).mode == "act":
            return score
    return None


def _speaks_of(request: Request, item: Judgeable, verdict: Verdict) -> bool:
    return request.language in (None, item.analysis.language) and any(
        action.kind == request.action for action in verdict.actions
    )


def _under(item: Judgeable, policy: InForce, request: Request, threshold: float) -> Verdict:
    mandate = Mandate(request.action, threshold, request.rule_id, request.signal, request.language)
    return decide(
        item.record, policy.policy, analysis=item.analysis, history=item.history,
        mandates=(mandate,),
    )  # fmt: skip


def covered(policy: Policy, request: Request) -> list[Rule]:
    """The rules that such a mandate can carry: those that say so in their text."""
    return [
        rule
        for rule in policy.rules
        if rule.under_mandate == "act"
        and any(action.kind == request.action for action in rule.then)
        and request.rule_id in (None, rule.id)
        and request.signal in (None, rule.signal)
    ]


def rules_mark(policy: Policy, request: Request) -> str:
    """Names the text of the rules that a mandate can carry: another mark, another promise."""
    told = [
        [rule.id, rule.when, rule.signal, rule.mode, rule.min_confidence,
         [verdict_json.action_to_json(action) for action in rule.then]]
        for rule in covered(policy, request)
    ]  # fmt: skip
    text = json.dumps([told, dict(policy.thresholds)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def is_right(action: str, done: Sequence[str]) -> bool:
    """Whether ``action`` was right, given what a person did: the same; anything else is wrong."""
    return action in done


def sampling_key(community_id: int) -> bytes:
    """The key that draws what is checked: nobody can foresee it without the desk's secret."""
    name = "harmonie.moderation.mandates"
    return salted_hmac(name, str(community_id), algorithm="sha256").digest()


def purpose(mandate_id: int) -> str:
    """What a mandate's checks are drawn for."""
    return f"mandate:{mandate_id}"
