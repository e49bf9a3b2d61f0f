"""How a mandate in force is doing: checked actions, their error, what was let through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import QuerySet

from harmonie.apps.moderation.limits import purpose, sampling_key
from harmonie.apps.moderation.models import Decision, MandateRecord, SampledReview
from harmonie.autonomy import betting
from harmonie.autonomy.request import Request
from harmonie.autonomy.sampling import position
from harmonie.autonomy.watch import Missed, Sampled, Scored, Watch, missed, watch

#: So many points on the chart of the error.
POINTS = 12


@dataclass(frozen=True, slots=True)
class ErrorPoint:
    """The error after so many checks, with the bounds that hold at all times together."""

    checked: int
    wrong: int
    rate: float
    low: float
    high: float


def watched(row: MandateRecord, request: Request, at: datetime) -> Watch:
    """Judge a mandate in force by everything since it was granted."""
    since = row.granted_at
    acted = Decision.objects.filter(mandate=row, is_by_machine=True, made_at__gte=since)
    key, mine = sampling_key(row.community_id), purpose(row.pk)
    scored = [
        Scored(confidence, position(key, mine, str(message_id)))
        for confidence, message_id in acted.order_by("made_at", "pk").values_list(
            "confidence", "message_id"
        )
    ]
    overdue = _checks(row).filter(answer="", due_at__lt=at).count()
    return watch(
        checked(row), request.maximum_error, request.delta,
        reference=(row.proof or {}).get("reference", ()), scored=scored, overdue=overdue,
    )  # fmt: skip


def checked(row: MandateRecord) -> list[Sampled]:
    """The answered checks of a mandate since it was granted, in the order of the messages."""
    rows = _checks(row).exclude(answer="").order_by("sampled_at", "message_id", "pk")
    found = rows.values_list("is_wrong", "lowest_share", "share")
    return [Sampled(bool(wrong), lowest / share) for wrong, lowest, share in found]


def waiting(row: MandateRecord) -> int:
    """How many of its checks wait for a person."""
    return _checks(row).filter(answer="").count()


def _checks(row: MandateRecord) -> QuerySet[SampledReview]:
    rows = SampledReview.objects.filter(mandate=row)
    return rows.filter(sampled_at__gte=row.granted_at) if row.granted_at else rows.none()


def acted_count(row: MandateRecord) -> tuple[int, int]:
    """How often the AI acted alone since the grant, and how often that was undone."""
    rows = Decision.objects.filter(mandate=row, is_by_machine=True)
    if row.granted_at:
        rows = rows.filter(made_at__gte=row.granted_at)
    return rows.count(), rows.exclude(undone_at=None).count()


def error_over_time(sampled: list[Sampled], delta: float) -> list[ErrorPoint]:
    """The error after each stretch of checks, at most :data:`POINTS` of them."""
    total = len(sampled)
    ends = sorted({max(1, round(total * step / POINTS)) for step in range(1, POINTS + 1)})
    points = []
    for end in ends if total else ():
        part = sampled[:end]
        wrong = np.array([one.is_wrong for one in part], np.float64)
        weights = np.array([one.weight for one in part], np.float64)
        low, high = betting.interval(wrong, weights, delta)
        rate = float((weights * wrong).sum() / weights.sum())
        points.append(ErrorPoint(end, int(wrong.sum()), rate, low, high))
    return points


def let_through(community_id: int) -> Missed | None:
    """The share of harm among messages left alone, from those that people read again."""
    rows = SampledReview.objects.filter(community_id=community_id, purpose="allow")
    found = rows.exclude(answer="").order_by("sampled_at", "pk")
    sampled = [
        Sampled(bool(wrong), lowest / share)
        for wrong, lowest, share in found.values_list("is_wrong", "lowest_share", "share")
    ]
    return missed(sampled, 0) if sampled else None
