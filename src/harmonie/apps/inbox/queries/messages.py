"""Messages, notes, drafts and members as people read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from harmonie.apps.inbox import moods
from harmonie.apps.inbox.contracts import (
    CONCEALED_FROM,
    DraftView,
    MemberCard,
    MessageDetail,
    MessageView,
    NoteView,
    NotFound,
    Page,
    SavedViewCard,
    SignalView,
)
from harmonie.apps.inbox.models import AnswerPromise, Draft, Member, Message, Note, SavedView, Tag
from harmonie.apps.inbox.queries.judging import to_record

#: A conversation opens at its end; older messages are one click away.
THREAD_PAGE = 100


def messages_of(
    thread_id: int, *, before_id: int | None = None, revealed: Collection[int] = ()
) -> Page[MessageView]:
    """The newest hundred messages of a conversation, oldest first; ``next_cursor`` is the id before
    which older ones are found. Concealed texts are left out unless their ids are in ``revealed``.
    """
    rows = _readable(Message.objects.filter(thread_id=thread_id))
    if before_id is not None:
        edge = Message.objects.filter(pk=before_id, thread_id=thread_id).first()
        if edge is not None:
            rows = rows.filter(
                Q(created_at__lt=edge.created_at) | Q(created_at=edge.created_at, pk__lt=edge.pk)
            )
    newest = list(rows.order_by("-created_at", "-pk")[: THREAD_PAGE + 1])
    shown = newest[:THREAD_PAGE][::-1]
    following = str(shown[0].pk) if len(newest) > THREAD_PAGE else ""
    return Page(tuple(to_view(row, revealed) for row in shown), following)


def message(community_id: int, message_id: int) -> MessageView:
    """One message. Raises :class:`NotFound`."""
    return to_view(_one(community_id, message_id))


def message_detail(community_id: int, message_id: int) -> MessageDetail:
    """One message with its record and analysis, texts shown: for programs."""
    row = _one(community_id, message_id)
    return MessageDetail(to_view(row, {row.pk}), to_record(row), row.analysis)


def messages(
    community_id: int,
    *,
    cursor: int | None = None,
    size: int = 100,
    channel: str = "",
    stage: str = "",
    language: str = "",
    since: datetime | None = None,
    external_id: str = "",
) -> Page[MessageDetail]:
    """Messages in the order in which they were received, oldest first: for programs."""
    chosen = {"channel": channel, "stage": stage, "language": language, "external_id": external_id}
    rows = Message.objects.filter(
        community_id=community_id, **{name: value for name, value in chosen.items() if value}
    )
    if since:
        rows = rows.filter(received_at__gte=since)
    if cursor is not None:
        rows = rows.filter(pk__gt=cursor)
    found = list(_readable(rows).select_related("thread", "parent").order_by("pk")[: size + 1])
    items = tuple(
        MessageDetail(to_view(row, {row.pk}), to_record(row), row.analysis) for row in found[:size]
    )
    return Page(items, str(found[size - 1].pk) if len(found) > size else "")


def notes_of(thread_id: int) -> list[NoteView]:
    """Private notes, oldest first."""
    rows = Note.objects.filter(thread_id=thread_id).select_related("author").order_by("pk")
    return [
        NoteView(row.pk, row.author.name if row.author else "Harmonie", row.text, row.created_at)
        for row in rows
    ]


def drafts_of(thread_id: int) -> list[DraftView]:
    """What people are writing, newest first."""
    rows = Draft.objects.filter(thread_id=thread_id).select_related("author").order_by("-saved_at")
    return [DraftView(row.author_id, row.author.name, row.text, row.saved_at) for row in rows]


def member_card(member_id: int) -> MemberCard:
    """Somebody who writes. Raises :class:`NotFound`."""
    row = Member.objects.filter(pk=member_id).first()
    if row is None:
        raise NotFound(f"no member {member_id}")
    return MemberCard(
        id=row.pk,
        community_id=row.community_id,
        name=row.name or row.external_id,
        channel=row.channel,
        external_id=row.external_id,
        role=row.role,
        language=row.language,
        joined_at=row.joined_at,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        message_count=row.message_count,
        restriction_count=row.restriction_count,
        warning_count=row.warning_count,
    )


def mood_history(member_id: int, limit: int = 12) -> list[tuple[datetime, float]]:
    """(when, valence from -1 to 1) of a member's last judged messages, oldest first."""
    rows = (
        Message.objects.filter(member_id=member_id, analysis__isnull=False)
        .order_by("-created_at")
        .values_list("created_at", "analysis")[: limit * 2]
    )
    judged = [(at, moods.valence_of(analysis)) for at, analysis in rows]
    return [(at, value) for at, value in judged if value is not None][:limit][::-1]


