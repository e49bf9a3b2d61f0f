"""Taking an appeal: from then on one person answers and decides, and nobody else."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.appeals import checking, refusals
from harmonie.apps.appeals.models import State
from harmonie.apps.appeals.operations.settle import close_moot
from harmonie.apps.appeals.operations.writing_down import record


def take(appeal_id: int, actor: Actor, *, take_over: bool = False) -> None:
    """Examine an appeal; with ``take_over``, one that somebody else had taken.

    Raises :class:`Refused`: for a program, for whoever took part in the contested decision, for
    what is closed. Taking again what one has taken changes nothing.
    """
    checking.person(actor)
    close_moot([appeal_id])
    with transaction.atomic():
        row = checking.locked(appeal_id, actor.community_id)
        checking.impartial(row, actor)
        if row.state == State.TAKEN and row.assignee_id == actor.id:
            return
        if row.state == State.TAKEN and row.assignee_id is not None and not take_over:
            raise refusals.taken(accounts.person_name(row.assignee_id))
        before = row.assignee_id
        row.state, row.assignee_id, row.taken_at = State.TAKEN, actor.id, timezone.now()
        row.save(update_fields=["state", "assignee", "taken_at"])
        record("appeal.taken", row, actor.label, {"assignee": actor.id, "before": before})


def give_back(appeal_id: int, actor: Actor) -> None:
    """Let somebody else examine it."""
    checking.person(actor)
    close_moot([appeal_id])
    with transaction.atomic():
        row = checking.locked(appeal_id, actor.community_id)
        checking.own(row, actor)
        row.state, row.assignee_id, row.taken_at = State.LODGED, None, None
        row.save(update_fields=["state", "assignee", "taken_at"])
        record("appeal.given_back", row, actor.label, {"before": actor.id})
