"""Taking a case for oneself: it stands under "Mine" until it is decided or given back."""

from __future__ import annotations

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.audit import operations as audit
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.moderation import refusals
from harmonie.apps.moderation.models import Case
from harmonie.apps.moderation.operations.grouping import WAITING


def take(case_id: int, actor: Actor) -> None:
    """Assign a waiting case to the actor. Raises :class:`DecisionRefused`, :class:`NotAllowed`."""
    actor.require("case.decide", actor.community_id)
    if not actor.is_person:
        raise NotAllowed("only people take cases")
    with transaction.atomic():
        changed = Case.objects.filter(
            id=case_id, community_id=actor.community_id, state__in=WAITING
        ).update(assignee_id=actor.id)
        if not changed:
            raise refusals.unknown([case_id])
        claim = inbox.claim(f"case:{case_id}", actor)
        if not claim.is_mine:
            raise refusals.claimed(claim.holder_name)
        audit.record(
            "case.claimed",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"case:{case_id}",
            data={"holder": actor.id},
        )
