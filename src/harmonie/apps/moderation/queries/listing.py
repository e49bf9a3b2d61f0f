"""The lines of the queue, by tab, and how many there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.inbox import queries as inbox
from harmonie.apps.moderation.contracts import CaseCard, CasePage, Holder
from harmonie.apps.moderation.models import Case, CaseState, Decision
from harmonie.apps.moderation.queries.reading import is_blurred, masked_excerpt, rule_title

PAGE = 40
START = 240


def cases(
    community_id: int,
    actor: Actor,
    *,
    tab: str = "todo",
    sort: str = "priority",
    cursor: str = "",
    rule_id: str = "",
    signal: str = "",
    limit: int = PAGE,
) -> CasePage:
    """Cases of a tab, most urgent first; ``cursor`` comes from the previous page."""
    if tab == "decided":
        return _decided(community_id, cursor, rule_id, limit)
    rows = _after(_filtered(community_id, actor, tab, rule_id, signal), sort, cursor)
    found = list(
        rows.select_related("message__member")
        .annotate(start=Left("message__text", START))
        .defer("message__text", "message__analysis", "message__embedding", "verdict")[: limit + 1]
    )
    holders = _holders([case.id for case in found], actor)
    cards = tuple(_card(case, holders.get(case.id)) for case in found[:limit])
    return CasePage(cards, _cursor(found[limit - 1], sort) if len(found) > limit else "")


def _filtered(
    community_id: int, actor: Actor, tab: str, rule_id: str, signal: str
) -> QuerySet[Case]:
    rows = _in_tab(Case.objects.filter(community_id=community_id, twin_of=None), tab, actor)
    if rule_id:
        rows = rows.filter(rule_id=rule_id)
    if signal:
        rows = rows.filter(main_signal=signal)
    return rows


def _in_tab(rows: QuerySet[Case], tab: str, actor: Actor) -> QuerySet[Case]:
    if tab == "escalated":
        return rows.filter(state=CaseState.ESCALATED)
    if tab == "mine":
        return rows.filter(state__in=(CaseState.OPEN, CaseState.ESCALATED), assignee_id=actor.id)
    if tab == "undecided":
        return rows.filter(state=CaseState.OPEN, mode="ask")
    return rows.filter(state=CaseState.OPEN)


def _after(rows: QuerySet[Case], sort: str, cursor: str) -> QuerySet[Case]:
    """Order the rows and skip those up to the cursor ("<value>|<id>"); a broken one skips none."""
    column, way = _ORDERS.get(sort, _ORDERS["priority"])
    sign, comparison = ("-", "lt") if way == "down" else ("", "gt")
    rows = rows.order_by(f"{sign}{column}", f"{sign}id")
    given, _, last = cursor.partition("|")
    value = _number(given) if column == "priority" else _moment(given)
    if value is None or not _is_id(last):
        return rows
    return rows.filter(
        Q(**{f"{column}__{comparison}": value}) | Q(**{column: value, f"id__{comparison}": last})
    )


_ORDERS = {"priority": ("priority", "down"), "oldest": ("opened_at", "up"),
           "newest": ("opened_at", "down")}  # fmt: skip


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _moment(text: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else None


def _cursor(case: Case, sort: str) -> str:
    value = repr(case.priority) if sort == "priority" else case.opened_at.isoformat()
    return f"{value}|{case.id}"


def _holders(ids: Sequence[int], actor: Actor) -> dict[int, Holder]:
    claims = inbox.claims([f"case:{id}" for id in ids])
    return {
        int(subject.partition(":")[2]): Holder(
            claim.holder_id, claim.holder_name, actor.is_person and claim.holder_id == actor.id
        )
        for subject, claim in claims.items()
    }


def _card(case: Any, holder: Holder | None) -> CaseCard:
    severity = max(case.severity, case.message.severity)
    blurred = is_blurred(severity)
    blind = case.is_blind
    return CaseCard(
        id=case.id,
        state=case.state,
        severity=severity,
        mode="ask" if blind else case.mode,
        channel=case.message.channel,
        opened_at=case.opened_at,
        excerpt="" if blurred else masked_excerpt(case.start),
        is_blurred=blurred,
        main_signal="" if blind else case.main_signal,
        rule_title={} if blind else rule_title(case.policy_version_id, case.rule_id),
        identical_count=case.identical_count,
        cannot_judge="" if blind else case.message.cannot_judge,
        reports=case.message.reports,
        author_name=case.message.member.name,
        holder=holder,
        is_blind=blind,
    )


def _decided(community_id: int, cursor: str, rule_id: str, limit: int) -> CasePage:
    rows = Decision.objects.filter(community_id=community_id, undone_at=None)
    if rule_id:
        rows = rows.filter(rule_id=rule_id)
    given, _, last = cursor.partition("|")
    at = _moment(given)
    if at is not None and _is_id(last):
        rows = rows.filter(Q(made_at__lt=at) | Q(made_at=at, id__lt=last))
    found = list(
        rows.select_related("message__member", "decided_by")
        .annotate(start=Left("message__text", START))
        .defer("message__text", "message__analysis", "message__embedding", "verdict", "evidence")
        .order_by("-made_at", "-id")[: limit + 1]
    )
    more = len(found) > limit
    last_row = found[limit - 1] if more else None
    return CasePage(
        tuple(_decided_card(row) for row in found[:limit]),
        f"{last_row.made_at.isoformat()}|{last_row.id}" if last_row else "",
    )


def _decided_card(row: Any) -> CaseCard:
    blurred = is_blurred(row.message.severity)
    return CaseCard(
        id=row.case_id or 0,
        state=CaseState.DECIDED,
        severity=row.message.severity,
        mode="",
        channel=row.message.channel,
        opened_at=row.made_at,
        excerpt="" if blurred else masked_excerpt(row.start),
        is_blurred=blurred,
        main_signal=row.main_signal,
        rule_title=rule_title(row.policy_version_id, row.rule_id),
        identical_count=0,
        cannot_judge=row.message.cannot_judge,
        reports=row.message.reports,
        author_name=row.message.member.name,
        decided_kind=row.kind,
        decided_at=row.made_at,
        decision_id=row.id,
        is_by_machine=row.is_by_machine,
    )


def counts(community_id: int, actor: Actor) -> dict[str, int]:
    """How many cases each tab holds; identical messages count once."""
    waiting = Case.objects.filter(
        community_id=community_id,
        twin_of=None,
        state__in=(CaseState.OPEN, CaseState.ESCALATED),
    )
    return waiting.aggregate(
        todo=Count("id", filter=Q(state=CaseState.OPEN)),
        undecided=Count("id", filter=Q(state=CaseState.OPEN, mode="ask")),
        escalated=Count("id", filter=Q(state=CaseState.ESCALATED)),
        mine=Count("id", filter=Q(assignee_id=actor.id if actor.is_person else 0)),
    )


def open_count(community_id: int) -> int:
    """How many cases wait, for the rail."""
    return Case.objects.filter(
        community_id=community_id, twin_of=None, state=CaseState.OPEN
    ).count()


def next_case(
    community_id: int,
    actor: Actor,
    case_id: int,
    *,
    tab: str = "todo",
    sort: str = "priority",
    rule_id: str = "",
    signal: str = "",
) -> int | None:
    """The case to open once ``case_id`` is decided: the next one of the list, else the first."""
    rows = _filtered(community_id, actor, tab, rule_id, signal)
    ids = list(_after(rows, sort, "").values_list("id", flat=True)[:PAGE])
    if case_id not in ids:
        return ids[0] if ids else None
    place = ids.index(case_id)
    rest = ids[place + 1 :] or ids[:place]
    return rest[0] if rest else None
