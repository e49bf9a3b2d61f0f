"""Decisions that restrict somebody, as those who report them may hold them: no text, no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from harmonie.apps.moderation import explain
from harmonie.apps.moderation.contracts import RESTRICTING, RestrictingDecision
from harmonie.apps.moderation.models import Decision
from harmonie.apps.moderation.queries import reading, statements

CHUNK = 500


def restricting(
    community_id: int,
    start: datetime,
    end: datetime,
    *,
    newest_first: bool = False,
) -> Iterator[RestrictingDecision]:
    """Restrictions decided from ``start`` (included) to ``end`` (excluded), oldest first."""
    rows = Decision.objects.filter(
        community_id=community_id, kind__in=RESTRICTING, made_at__gte=start, made_at__lt=end
    )
    order = ("-made_at", "-id") if newest_first else ("made_at", "id")
    yield from _read(list(rows.order_by(*order).values_list("id", flat=True)))


def restricting_by_id(community_id: int, ids: Sequence[int]) -> Iterator[RestrictingDecision]:
    """The same, for decisions named one by one; those that are gone are left out."""
    rows = Decision.objects.filter(community_id=community_id, kind__in=RESTRICTING, id__in=ids)
    yield from _read(list(rows.order_by("id").values_list("id", flat=True)))


def _read(ids: Sequence[int]) -> Iterator[RestrictingDecision]:
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        found = (
            Decision.objects.select_related("community", "message__member", "policy_version")
            .defer("message__analysis", "message__embedding", "policy_version__source")
            .prefetch_related("restrictions")
            .in_bulk(chunk)
        )
        for decision_id in chunk:
            if decision_id in found:
                yield _told(found[decision_id])


def _told(row: Any) -> RestrictingDecision:
    """What the statement that the author reads says, in the community's language."""
    community, language = row.community, row.community.language
    with timezone.override(ZoneInfo(community.time_zone)):
        written = statements.write(row, language)
    rule = reading.rule_of(row.policy_version_id, row.rule_id)
    return RestrictingDecision(
        id=row.id,
        public_id=row.public_id,
        reference=explain.reference(community.name, row.public_id, row.made_at),
        kinds=frozenset(action["kind"] for action in row.actions) & RESTRICTING,
        made_at=row.made_at,
        undone_at=row.undone_at,
        ends_at={one.kind: _earliest(one.ends_at, one.lifted_at) for one in row.restrictions.all()},
        content_at=row.message.created_at,
        content_language=str(row.evidence.get("language") or row.message.language or ""),
        is_reported=bool(row.evidence.get("reports")),
        is_by_machine=row.is_by_machine,
        is_by_program=row.api_key_id is not None,
        agreed_with_ai=row.agreed_with_ai,
        rule_id=row.rule_id if rule is not None else "",
        rule_title=rule.name(language) if rule is not None else "",
        main_signal=row.main_signal,
        ground=written.rule.text if row.policy_version_id else "",
        explanation=written.facts.text,
        missing=written.missing,
        language=language,
        time_zone=community.time_zone,
        charter_url=community.charter_url,
    )


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)
