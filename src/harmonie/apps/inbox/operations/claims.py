"""Who works on what right now, so that nobody collides unknowingly."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.inbox.contracts import ClaimResult
from harmonie.apps.inbox.models import Claim
from harmonie.apps.inbox.queries.claims import to_result

#: A page renews its claim every 20 seconds: two renewals may be lost before it lapses.
CLAIM_SECONDS = 60


def claim(subject: str, actor: Actor) -> ClaimResult:
    """Say that the actor works on ``subject`` ("thread:12", "case:4"), unless somebody does.

    Returns who holds it now. Call it again to keep it: it lapses after a minute. People only.
    """
    if not actor.is_person or actor.id is None:
        raise NotAllowed("only people claim work")
    now = timezone.now()
    until = now + timedelta(seconds=CLAIM_SECONDS)
    with transaction.atomic():
        row, is_new = Claim.objects.select_for_update().get_or_create(
            subject=subject,
            defaults={
                "community_id": actor.community_id, "holder_id": actor.id, "until": until
            },
        )  # fmt: skip
        if row.community_id != actor.community_id:
            raise NotAllowed(f"{subject} is not of community {actor.community_id}")
        if not is_new and (row.holder_id == actor.id or row.until <= now):
            row.holder_id, row.until = actor.id, until
            row.save(update_fields=["holder_id", "until"])
    return to_result(row, actor.id)


def release(subject: str, actor: Actor) -> None:
    """Stop working on ``subject``; somebody else's claim is left alone."""
    Claim.objects.filter(
        subject=subject, holder_id=actor.id, community_id=actor.community_id
    ).delete()


def forget_lapsed(now: datetime | None = None) -> int:
    """Delete claims that lapsed; returns how many."""
    return Claim.objects.filter(until__lte=now or timezone.now()).delete()[0]
