"""Reads: how a community reports, what could be exported, what is on its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from harmonie.apps.dsa.contracts import ReportingCard, Scope, SubmissionLine, Translated
from harmonie.apps.dsa.models import Reporting, State, Submission
from harmonie.apps.dsa.translation import translate
from harmonie.apps.moderation import queries as moderation
from harmonie.apps.moderation.contracts import RestrictingDecision

UNSETTLED = (State.INCOMPLETE, State.REFUSED)


def reporting(community_id: int) -> ReportingCard:
    """The community's choices; the defaults, which send nothing, when it made none."""
    row = Reporting.objects.filter(community_id=community_id).first()
    return card(row) if row is not None else ReportingCard()


def card(row: Reporting) -> ReportingCard:
    return ReportingCard(
        profile=row.profile,
        is_small=row.is_small,
        is_voluntary=row.is_voluntary,
        is_on=row.is_on,
        address=row.address,
        has_token=bool(row.secrets),
        scope=Scope(tuple(row.territories), dict(row.categories)),
        started_at=row.started_at,
        paused_until=row.paused_until,
        last_error=row.last_error,
    )


def reporting_communities() -> list[int]:
    """Communities that send their statements."""
    return list(Reporting.objects.filter(is_on=True).values_list("community_id", flat=True))


def translated(community_id: int, start: datetime, end: datetime) -> Iterator[Translated]:
    """Every restriction of a period in the Commission's words, oldest first."""
    return in_words_of(community_id, moderation.restricting(community_id, start, end))


def newest(community_id: int, start: datetime, end: datetime, limit: int) -> list[Translated]:
    """The same, the newest ``limit`` of them only, newest first."""
    found = moderation.restricting(community_id, start, end, newest_first=True)
    return list(in_words_of(community_id, islice(found, limit)))


def in_words_of(
    community_id: int, decisions: Iterable[RestrictingDecision]
) -> Iterator[Translated]:
    """Translate decisions as the community says."""
    scope = reporting(community_id).scope
    for decision in decisions:
        yield translate(decision, scope)


def counts(community_id: int) -> dict[str, int]:
    """How many statements are in each state; every state is there."""
    states = Submission.objects.filter(community_id=community_id).values_list("state", flat=True)
    found = Counter(states)
    return {str(state): found[str(state)] for state in State}


def unsettled(community_id: int, limit: int = 100) -> list[SubmissionLine]:
    """Statements that cannot be sent yet or were refused, newest first, with what is wrong."""
    rows = Submission.objects.filter(community_id=community_id, state__in=UNSETTLED)
    return [
        SubmissionLine(row.decision_id, row.puid, row.state, row.problems, row.settled_at)
        for row in rows.order_by("-id")[:limit]
    ]
