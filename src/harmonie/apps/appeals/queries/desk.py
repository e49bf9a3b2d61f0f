"""Appeals as the team sees them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.appeals import refusals
from harmonie.apps.appeals.contracts import (
    TABS,
    AppealCard,
    AppealPage,
    AppealView,
    MessageLine,
)
from harmonie.apps.appeals.impartiality import involved
from harmonie.apps.appeals.models import OPEN, Appeal, State
from harmonie.apps.moderation import queries as moderation

PAGE = 50


def waiting_count(community_id: int) -> int:
    """Open appeals."""
    return Appeal.objects.filter(community_id=community_id, state__in=OPEN).count()


def counts(community_id: int, actor: Actor) -> dict[str, int]:
    """How many stand under each tab, but for those that are closed."""
    return {
        tab: _tab(_rows(community_id), tab, actor.id).count() for tab in TABS if tab != "closed"
    }


def appeals(
    community_id: int,
    *,
    actor: Actor | None = None,
    tab: str = "",
    state: str = "",
    rule_id: str = "",
    after: int | None = None,
    limit: int = PAGE,
) -> AppealPage:
    """Open ones by deadline, then closed ones, newest first.

    ``after`` is what the page before gave: how many rows it and those before it had.
    """
    rows = _tab(_rows(community_id), tab, actor.id if actor else None)
    if state:
        rows = rows.filter(state=state)
    if rule_id:
        rows = rows.filter(rule_id=rule_id)
    start = after or 0
    # Open ones have no end: they come first, and among them the deadline counts.
    ordered = rows.order_by(F("resolved_at").desc(nulls_first=True), "due_at", "-id")
    found = list(ordered[start : start + limit + 1])
    cards = tuple(_card(row, actor, {row.moderator_id}) for row in found[:limit])
    return AppealPage(cards, start + limit if len(found) > limit else None)


def appeal(community_id: int, appeal_id: int, actor: Actor | None = None) -> AppealView:
    """One appeal with its conversation; raises :class:`Refused` (``unknown``)."""
    row = _rows(community_id).select_related("resolved_by").filter(pk=appeal_id).first()
    if row is None:
        raise refusals.unknown(appeal_id)
    barred = involved(row)
    team = accounts.people(community_id, "appeal.decide")
    return AppealView(
        card=_card(row, actor, barred),
        text=row.text,
        messages=lines(row),
        reasons=row.reasons,
        resolved_by=row.resolved_by.name if row.resolved_by else "",
        taken_at=row.taken_at,
        statement_url=moderation.statement_address(community_id, row.decision_id),
        reviewers=tuple(one.name for one in team if one.id not in barred),
    )


def lines(row: Appeal) -> tuple[MessageLine, ...]:
    """The conversation, oldest first."""
    return tuple(
        MessageLine(one.is_from_team, one.author.name if one.author else "", one.text, one.at)
        for one in row.messages.select_related("author").order_by("id")
    )


def _rows(community_id: int) -> QuerySet[Appeal]:
    return Appeal.objects.filter(community_id=community_id).select_related(
        "assignee", "decision"
    ).defer("decision__evidence", "decision__verdict")  # fmt: skip


def _tab(rows: QuerySet[Appeal], tab: str, person_id: int | None) -> QuerySet[Appeal]:
    chosen = {
        "waiting": Q(state__in=OPEN),
        "mine": Q(state=State.TAKEN, assignee_id=person_id),
        "taken": Q(state=State.TAKEN),
        "overdue": Q(state__in=OPEN, due_at__lt=timezone.now()),
        "closed": ~Q(state__in=OPEN),
    }
    return rows.filter(chosen[tab]) if tab in chosen else rows


def _card(row: Any, actor: Actor | None, barred: Collection[int | None]) -> AppealCard:
    is_open = row.state in OPEN
    is_person = actor is not None and actor.is_person
    return AppealCard(
        id=row.pk,
        reference=row.public_id[:8],
        state=row.state,
        closed_because=row.closed_because,
        decision_id=row.decision_id,
        kind=row.kind,
        rule_id=row.rule_id,
        is_by_machine=row.is_by_machine,
        language=row.language,
        lodged_at=row.lodged_at,
        due_at=row.due_at,
        resolved_at=row.resolved_at,
        is_overdue=is_late(row.due_at, row.resolved_at),
        assignee_id=row.assignee_id,
        assignee=row.assignee.name if row.assignee else "",
        is_barred=bool(is_open and is_person and actor and actor.id in barred),
    )


def is_late(due_at: datetime, resolved_at: datetime | None) -> bool:
    """Whether the answer came, or still comes, after the deadline."""
    return (resolved_at or timezone.now()) > due_at
