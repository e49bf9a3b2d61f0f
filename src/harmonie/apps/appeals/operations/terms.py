"""How long a community gives itself to answer."""

from __future__ import annotations

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.appeals import refusals
from harmonie.apps.appeals.contracts import MOST_DAYS
from harmonie.apps.appeals.models import Terms
from harmonie.apps.audit import operations as audit


def set_terms(actor: Actor, answer_within_days: int) -> None:
    """Set the days for appeals lodged from now on; those that wait keep their deadline."""
    actor.require("settings.edit", actor.community_id)
    if not 1 <= answer_within_days <= MOST_DAYS:
        raise refusals.days()
    with transaction.atomic():
        Terms.objects.update_or_create(
            community_id=actor.community_id,
            defaults={"answer_within_days": answer_within_days},
        )
        audit.record(
            "appeal.terms_changed",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"community:{actor.community_id}",
            data={"answer_within_days": answer_within_days},
        )
