"""What the panes show: read from the address, the same for pages and their fragments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.inbox import queries, words
from harmonie.apps.inbox.contracts import (
    ClaimResult,
    Count,
    InboxFilter,
    MessageView,
    SavedViewCard,
)
from harmonie.apps.inbox.templatetags.inbox import span
from harmonie.records import Aspect

FIXED: dict[str, InboxFilter] = {
    "open": InboxFilter(),
    "mine": InboxFilter(assignee="me"),
    "unassigned": InboxFilter(assignee="none"),
    "late": InboxFilter(due="late"),
}
LARGEST_LIST = 200
#: More would be a second text to read.
MOST_ASPECTS = 8
#: Delays that a team may promise, in minutes.
PROMISES = (15, 30, 60, 120, 240, 480, 1440, 2880)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which conversations the list shows, and how that is written in the address."""

    view: str
    query: str
    sort: str
    filter: InboxFilter
    problems: tuple[str, ...]
    saved: tuple[SavedViewCard, ...]
    title: str
    parameters: str  # the query string that leads back here

    @property
    def is_search(self) -> bool:
        return bool(self.query) and self.view == ""

    @property
    def other_order(self) -> str:
        """The query string of the same list in the other order."""
        pairs = {"view": self.view, "q": self.query}
        if self.filter.sort == "due":
            pairs["sort"] = "newest"
        return urlencode({name: value for name, value in pairs.items() if value})


def choice(request: HttpRequest) -> Choice:
    """Read ``view``, ``q`` and ``sort``. Unknown values fall back to what is open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:1000]
    view = request.GET.get("view", "")
    sort = "newest" if request.GET.get("sort") == "newest" else ""
    saved = tuple(queries.saved_views(actor.community_id, actor.id))
    kept = next((card for card in saved if view == f"v{card.id}"), None)
    if kept is None and view not in FIXED:
        view = "" if query else "open"
    people = {person.name: person.id for person in accounts.people(actor.community_id)}
    base = FIXED.get(view)
    parsed = queries.parse_query(
        f"{kept.query} {query}" if kept else query, people=people, base=base
    )
    wanted = replace(parsed.filter, sort=cast(Any, sort)) if sort else parsed.filter
    title = kept.name if kept else str(words.VIEWS[view]) if view else _("Search")
    pairs = {"view": view, "q": query, "sort": sort}
    parameters = urlencode({name: value for name, value in pairs.items() if value})
    return Choice(view, query, sort, wanted, parsed.problems, saved, title, parameters)


def list_context(request: HttpRequest, chosen: Choice) -> dict[str, Any]:
    """The list pane: tabs with their figures, one page of conversations."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    size = request.GET.get("size", "")
    counters = queries.counters(actor.community_id, actor.id)
    known = {view: counters[name] for name, view in FIXED.items()}
    page, total = queries.threads_and_count(
        actor.community_id,
        chosen.filter,
        user_id=actor.id,
        cursor=request.GET.get("cursor", ""),
        size=min(LARGEST_LIST, max(50, int(size))) if size.isdecimal() and len(size) < 5 else 50,
        total=known.get(replace(chosen.filter, sort="due")),
    )
    claims = queries.claims([f"thread:{card.id}" for card in page.items], actor.id)
    base = reverse("inbox:inbox", kwargs={"community": request.community.slug})  # type: ignore[attr-defined]
    return {
        "choice": chosen,
        "page": page,
        "rows": [
            (card, claims.get(f"thread:{card.id}"), f"{base}{card.id}/?{chosen.parameters}")
            for card in page.items
        ],
        "total": total,
        "tabs": _tabs(chosen, counters),
        "is_empty_inbox": not page.items and _is_untouched(counters, actor),
        "settings_url": _connect_address(request, actor),
        **_hands(actor),
    }


def _hands(actor: Actor) -> dict[str, Any]:
    """What the menus need: who may be given work, tags, moments, and whether to show them."""
    return {
        "may_work": actor.may("inbox.work"),
        "people": accounts.people(actor.community_id, "inbox.work"),
        "all_tags": queries.tag_names(actor.community_id),
        "snoozes": snoozes(),
    }


def _connect_address(request: HttpRequest, actor: Actor) -> str:
    """Where a first channel is connected, for those who may."""
    if not actor.may("connection.edit"):
        return ""
    return f"/c/{request.community.slug}/settings/connections/"  # type: ignore[attr-defined]


def _tabs(chosen: Choice, counters: dict[str, Count]) -> list[dict[str, Any]]:
    fixed = [
        {
            "key": key,
            "label": words.VIEWS[key],
            "count": counters[key],
            "is_current": key == chosen.view,
        }
        for key in FIXED
    ]
    kept = [
        {"key": f"v{card.id}", "label": card.name, "count": None, "saved": card,
         "is_current": chosen.view == f"v{card.id}"}
        for card in chosen.saved
    ]  # fmt: skip
    return fixed + kept


def _is_untouched(counters: dict[str, Count], actor: Actor) -> bool:
    if counters["open"].value:
        return False
    return not queries.count(actor.community_id, InboxFilter(states=())).value


