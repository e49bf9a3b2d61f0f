"""What the AI would have done is noted, and what it did is drawn for a check, as it happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from harmonie.apps.moderation.in_force import InForce
from harmonie.apps.moderation.limits import LOWEST, purpose, sampling_key
from harmonie.apps.moderation.models import Decision, SampledReview, ShadowVerdict
from harmonie.apps.moderation.operations.open_case import Considered
from harmonie.autonomy.sampling import is_sampled

#: The share of messages left alone that a person reads again, and that of those reported.
ALLOWED_SHARE = 0.01
REPORTED_SHARE = 0.1
#: How long a check may wait.
WITHIN = timedelta(days=3)


def note_silent(policy: InForce, judged: Sequence[Considered], at: datetime) -> None:
    """Keep what the AI would have done under mandates in the shadow; judged again, it is renewed.

    The newest judgement counts, and nobody is shown it before they decided.
    """
    ShadowVerdict.objects.bulk_create(
        [
            ShadowVerdict(
                mandate_id=silent.limit.id,
                message_id=one.item.message_id,
                revision=one.item.revision,
                confidence=silent.confidence,
                threshold=LOWEST,
                would_act=silent.would_act,
                rules_mark=silent.limit.rules_mark,
                model_version=policy.model_version,
                at=at,
            )
            for one in judged
            for silent in one.silent
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["mandate", "message", "revision"],
        update_fields=["confidence", "would_act", "rules_mark", "model_version", "at"],
    )


def draw_actions(
    community_id: int, alone: Sequence[Considered], decisions: Sequence[Decision], at: datetime
) -> None:
    """Draw some of what the AI did alone under mandates."""
    key = sampling_key(community_id)
    drawn = [
        SampledReview(
            community_id=community_id,
            mandate_id=one.limit.id,
            decision=decision,
            message_id=decision.message_id,
            revision=decision.revision,
            purpose=purpose(one.limit.id),
            share=one.limit.review_share,
            lowest_share=one.limit.review_share,
            sampled_at=at,
            due_at=at + WITHIN,
        )
        for one, decision in zip(alone, decisions, strict=True)
        if one.limit is not None
        and is_sampled(key, purpose(one.limit.id), str(decision.message_id), one.limit.review_share)
    ]
    SampledReview.objects.bulk_create(drawn, batch_size=500, ignore_conflicts=True)


def draw_allows(
    community_id: int, policy: InForce, judged: Sequence[Considered], at: datetime
) -> None:
    """Draw some of the messages of members that no rule touched, while a mandate is in force."""
    if not policy.checks_allows:
        return
    key = sampling_key(community_id)
    drawn = [
        SampledReview(
            community_id=community_id,
            message_id=one.item.message_id,
            revision=one.item.revision,
            purpose="allow",
            share=share,
            lowest_share=ALLOWED_SHARE,
            sampled_at=at,
            due_at=at + WITHIN,
        )
        for one in judged
        if one.verdict.mode == "allow" and not one.verdict.reasons
        for share in [REPORTED_SHARE if one.item.record.reports else ALLOWED_SHARE]
        if is_sampled(key, "allow", str(one.item.message_id), share)
    ]
    SampledReview.objects.bulk_create(drawn, batch_size=500, ignore_conflicts=True)
