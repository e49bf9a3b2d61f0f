"""Blind checks that wait for a person: the message, and nothing of what the AI did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from harmonie.apps.moderation.models import SampledReview


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One check. ``text`` is what was judged then."""

    id: int
    message_id: int
    text: str
    author_name: str
    channel: str
    language: str
    written_at: datetime
    due_at: datetime
    severity: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What the AI had done, told once somebody said what they would do."""

    answer: str
    action: str
    is_wrong: bool
    decision_id: int | None
    thread_id: int


def waiting_reviews(community_id: int) -> int:
    """How many checks wait for a person."""
    return _waiting(community_id).count()


def next_review(community_id: int) -> ReviewView | None:
    """The check that waits for the longest time."""
    rows = _waiting(community_id).select_related("decision", "message__member")
    row = rows.defer("message__analysis", "message__embedding").order_by("due_at", "pk").first()
    return _view(row) if row else None


def review_of(community_id: int, review_id: int) -> ReviewView | None:
    """A check that waits, by its id."""
    rows = _waiting(community_id).select_related("decision", "message__member")
    row = rows.defer("message__analysis", "message__embedding").filter(pk=review_id).first()
    return _view(row) if row else None


def answered(community_id: int, review_id: int) -> Answered | None:
    """What the AI had done with an answered check."""
    rows = SampledReview.objects.exclude(answer="").select_related("mandate", "message")
    row = rows.filter(community_id=community_id, pk=review_id).first()
    if row is None:
        return None
    action = row.mandate.action if row.mandate else "approve"
    return Answered(row.answer, action, bool(row.is_wrong), row.decision_id, row.message.thread_id)


def overdue_reviews(community_id: int) -> int:
    """How many checks wait beyond their deadline."""
    return _waiting(community_id).filter(due_at__lt=timezone.now()).count()


def _waiting(community_id: int) -> QuerySet[SampledReview]:
    """A message left alone and changed or deleted since can no longer be judged as it was."""
    same = Q(mandate__isnull=False) | Q(message__revision=F("revision"))
    rows = SampledReview.objects.filter(community_id=community_id, answer="")
    gone = Q(mandate__isnull=True, message__visibility="withdrawn")
    return rows.filter(same).exclude(gone)


def _view(row: Any) -> ReviewView:
    evidence = row.decision.evidence if row.decision else {}
    return ReviewView(
        id=row.pk,
        message_id=row.message_id,
        text=evidence.get("text", row.message.text),
        author_name=row.message.member.name,
        channel=row.message.channel,
        language=row.message.language,
        written_at=row.message.created_at,
        due_at=row.due_at,
        severity=row.message.severity,
    )
