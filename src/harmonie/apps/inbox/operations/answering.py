"""What people write: answers, drafts of answers, and notes that never leave the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit.operations import record
from harmonie.apps.inbox.announcements import reply_sent
from harmonie.apps.inbox.contracts import MAXIMUM_TEXT, Held, NotFound, Refused
from harmonie.apps.inbox.models import Draft, Member, Message, Note, Stage, Thread, ThreadState
from harmonie.apps.inbox.operations.changing import locked
from harmonie.apps.inbox.operations.cleaning import clean_text, hashes
from harmonie.apps.inbox.operations.full_text import index_messages
from harmonie.apps.inbox.operations.placing import follow
from harmonie.apps.inbox.queries.claims import holder

MAXIMUM_NOTE = 10_000
#: "Send and wait" hides the conversation until the member writes, or this long.
WAIT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer on its way; ``is_new`` is false when this very answer had been sent before."""

    message_id: int
    is_new: bool


def reply(
    thread_id: int,
    text: str,
    actor: Actor,
    *,
    key: UUID | None = None,
    is_sure: bool = False,
    and_wait: bool = False,
) -> Sent:
    """Answer the newest message of a conversation.

    ``key`` makes sending twice harmless. Raises :class:`Held` when a colleague works on the
    conversation and ``is_sure`` is false, :class:`Refused` for an empty or endless text.
    """
    actor.require("inbox.reply", actor.community_id)
    text = _text(text, MAXIMUM_TEXT)
    external_id = f"desk:{key or uuid4()}"
    with transaction.atomic():
        (thread,) = locked([thread_id], actor.community_id)
        earlier = Message.objects.filter(
            community_id=actor.community_id, channel=thread.channel, external_id=external_id
        ).first()
        if earlier is not None:
            return Sent(earlier.pk, False)
        held = holder(f"thread:{thread_id}", actor.id)
        if held and not held.is_mine and not is_sure:
            raise Held(held)
        message = _write(thread, text, external_id, actor)
        _after_reply(thread, message, actor, and_wait)
    return Sent(message.pk, True)


def _write(thread: Thread, text: str, external_id: str, actor: Actor) -> Message:
    """The answer as a message; a person wrote it, so nothing waits for an analysis."""
    now = timezone.now()
    newest = (
        Message.objects.filter(thread=thread, is_outgoing=False).order_by("-created_at").first()
    )
    return Message.objects.create(
        community_id=actor.community_id,
        thread=thread,
        member=_voice(thread, actor),
        parent=newest,
        channel=thread.channel,
        external_id=external_id,
        text=text,
        text_hash=hashes([text])[0],
        language=thread.language,
        is_outgoing=True,
        sent_by_id=actor.id if actor.is_person else None,
        created_at=now,
        received_at=now,
        stage=Stage.CONSIDERED,
        stage_at=now,
    )


def _voice(thread: Thread, actor: Actor) -> Member:
    """The one who speaks on the channel: the person under the name that members may see."""
    name = accounts.member_facing_name(actor.id) if actor.is_person else actor.name
    member, _created = Member.objects.get_or_create(
        community_id=thread.community_id,
        channel=thread.channel,
        external_id=f"desk:{actor.label}",
        defaults={"name": name, "role": "staff"},
    )
    if member.name != name:
        member.name = name
        member.save(update_fields=["name"])
    return member


def _after_reply(thread: Thread, message: Message, actor: Actor, and_wait: bool) -> None:
    follow(thread, message, "staff")
    if thread.assignee_id is None and actor.is_person:
        thread.assignee_id = actor.id
    thread.state, thread.snoozed_until = ThreadState.OPEN, None
    if and_wait:
        thread.state = ThreadState.SNOOZED
        thread.snoozed_until = message.created_at + WAIT
    thread.save()
    Draft.objects.filter(thread=thread, author_id=actor.id).delete()
    index_messages([(message.pk, message.community_id, message.member.name, message.text)])
    record(
        "reply.sent",
        actor=actor.label,
        community_id=actor.community_id,
        subject=f"message:{message.pk}",
        data={"thread_id": thread.pk, "and_wait": and_wait},
    )
    reply_sent.send(sender=None, message_id=message.pk, community_id=actor.community_id)


def record_delivery(message_id: int, external_id: str) -> None:
    """Keep the id that the channel gave to an answer, so that its echo is not a second message.

    When the echo came first, that copy is left and the answer keeps the desk's own id.
    """
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(pk=message_id, is_outgoing=True).first()
        if row is None:
            raise NotFound(f"no answer {message_id}")
        is_taken = Message.objects.filter(
            community_id=row.community_id, channel=row.channel, external_id=external_id
        ).exists()
        if external_id and len(external_id) <= 200 and not is_taken:
            row.external_id = external_id
            row.save(update_fields=["external_id"])


def save_draft(thread_id: int, text: str, actor: Actor) -> bool:
    """Keep what somebody is writing, one draft each; an empty text deletes it. True if kept."""
    actor.require("inbox.reply", actor.community_id)
    text = clean_text(text, [])[:MAXIMUM_TEXT]
    with transaction.atomic():
        (thread,) = locked([thread_id], actor.community_id)
        if not text.strip():
            Draft.objects.filter(thread=thread, author_id=actor.id).delete()
            return False
        Draft.objects.update_or_create(
            thread=thread,
            author_id=actor.id,
            defaults={"text": text, "saved_at": timezone.now()},
        )
    return True


def note(thread_id: int, text: str, actor: Actor) -> int:
    """Add a private note to a conversation; returns its id."""
    actor.require("inbox.work", actor.community_id)
    text = _text(text, MAXIMUM_NOTE)
    with transaction.atomic():
        (thread,) = locked([thread_id], actor.community_id)
        row = Note.objects.create(
            thread=thread, author_id=actor.id if actor.is_person else None, text=text
        )
        record(
            "note.added",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"thread:{thread_id}",
            data={"note": row.pk},
        )
    return row.pk


def _text(text: str, longest: int) -> str:
    text = clean_text(text, []).strip()
    if not text:
        raise Refused(_("Write something first."))
    if len(text) > longest:
        raise Refused(_("This text is too long: shorten it to %(count)d characters.")
                      % {"count": longest})  # fmt: skip
    return text
