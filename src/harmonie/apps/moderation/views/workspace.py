"""What the three panes of the queue show, gathered once for whole pages and for parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.moderation import labels, queries
from harmonie.apps.moderation.contracts import KEYS, SORTS, TABS, CasePage, CaseView, Holder

DURATIONS = {
    "mute": (3_600, 86_400, 7 * 86_400, 30 * 86_400),
    "ban": (7 * 86_400, 30 * 86_400, 365 * 86_400),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the queue: what the address says."""

    tab: str = "todo"
    sort: str = "priority"
    rule: str = ""
    signal: str = ""

    @property
    def query(self) -> str:
        given = {"tab": self.tab, "sort": self.sort, "rule": self.rule, "signal": self.signal}
        usual = {"tab": "todo", "sort": "priority"}
        kept = {k: v for k, v in given.items() if v and usual.get(k) != v}
        return f"?{urlencode(kept)}" if kept else ""


def place_of(request: HttpRequest) -> Place:
    """The tab, order and filters of a request; unknown ones fall back to the usual."""
    given = request.POST if request.method == "POST" else request.GET
    tab, sort = given.get("tab", "todo"), given.get("sort", "priority")
    return Place(
        tab if tab in TABS else "todo",
        sort if sort in SORTS else "priority",
        given.get("rule", "")[:60],
        given.get("signal", "")[:20],
    )


def list_context(actor: Actor, place: Place, cursor: str = "") -> dict[str, Any]:
    """The left pane."""
    page = queries.cases(
        actor.community_id, actor, tab=place.tab, sort=place.sort, cursor=cursor,
        rule_id=place.rule, signal=place.signal,
    )  # fmt: skip
    counts = queries.counts(actor.community_id, actor)
    return {
        "page": page,
        "counts": counts,
        "place": place,
        "tabs": [(key, label, counts.get(key)) for key, label in labels.TABS.items()],
        "sorts": list(labels.SORTS.items()),
        "may_decide": actor.may("case.decide") and actor.is_person,
    }


def case_left_behind(request: HttpRequest) -> int | None:
    """The case that the page showed when it asked for another one."""
    found = re.search(r"/moderation/cases/(\d+)/", request.headers.get("HX-Current-URL", ""))
    return int(found.group(1)) if found else None


def case_context(
    actor: Actor, case_id: int, *, claim: bool = True, left_behind: int | None = None
) -> dict[str, Any]:
    """The middle and right panes; opening a case says that one works on it."""
    view = queries.case(actor.community_id, case_id, actor)
    holder = view.holder
    may_decide = actor.may("case.decide") and actor.is_person
    if claim and may_decide and view.state != "decided":
        if left_behind is not None and left_behind != case_id:
            inbox.release(f"case:{left_behind}", actor)
        result = inbox.claim(f"case:{case_id}", actor)
        holder = Holder(result.holder_id, result.holder_name, result.is_mine)
    similar, among = queries.similar_cases(view)
    author = queries.author(view)
    return {
        "case": view,
        "holder": holder,
        "thread": queries.thread_around(view),
        "similar": similar,
        "similar_among": among,
        "record": queries.certainty_record(
            actor.community_id, view.main_signal, view.suggestion.confidence
        ),
        "author": author,
        "author_since": labels.month_and_year(author.joined_at or author.first_seen_at),
        "buttons": buttons(view),
        "timed": timed(view),
        "may_decide": may_decide,
        "may_reply": actor.may("inbox.reply") and actor.is_person,
        "extra_actions": [
            action
            for action in view.suggestion.actions
            if action.kind != view.suggestion.kind and action.kind not in ("escalate", "tag")
        ],
    }


def buttons(view: CaseView) -> list[dict[str, Any]]:
    """The five buttons, the AI's suggestion among them marked."""
    return [
        {
            "kind": kind,
            "label": labels.KINDS[kind],
            "key": KEYS[kind],
            "is_suggested": kind == view.suggestion.kind,
            "is_danger": kind == "remove",
        }
        for kind in ("approve", "hide", "remove", "warn", "escalate")
    ]


def timed(view: CaseView) -> list[dict[str, Any]]:
    """Mute and ban, each with how long."""
    return [
        {
            "kind": kind,
            "label": labels.KINDS[kind],
            "key": KEYS[kind],
            "durations": [(str(n + 1), seconds) for n, seconds in enumerate(DURATIONS[kind])],
            "is_suggested": kind == view.suggestion.kind,
        }
        for kind in ("mute", "ban")
    ]


def first_free(page: CasePage, me: int | None) -> int | None:
    """The first case that nobody else works on."""
    for card in page.cards:
        if card.holder is None or card.holder.id == me:
            return card.id
    return page.cards[0].id if page.cards else None


def case_url(community: str, case_id: int, place: Place) -> str:
    return (
        reverse("moderation:case", kwargs={"community": community, "case_id": case_id})
        + place.query
    )
