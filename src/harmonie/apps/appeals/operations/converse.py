"""The short conversation of an appeal: a question of the team, an addition of the member."""

from __future__ import annotations

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.appeals import checking, refusals
from harmonie.apps.appeals.contracts import MOST_MESSAGES
from harmonie.apps.appeals.models import Appeal, AppealMessage
from harmonie.apps.appeals.operations.settle import close_moot
from harmonie.apps.appeals.operations.writing_down import record
from harmonie.apps.appeals.queries.receipts import id_and_community


def answer(appeal_id: int, text: str, actor: Actor) -> None:
    """Write to the member, as the one who examines the appeal. Raises :class:`Refused`."""
    checking.person(actor)
    words = checking.words(text)
    close_moot([appeal_id])
    with transaction.atomic():
        row = checking.locked(appeal_id, actor.community_id)
        checking.impartial(row, actor)
        checking.own(row, actor)
        _say(row, words, actor)
        record("appeal.answered", row, actor.label, {"by": "team"})


def add(receipt: str, text: str) -> None:
    """Add something as the member who holds the receipt. Raises ``NoReceipt``, ``Refused``."""
    appeal_id, community_id = id_and_community(receipt)
    words = checking.words(text)
    close_moot([appeal_id])
    with transaction.atomic():
        row = checking.locked(appeal_id, community_id)
        _say(row, words, None)
        record("appeal.answered", row, "public", {"by": "member"})


def _say(row: Appeal, words: str, actor: Actor | None) -> None:
    is_from_team = actor is not None
    if row.messages.filter(is_from_team=is_from_team).count() >= MOST_MESSAGES:
        raise refusals.too_many_messages()
    AppealMessage.objects.create(
        appeal=row,
        is_from_team=is_from_team,
        author_id=actor.id if actor is not None else None,
        text=words,
    )
