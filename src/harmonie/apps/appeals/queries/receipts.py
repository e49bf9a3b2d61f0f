"""Appeals as the member who holds the receipt sees them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from harmonie.apps.appeals import refusals
from harmonie.apps.appeals.contracts import MOST_APPEALS, MOST_MESSAGES, Receipt, Refused
from harmonie.apps.appeals.models import OPEN, Appeal, State
from harmonie.apps.appeals.queries.desk import lines
from harmonie.apps.appeals.references import NoReceipt, public_id, receipt_url
from harmonie.apps.moderation import queries as moderation
from harmonie.apps.moderation.contracts import Statement
from harmonie.apps.moderation.explain import contest_until


def id_and_community(token: str) -> tuple[int, int]:
    """Which appeal a receipt's address names; raises :class:`NoReceipt`."""
    row = _row(token)
    return row.pk, row.community_id


def receipt(token: str) -> Receipt:
    """Everything the member may read of their appeal; raises :class:`NoReceipt`."""
    return _receipt(_row(token))


def latest(decision_id: int) -> Receipt | None:
    """The newest appeal against a decision."""
    row = _rows().filter(decision_id=decision_id).order_by("-id").first()
    return _receipt(row) if row is not None else None


def refusal_to_lodge(decision_id: int, statement: Statement) -> Refused | None:
    """Why a decision cannot be contested now; ``None`` when it can."""
    rows = Appeal.objects.filter(decision_id=decision_id)
    if rows.filter(state__in=OPEN).exists():
        return refusals.already_open()
    if statement.is_undone:
        return refusals.undone()
    if statement.contest_until is None or timezone.now() > statement.contest_until:
        return refusals.too_late()
    if rows.count() >= MOST_APPEALS:
        return refusals.too_many_appeals()
    return None


def _rows() -> QuerySet[Appeal]:
    return Appeal.objects.select_related("decision").defer(
        "decision__evidence", "decision__verdict"
    )


def _row(token: str) -> Appeal:
    row = _rows().filter(public_id=public_id(token)).first()
    if row is None:
        raise NoReceipt(token[:8])
    return row


def _receipt(row: Appeal) -> Receipt:
    messages = lines(row)
    is_open = row.state in OPEN
    added = sum(not line.is_from_team for line in messages)
    return Receipt(
        id=row.pk,
        public_id=row.public_id,
        community_id=row.community_id,
        reference=row.public_id[:8],
        state=row.state,
        closed_because=row.closed_because,
        language=row.language,
        text=row.text,
        lodged_at=row.lodged_at,
        due_at=row.due_at,
        resolved_at=row.resolved_at,
        reasons=row.reasons,
        messages=messages,
        statement_url=moderation.statement_address(row.community_id, row.decision_id),
        url=receipt_url(row.public_id),
        may_add=is_open and added < MOST_MESSAGES,
        may_lodge_again=_may_lodge_again(row),
    )


def _may_lodge_again(row: Appeal) -> bool:
    """Whether the member may come back with something new after this end."""
    if row.state not in (State.UPHELD, State.WITHDRAWN) or row.decision.undone_at is not None:
        return False
    others = Appeal.objects.filter(decision_id=row.decision_id)
    return (
        timezone.now() <= contest_until(row.decision.made_at)
        and others.count() < MOST_APPEALS
        and not others.filter(state__in=OPEN).exists()
    )
