"""The list: conversations that pass a filter, a page at a time, always through an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from harmonie.apps.inbox.contracts import (
    CONCEALED_FROM,
    Count,
    InboxFilter,
    NotFound,
    Page,
    SignalFilter,
    ThreadCard,
)
from harmonie.apps.inbox.models import Message, MessageSignal, Thread
from harmonie.apps.inbox.queries.full_text import search, terms

PAGE = 50
COUNT_LIMIT = 999
SOON = timedelta(hours=1)
#: Messages that bear a signal and that one filter looks at, newest first.
SIGNAL_LIMIT = 2_000
_FIELDS = (
    "id", "community_id", "subject", "channel", "state", "needs_answer", "due_at",
    "snoozed_until", "first_at", "last_at", "message_count", "starter_id", "last_excerpt",
    "last_severity", "language", "mood", "mood_score", "intent", "cannot_judge", "assignee_id",
    "starter__name", "starter__external_id", "assignee__name",
)  # fmt: skip


def threads(
    community_id: int,
    filter: InboxFilter,
    *,
    user_id: int | None = None,
    cursor: str = "",
    size: int = PAGE,
) -> Page[ThreadCard]:
    """One page. Sorted "due": those that wait for an answer, most urgent first, then the others,
    newest first; sorted "newest": by the last message. ``user_id`` is who "me" is.

    A cursor that is not ours starts from the beginning.
    """
    rows, is_capped = _matching(community_id, filter, user_id)
    return _page(rows, is_capped, filter, cursor, size)


def threads_and_count(
    community_id: int,
    filter: InboxFilter,
    *,
    user_id: int | None = None,
    cursor: str = "",
    size: int = PAGE,
    total: Count | None = None,
) -> tuple[Page[ThreadCard], Count]:
    """A page and how many conversations pass in all, searching once; ``total`` if known already."""
    rows, is_capped = _matching(community_id, filter, user_id)
    return _page(rows, is_capped, filter, cursor, size), total or _count(rows)


def _page(
    rows: QuerySet[Thread], is_capped: bool, filter: InboxFilter, cursor: str, size: int
) -> Page[ThreadCard]:
    found: list[Thread] = []
    part, mark, after_id = _read_cursor(cursor, filter)
    if part == "d":
        waiting = rows.filter(needs_answer=True).order_by("due_at", "pk")
        if mark is not None:
            waiting = waiting.filter(due_at__gte=mark).exclude(due_at=mark, pk__lte=after_id)
        found = _take(waiting, size + 1)
        part, mark = ("d", mark) if len(found) > size else ("r", None)
    if part != "d":
        rest = rows.order_by("-last_at", "-pk")
        if part == "r":
            rest = rest.filter(needs_answer=False)
        if mark is not None:
            rest = rest.filter(last_at__lte=mark).exclude(last_at=mark, pk__gte=after_id)
        found += _take(rest, size + 1 - len(found))
    shown = found[:size]
    following = _write_cursor(shown[-1], filter) if len(found) > size else ""
    return Page(tuple(_cards(shown)), following, is_capped)


def thread(community_id: int, thread_id: int) -> ThreadCard:
    """One conversation. Raises :class:`NotFound`."""
    found = _take(Thread.objects.filter(community_id=community_id, pk=thread_id), 1)
    if not found:
        raise NotFound(f"no thread {thread_id} in community {community_id}")
    return _cards(found)[0]


def threads_by_id(community_id: int, thread_ids: Sequence[int]) -> list[ThreadCard]:
    """Conversations by id, in the order asked; unknown ids are left out."""
    rows = {
        row.pk: row
        for row in _take(Thread.objects.filter(community_id=community_id, pk__in=thread_ids), 500)
    }
    return _cards([rows[pk] for pk in thread_ids if pk in rows])


def threads_of(member_id: int, *, but: int | None = None, limit: int = 5) -> list[ThreadCard]:
    """The newest conversations that a member began, other than ``but``."""
    rows = Thread.objects.filter(starter_id=member_id).exclude(pk=but).order_by("-last_at")
    return _cards(_take(rows, limit))


def count(community_id: int, filter: InboxFilter, *, user_id: int | None = None) -> Count:
    """How many conversations pass, counted no further than 999."""
    rows, _capped = _matching(community_id, filter, user_id)
    return _count(rows)


def _count(rows: QuerySet[Thread]) -> Count:
    value = rows.order_by()[: COUNT_LIMIT + 1].count()
    return Count(min(value, COUNT_LIMIT), value > COUNT_LIMIT)


def counters(community_id: int, user_id: int | None) -> dict[str, Count]:
    """The figures of the fixed views: open, mine, unassigned, late."""
    views = {
        "open": InboxFilter(),
        "mine": InboxFilter(assignee="me"),
        "unassigned": InboxFilter(assignee="none"),
        "late": InboxFilter(due="late"),
    }
    return {name: count(community_id, view, user_id=user_id) for name, view in views.items()}


def _matching(
    community_id: int, wanted: InboxFilter, user_id: int | None
) -> tuple[QuerySet[Thread], bool]:
    """The rows that pass, and whether a search looked at its newest matches only."""
    rows = Thread.objects.filter(community_id=community_id, **_columns(wanted, user_id))
    if wanted.due:
        limit = timezone.now() + (SOON if wanted.due == "soon" else timedelta())
        rows = rows.filter(needs_answer=True, due_at__lt=limit)
    for name in wanted.tags:
        rows = rows.filter(
            pk__in=Thread.tags.through.objects.filter(
                tag__community_id=community_id, tag__name=name
            ).values("thread_id")
        )
    is_capped = False
    for signal in wanted.signals:
        bearing, is_more = _bearing(community_id, signal)
        rows = rows.filter(pk__in=bearing)
        is_capped = is_capped or is_more
    if terms(wanted.text):
        matches = search(community_id, wanted.text)
        is_capped = is_capped or matches.is_capped
        rows = rows.filter(
            pk__in=set(
                Message.objects.filter(pk__in=matches.ids).values_list("thread_id", flat=True)
            )
        )
    elif wanted.text.strip():
        rows = rows.none()  # signs only: nothing to look for, rather than everything
    return rows, is_capped


def _columns(wanted: InboxFilter, user_id: int | None) -> dict[str, object]:
    """The conditions that are one column each."""
    lists = {
        "state__in": wanted.states, "channel__in": wanted.channels,
        "language__in": wanted.languages, "mood__in": wanted.moods, "intent__in": wanted.intents,
    }  # fmt: skip
    found: dict[str, object] = {name: values for name, values in lists.items() if values}
    if len(wanted.states) == 1:  # an equality lets the index give the order as well
        del found["state__in"]
        found["state"] = wanted.states[0]
    if wanted.assignee == "none":
        found["assignee__isnull"] = True
    elif wanted.assignee:
        found["assignee_id"] = user_id if wanted.assignee == "me" else wanted.assignee_id
    if wanted.cannot_judge:
        found["cannot_judge"] = True
    if wanted.needs_answer:
        found["needs_answer"] = True
    if wanted.since:
        found["last_at__gte"] = wanted.since
    if wanted.until:
        found["last_at__lt"] = wanted.until
    return found


def _bearing(community_id: int, signal: SignalFilter) -> tuple[set[int], bool]:
    """Threads with a message that bears the signal, among the newest such messages."""
    rows = MessageSignal.objects.filter(community_id=community_id, name=signal.name)
    if signal.label:
        rows = rows.filter(label=signal.label)
    if signal.minimum:
        rows = rows.filter(score__gte=signal.minimum)
    newest = rows.order_by("-message_id").values_list("thread_id", flat=True)
    found = list(newest[: SIGNAL_LIMIT + 1])
    return set(found[:SIGNAL_LIMIT]), len(found) > SIGNAL_LIMIT


def _take(rows: QuerySet[Thread], limit: int) -> list[Thread]:
    return list(
        rows.select_related("starter", "assignee").prefetch_related("tags").only(*_FIELDS)[:limit]
    )


def _cards(rows: Iterable[Thread]) -> list[ThreadCard]:
    return [
        ThreadCard(
            id=row.pk,
            community_id=row.community_id,
            subject=row.subject,
            channel=row.channel,
            state=row.state,
            needs_answer=row.needs_answer,
            due_at=row.due_at,
            snoozed_until=row.snoozed_until,
            first_at=row.first_at,
            last_at=row.last_at,
            message_count=row.message_count,
            starter_id=row.starter_id,
            starter_name=(row.starter.name or row.starter.external_id) if row.starter else "",
            excerpt="" if row.last_severity >= CONCEALED_FROM else row.last_excerpt,
            is_concealed=row.last_severity >= CONCEALED_FROM,
            language=row.language,
            mood=row.mood,
            mood_score=row.mood_score,
            intent=row.intent,
            cannot_judge=row.cannot_judge,
            assignee_id=row.assignee_id,
            assignee_name=row.assignee.name if row.assignee else "",
            tags=tuple(sorted(tag.name for tag in row.tags.all())),
        )
        for row in rows
    ]


def _write_cursor(last: Thread, wanted: InboxFilter) -> str:
    """ "d" or "r" or "n", the moment in microseconds, the id."""
    if wanted.sort == "newest":
        part, moment = "n", last.last_at
    elif last.needs_answer and last.due_at is not None:
        part, moment = "d", last.due_at
    else:
        part, moment = "r", last.last_at
    return f"{part}.{int(moment.timestamp() * 1_000_000)}.{last.pk}"


def _read_cursor(cursor: str, wanted: InboxFilter) -> tuple[str, datetime | None, int]:
    start = ("n" if wanted.sort == "newest" else "d", None, 0)
    try:
        part, stamp, pk = cursor.split(".")
        if part not in "drn" or (part == "n") != (wanted.sort == "newest"):
            return start
        seconds, micros = divmod(int(stamp), 1_000_000)
        moment = datetime.fromtimestamp(seconds, timezone.get_default_timezone())
        return part, moment.replace(microsecond=micros), int(pk)
    except (ValueError, OverflowError, OSError):
        return start
