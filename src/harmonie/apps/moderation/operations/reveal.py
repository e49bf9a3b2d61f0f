"""Seeing a blurred text: a choice, written down, and counted once for the person who made it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.moderation import refusals
from harmonie.apps.moderation.models import Case, Decision, Exposure, Reveal


def reveal(message_id: int, actor: Actor) -> bool:
    """Note that ``actor`` chose to see a message; ``True`` the first time.

    The message must have a case or a decision in the actor's community, or stand in a thread that
    has one. Raises :class:`DecisionRefused` (``unknown``) otherwise.
    """
    actor.require("case.read", actor.community_id)
    if not _is_beside_a_case(message_id, actor.community_id):
        raise refusals.unknown([message_id])
    if not actor.is_person or actor.id is None:
        return False
    with transaction.atomic():
        _row, is_first = Reveal.objects.get_or_create(user_id=actor.id, message_id=message_id)
        if is_first:
            day = timezone.localdate()
            Exposure.objects.get_or_create(user_id=actor.id, day=day)
            Exposure.objects.filter(user_id=actor.id, day=day).update(revealed=F("revealed") + 1)
        audit.record(
            "text.revealed",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"message:{message_id}",
            data={"is_first": is_first},
        )
    return is_first


def _is_beside_a_case(message_id: int, community_id: int) -> bool:
    return (
        Case.objects.filter(
            community_id=community_id, message__thread__messages=message_id
        ).exists()
        or Decision.objects.filter(community_id=community_id, message_id=message_id).exists()
    )
