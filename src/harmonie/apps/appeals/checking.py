"""What the operations check: texts, who acts, and the state an appeal must be in."""

from __future__ import annotations

import re

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.appeals import refusals
from harmonie.apps.appeals.contracts import LONGEST_TEXT, SHORTEST_REASONS
from harmonie.apps.appeals.impartiality import involved
from harmonie.apps.appeals.models import OPEN, Appeal, State
from harmonie.text.language import identify

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: A guess at least this sure says that reasons are in the wrong language.
SURE = 0.8


def words(text: str) -> str:
    """The text as it is kept: no control characters, one kind of line break, at most 2,000."""
    readable = text.encode("utf-8", "replace").decode()
    clean = _CONTROL.sub("", readable.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not clean:
        raise refusals.empty()
    if len(clean) > LONGEST_TEXT:
        raise refusals.too_long(len(clean))
    return clean


def reasons(text: str, language: str, *, are_required: bool) -> str:
    """Reasons that the member can read; empty only where none is required."""
    if not text.strip() and not are_required:
        return ""
    if len(text.strip()) < SHORTEST_REASONS:
        raise refusals.reasons()
    clean = words(text)
    guess = identify(clean, language)
    if guess.language not in (None, language) and guess.confidence >= SURE:
        raise refusals.reasons_language(language)
    return clean


def person(actor: Actor) -> None:
    """Raise unless a person of the team acts, one who may examine appeals."""
    if not actor.is_person or actor.id is None:
        raise refusals.person()
    actor.require("appeal.decide", actor.community_id)


def locked(appeal_id: int, community_id: int) -> Appeal:
    """The open appeal with its decision, both locked: neither moves until the caller is done."""
    row = (
        Appeal.objects.select_related("decision")
        .select_for_update(of=("self", "decision"))
        .filter(pk=appeal_id, community_id=community_id)
        .first()
    )
    if row is None:
        raise refusals.unknown(appeal_id)
    if row.state not in OPEN:
        raise refusals.moot() if row.closed_because == "moot" else refusals.closed()
    if row.decision.undone_at is not None:
        raise refusals.moot()
    return row


def impartial(row: Appeal, actor: Actor) -> None:
    """Raise when the actor took part in the contested decision."""
    if actor.label == row.decided_as or actor.id in involved(row):
        raise refusals.involved()


def own(row: Appeal, actor: Actor) -> None:
    """Raise unless the actor is the one who examines the appeal."""
    if row.state == State.TAKEN and row.assignee_id not in (None, actor.id):
        raise refusals.taken(accounts.person_name(row.assignee_id))
    if row.state != State.TAKEN or row.assignee_id != actor.id:
        raise refusals.not_yours()
