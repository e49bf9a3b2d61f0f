"""Choices that a person or a team keeps: saved views, the promised delay, texts revealed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.audit.operations import record
from harmonie.apps.inbox.contracts import NotFound, Refused
from harmonie.apps.inbox.models import AnswerPromise, Message, SavedView

MAXIMUM_VIEWS = 30
SHORTEST_PROMISE = 5 * 60
LONGEST_PROMISE = 30 * 24 * 3600


def save_view(name: str, query: str, actor: Actor, *, is_shared: bool = False) -> int:
    """Keep a search under a name, for oneself or for the team; the same name replaces it."""
    actor.require("inbox.read", actor.community_id)
    if not actor.is_person:
        raise NotAllowed("only people keep views")
    if is_shared:
        actor.require("inbox.work", actor.community_id)
    name = " ".join(name.split())[:60]
    query = " ".join(query.split())
    if not name or not query:
        raise Refused(_("Give the view a name and a search."))
    if len(query) > 1000:
        raise Refused(_("This search is too long."))
    mine = SavedView.objects.filter(community_id=actor.community_id, owner_id=actor.id)
    with transaction.atomic():
        if mine.exclude(name=name).count() >= MAXIMUM_VIEWS:
            raise Refused(_("You have 30 views: delete one first."))
        view, _created = mine.update_or_create(
            name=name,
            defaults={"query": query, "is_shared": is_shared},
            create_defaults={
                "community_id": actor.community_id,
                "owner_id": actor.id,
                "query": query,
                "is_shared": is_shared,
            },
        )
    return view.pk


def delete_view(view_id: int, actor: Actor) -> None:
    """Forget one's own view. Raises :class:`NotFound`."""
    mine = SavedView.objects.filter(pk=view_id, community_id=actor.community_id, owner_id=actor.id)
    if not mine.delete()[0]:
        raise NotFound(f"no view {view_id} of {actor.label}")


def promise_answer(within_seconds: int, actor: Actor) -> None:
    """Set how soon a first answer is promised; holds for questions that come from now on."""
    actor.require("settings.edit", actor.community_id)
    if not SHORTEST_PROMISE <= within_seconds <= LONGEST_PROMISE:
        raise Refused(_("Promise an answer between 5 minutes and 30 days."))
    with transaction.atomic():
        AnswerPromise.objects.update_or_create(
            community_id=actor.community_id, defaults={"within_seconds": within_seconds}
        )
        record(
            "settings.changed",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"community:{actor.community_id}",
            data={"answer_within_seconds": within_seconds},
        )


def reveal(message_id: int, actor: Actor) -> str:
    """The text of a concealed message, for somebody who chose to see it; audited, never counted
    against anybody. Raises :class:`NotFound`."""
    actor.require("inbox.read", actor.community_id)
    with transaction.atomic():
        row = Message.objects.filter(pk=message_id, community_id=actor.community_id).first()
        if row is None:
            raise NotFound(f"no message {message_id}")
        record(
            "text.revealed",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"message:{message_id}",
            data={"severity": row.severity, "room": "inbox"},
        )
    return row.text