def thread_context(request: HttpRequest, thread_id: int, **more: Any) -> dict[str, Any]:
    """The conversation and its context. Raises ``NotFound``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    card = queries.thread(actor.community_id, thread_id)
    before = request.GET.get("before", "")
    messages = queries.messages_of(
        thread_id, before_id=int(before) if before.isdecimal() and len(before) < 18 else None
    )
    notes = queries.notes_of(thread_id)
    drafts = queries.drafts_of(thread_id)
    mine = next((draft for draft in drafts if draft.author_id == actor.id), None)
    holder = queries.holder(f"thread:{thread_id}", actor.id)
    return {
        "thread": card,
        "title": _title(card, messages.items),
        "lines": _lines(messages.items, notes),
        "older": messages.next_cursor,
        "about_id": None if before else _latest_read(messages.items),
        "version": _version(messages.items, notes),
        "draft": mine,
        "others_drafts": [draft for draft in drafts if draft is not mine],
        "holder": holder,
        "is_held": is_held(holder),
        "key": uuid4(),
        **_hands(actor),
        "may_reply": actor.may("inbox.reply"),
        "signature": accounts.member_facing_name(actor.id) if actor.id else actor.name,
        **_member(card.starter_id, thread_id),
        **_deadline(card, actor),
        **more,
    }


def _latest_read(messages: Sequence[MessageView]) -> int | None:
    """The newest message of a member whose text is shown and could be judged."""
    theirs = (m for m in reversed(messages) if not m.is_outgoing)
    return next((m.id for m in theirs if m.mood and not m.is_concealed), None)


def shown_aspects(found: Sequence[Aspect]) -> list[Aspect]:
    """Each thing once, by its surest aspect; those that are felt in some way first."""
    surest: dict[str, Aspect] = {}
    for aspect in found:
        if aspect.key not in surest or aspect.score > surest[aspect.key].score:
            surest[aspect.key] = aspect
    told = sorted(surest.values(), key=lambda a: (a.sentiment == "neutral", a.start))
    return told[:MOST_ASPECTS]


def is_held(holder: ClaimResult | None) -> bool:
    """Whether a colleague works on it."""
    return holder is not None and not holder.is_mine


def _title(card: Any, messages: Any) -> str:
    if card.subject:
        return str(card.subject)
    first = next((m for m in messages if not m.is_outgoing), None)
    if first is None or first.is_concealed:
        return ""
    line = " ".join(first.text.split())
    return line if len(line) <= 90 else f"{line[:89].rstrip()}…"


def _lines(messages: Any, notes: Any) -> list[dict[str, Any]]:
    """Messages and notes in the order of time; consecutive ones of a day under its date."""
    lines = [{"kind": "message", "at": m.created_at, "it": m} for m in messages]
    first = messages[0].created_at if messages else None
    lines += [
        {"kind": "note", "at": note.created_at, "it": note}
        for note in notes
        if first is None or note.created_at >= first
    ]
    lines.sort(key=lambda line: line["at"])
    day = None
    for line in lines:
        today = timezone.localtime(line["at"]).date()
        line["is_new_day"] = today != day
        day = today
    return lines


def _version(messages: Any, notes: Any) -> str:
    """Changes when what the conversation shows changes: a fragment asked with it may be skipped."""
    stages = sum(m.revision * 7 + len(m.stage) + len(m.visibility) * 31 for m in messages)
    last = messages[-1].id if messages else 0
    return f"{len(messages)}.{last}.{stages}.{len(notes)}"


def _member(member_id: int | None, thread_id: int) -> dict[str, Any]:
    if member_id is None:
        return {"member": None}
    return {
        "member": queries.member_card(member_id),
        "moods": queries.mood_history(member_id),
        "before": queries.threads_of(member_id, but=thread_id),
    }


def _deadline(card: Any, actor: Actor) -> dict[str, Any]:
    """How much of the promised delay has passed, and the choices of who may change the promise."""
    promise = queries.promise_seconds(actor.community_id)
    found: dict[str, Any] = {
        "promise": promise,
        "promise_minutes": promise // 60,
        "may_promise": actor.may("settings.edit"),
        "promises": [(minutes, span(minutes * 60)) for minutes in PROMISES],
    }
    if card.due_at is None:
        return found
    left = (card.due_at - timezone.now()).total_seconds()
    spent = min(1.0, max(0.0, 1 - left / promise))
    tone = "bad" if left <= 0 else "warn" if spent >= 0.75 else ""
    return found | {"spent": round(spent * 100), "deadline_tone": tone}


def snoozes(now: datetime | None = None) -> list[tuple[str, datetime]]:
    """The usual moments to come back to something, in the community's time zone."""
    here = timezone.localtime(now)
    tomorrow = _at_nine(here + timedelta(days=1))
    monday = _at_nine(here + timedelta(days=7 - here.weekday()))
    found = [
        (_("In an hour"), here + timedelta(hours=1)),
        (_("In four hours"), here + timedelta(hours=4)),
        (_("Tomorrow morning"), tomorrow),
    ]
    if monday > tomorrow:
        found.append((_("Monday morning"), monday))
    return [*found, (_("In a week"), _at_nine(here + timedelta(days=7)))]


def _at_nine(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(9), timezone.get_current_timezone())
