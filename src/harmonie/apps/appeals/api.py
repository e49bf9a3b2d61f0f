"""API v1: appeals lodged for members, and read by the community's programs."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from harmonie.apps.accounts.gate import community_of, scope
from harmonie.apps.appeals import operations, queries
from harmonie.apps.appeals.contracts import Refused
from harmonie.apps.appeals.references import receipt_url
from harmonie.apps.appeals.schemas import (
    AppealIn,
    AppealLineOut,
    AppealOut,
    AppealsOut,
    AppealsQuery,
    Id,
    LodgedOut,
    ResolutionIn,
)

router = Router()


@router.post(
    "/appeals", auth=scope("appeals:write"), response={201: LodgedOut}, tags=["appeals"],
    summary="Lodge an appeal",
)  # fmt: skip
def lodge_appeal(request: HttpRequest, payload: AppealIn) -> Status[LodgedOut]:
    """Contest a decision for the member who received its statement of reasons.

    Free, once at a time, within six months. `receipt_url` is the member's: there they read the
    answer, add something, or take the appeal back.
    """
    try:
        lodged = operations.lodge(
            payload.statement,
            payload.text,
            language=payload.language,
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except Refused as refusal:
        raise refusal.as_error() from None
    view = queries.appeal(community_of(request), lodged.id)
    out = LodgedOut(
        id=lodged.id, receipt_url=receipt_url(lodged.public_id), due_at=view.card.due_at
    )
    return Status(201, out)


@router.get(
    "/appeals", auth=scope("appeals:read"), response=AppealsOut, tags=["appeals"],
    summary="List appeals",
)  # fmt: skip
def list_appeals(request: HttpRequest, query: Query[AppealsQuery]) -> AppealsOut:
    """Open appeals by deadline, then closed ones, newest first. Follow `next_cursor`."""
    found = queries.appeals(
        community_of(request),
        tab=query.tab,
        state=query.state,
        rule_id=query.rule,
        after=int(query.cursor or 0),
        limit=query.limit,
    )
    return AppealsOut(
        items=[AppealLineOut.of(card) for card in found.cards],
        next_cursor=str(found.after) if found.after is not None else "",
    )


@router.get(
    "/appeals/{appeal_id}", auth=scope("appeals:read"), response=AppealOut, tags=["appeals"],
    summary="Fetch an appeal",
)  # fmt: skip
def fetch_appeal(request: HttpRequest, appeal_id: Path[Id]) -> AppealOut:
    """What the member wrote, the conversation, the outcome and its reasons."""
    return _appeal(request, appeal_id)


@router.post(
    "/appeals/{appeal_id}/resolution", auth=scope("appeals:read"), response=AppealOut,
    tags=["appeals"], summary="Resolve an appeal (refused)",
)  # fmt: skip
def resolve_appeal(request: HttpRequest, appeal_id: Path[Id], payload: ResolutionIn) -> AppealOut:
    """Always 403 `person`: a person examines an appeal, on the desk, never a program."""
    try:
        operations.resolve(
            appeal_id,
            payload.outcome,
            payload.reasons,
            request.actor,  # type: ignore[attr-defined]
        )
    except Refused as refusal:
        raise refusal.as_error() from None
    return _appeal(request, appeal_id)


def _appeal(request: HttpRequest, appeal_id: int) -> AppealOut:
    try:
        return AppealOut.view(queries.appeal(community_of(request), appeal_id))
    except Refused as refusal:
        raise refusal.as_error() from None