def saved_views(community_id: int, user_id: int | None) -> list[SavedViewCard]:
    """One's own views and those that the team shares."""
    rows = SavedView.objects.filter(community_id=community_id).filter(
        Q(owner_id=user_id) | Q(is_shared=True)
    )
    return [
        SavedViewCard(row.pk, row.name, row.query, row.is_shared, row.owner_id == user_id)
        for row in rows.order_by("name", "pk")[:60]
    ]


def tag_names(community_id: int) -> list[str]:
    """The community's tags, by name."""
    rows = Tag.objects.filter(community_id=community_id).order_by("name")
    return list(rows.values_list("name", flat=True)[:500])


def channels(community_id: int) -> list[str]:
    """Channels that messages came from."""
    rows = Member.objects.filter(community_id=community_id).order_by("channel")
    return list(rows.values_list("channel", flat=True).distinct()[:50])


def promise_seconds(community_id: int) -> int:
    """How soon the community promises a first answer."""
    kept = AnswerPromise.objects.filter(community_id=community_id)
    return kept.values_list("within_seconds", flat=True).first() or moods.DEFAULT_PROMISE_SECONDS


def to_view(row: Message, revealed: Collection[int] = ()) -> MessageView:
    """A row with its member and sender at hand; a severe text is left out unless revealed."""
    is_concealed = row.severity >= CONCEALED_FROM and row.pk not in revealed and not row.is_outgoing
    mood, mood_score = moods.mood_of(row.analysis)
    intent, intent_score = moods.intent_of(row.analysis)
    return MessageView(
        id=row.pk,
        community_id=row.community_id,
        thread_id=row.thread_id,
        member_id=row.member_id,
        author_name=row.member.name or row.member.external_id,
        author_role=row.member.role,
        channel=row.channel,
        external_id=row.external_id,
        text="" if is_concealed else row.text,
        is_concealed=is_concealed,
        language=row.language,
        is_outgoing=row.is_outgoing,
        sent_by_name=row.sent_by.name if row.sent_by else "",
        created_at=row.created_at,
        edited_at=row.edited_at,
        revision=row.revision,
        stage=row.stage,
        visibility=row.visibility,
        reach=row.reach,
        reports=row.reports,
        url=row.url,
        severity=row.severity,
        cannot_judge=row.cannot_judge,
        parent_id=row.parent_id,
        mood=mood,
        mood_score=mood_score,
        valence=moods.valence_of(row.analysis),
        intent=intent,
        intent_score=intent_score,
        hidden_characters=tuple((row.analysis or {}).get("hidden_characters", ())),
        signals=tuple(_signals(row)),
    )


def _signals(row: Message) -> Iterable[SignalView]:
    if row.analysis is None:
        return
    for name, label, score in sorted(moods.kept_signals(row.analysis), key=lambda s: -s[2]):
        yield SignalView(name, score, label)


def _readable(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.select_related("member", "sent_by").defer("embedding", "sent_by__password")


def _one(community_id: int, message_id: int) -> Message:
    rows = _readable(Message.objects.filter(community_id=community_id, pk=message_id))
    row = rows.select_related("thread", "parent").first()
    if row is None:
        raise NotFound(f"no message {message_id} in community {community_id}")
    return row
