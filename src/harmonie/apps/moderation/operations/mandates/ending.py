"""Taking the right away: anybody who may set limits, or the machine itself; and switching off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.models import MandateRecord
from harmonie.apps.moderation.operations.mandates import steps
from harmonie.autonomy.mandate import Forbidden, Life
from harmonie.wording import Wording

WHY_LENGTH = 300


def withdraw(mandate_id: int, why: str, actor: Actor) -> None:
    """A person takes the right away; only decisions made from now on can give it back."""
    told = _checked(why)
    at = steps.now()
    with transaction.atomic():
        row, life = steps.locked(mandate_id, actor)
        try:
            life = life.withdraw(steps.by(actor), at, told)
        except Forbidden as error:
            raise steps.refused(error.why) from None
        _end(row, life, "withdrawn", actor, at, told)
        steps.note("mandate.withdrawn", row, actor, cause="person")


def withdraw_alone(row: MandateRecord, life: Life, why: Wording, at: datetime) -> None:
    """The machine steps back, in the caller's transaction; the row must be locked."""
    itself = machine(row.community_id)
    life = life.withdraw(steps.by(itself), at, why)
    _end(row, life, "withdrawn", itself, at, why)
    steps.note("mandate.withdrawn", row, itself, cause=why.code)


def switch_off(mandate_id: int, why: str, actor: Actor) -> None:
    """A person puts an end to it: nothing is recorded or done any more."""
    told = _checked(why)
    at = steps.now()
    with transaction.atomic():
        row, life = steps.locked(mandate_id, actor)
        try:
            life = life.switch_off(steps.by(actor), at, told)
        except Forbidden as error:
            raise steps.refused(error.why) from None
        _end(row, life, "off", actor, at, told)
        steps.note("mandate.switched_off", row, actor)


def _end(
    row: MandateRecord, life: Life, kind: str, actor: Actor, at: datetime, why: Wording | str
) -> None:
    row.proof = None
    steps.keep(row, life, kind, actor, at, why=why)


def _checked(why: str) -> str:
    if len(why) > WHY_LENGTH:
        raise DecisionRefused(
            "why",
            f"The reason has {len(why)} characters; shorten it to {WHY_LENGTH}.",
            f"La raison compte {len(why)} caractères\u202f; ramenez-la à {WHY_LENGTH}.",
        )
    return why.strip()
