"""Words that a team puts on conversations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.inbox.contracts import ChangeResult, NotFound, Refused
from harmonie.apps.inbox.models import Message, Tag, Thread
from harmonie.apps.inbox.operations.changing import audit, locked, remember

MAXIMUM_NAME = 40
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\"«»“”]")


def tag(thread_ids: Sequence[int], name: str, actor: Actor) -> ChangeResult:
    """Put a tag on conversations; the tag is created when the community lacks it."""
    return _change("tag", thread_ids, tag_name(name), actor)


def untag(thread_ids: Sequence[int], name: str, actor: Actor) -> ChangeResult:
    """Take a tag off conversations."""
    return _change("untag", thread_ids, tag_name(name), actor)


def tag_thread_of(message_id: int, names: Sequence[str]) -> None:
    """A rule's tags on the conversation of a message. Raises :class:`NotFound`."""
    row = Message.objects.filter(pk=message_id).values_list("thread_id", "community_id").first()
    if row is None:
        raise NotFound(f"no message {message_id}")
    thread_id, community_id = row
    for name in names:
        tag([thread_id], name, machine(community_id))


def tag_name(name: str) -> str:
    """A tag as it is stored: one line, lower case, no quotation marks. Raises :class:`Refused`."""
    cleaned = " ".join(_FORBIDDEN.sub(" ", name).split()).lstrip("#").strip().lower()
    if not cleaned:
        raise Refused(_("Write a tag: a word or two."))
    if len(cleaned) > MAXIMUM_NAME:
        raise Refused(_("A tag has at most 40 characters."))
    return cleaned


def _change(kind: str, thread_ids: Sequence[int], name: str, actor: Actor) -> ChangeResult:
    actor.require("inbox.work", actor.community_id)
    links = Thread.tags.through.objects
    with transaction.atomic():
        threads = locked(thread_ids, actor.community_id)
        known, _created = Tag.objects.get_or_create(community_id=actor.community_id, name=name)
        bearing = set(
            links.filter(thread__in=threads, tag=known).values_list("thread_id", flat=True)
        )
        ids = [thread.pk for thread in threads if (thread.pk in bearing) == (kind == "untag")]
        if not ids:
            return ChangeResult(None, (), tuple(thread_ids))
        if kind == "tag":
            links.bulk_create([Thread.tags.through(thread_id=pk, tag_id=known.pk) for pk in ids])
        else:
            links.filter(thread_id__in=ids, tag=known).delete()
        audit("thread.tagged", ids, actor, {"tag": known.pk, "kind": kind})
        touched = {pk: [known.pk] for pk in ids}
        step = remember(kind, ids, actor, touched, touched)
    return ChangeResult(step, tuple(ids), tuple(set(thread_ids) - set(ids)))
