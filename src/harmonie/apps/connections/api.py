"""API v1: who receives our events, and what is in the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from harmonie.apps.accounts.gate import scope
from harmonie.apps.connections import queries
from harmonie.apps.connections.contracts import EVENT_TYPES
from harmonie.apps.connections.operations import connect as setting_up
from harmonie.apps.web.errors import ApiError

router = Router(tags=["webhooks"], auth=scope("events:write"))


class EndpointIn(Schema):
    model_config = ConfigDict(extra="forbid")
    url: str = Field(max_length=500)
    types: list[str] = Field(min_length=1, max_length=len(EVENT_TYPES))


class EndpointOut(Schema):
    id: int
    url: str
    types: list[str]
    is_active: bool
    failing_since: datetime | None = None
    waiting: int = 0


class NewEndpoint(EndpointOut):
    secret: str = Field(description="Signing secret (Standard Webhooks), shown this once")


class DeliveryOut(Schema):
    id: int
    subject: str
    kind: str
    state: str
    attempts: int
    last_error: str
    created_at: datetime
    next_attempt_at: datetime
    delivered_at: datetime | None = None


@router.get("/webhooks", response=list[EndpointOut], summary="List webhook endpoints")
def list_endpoints(request: HttpRequest) -> list[EndpointOut]:
    community = request.community  # type: ignore[attr-defined]
    return [
        EndpointOut(
            id=card.id,
            url=card.url,
            types=list(card.event_types),
            is_active=card.is_active,
            failing_since=card.failing_since,
            waiting=card.waiting,
        )
        for card in queries.endpoints(community.id)
    ]


@router.post("/webhooks", response={201: NewEndpoint}, summary="Receive events at an address")
def create_endpoint(request: HttpRequest, body: EndpointIn) -> Status[NewEndpoint]:
    actor, community = request.actor, request.community  # type: ignore[attr-defined]
    try:
        pk, secret = setting_up.subscribe(community.id, body.url, body.types, actor)
    except setting_up.InvalidSettings as error:
        raise ApiError(
            "invalid", _("Some fields are wrong."), status=422, fields=error.problems
        ) from error
    made = NewEndpoint(
        id=pk, url=body.url, types=sorted(set(body.types)), is_active=True, secret=secret
    )
    return Status(201, made)


@router.delete("/webhooks/{endpoint_id}", response={204: None}, summary="Stop an endpoint")
def delete_endpoint(request: HttpRequest, endpoint_id: int) -> Status[None]:
    actor = request.actor  # type: ignore[attr-defined]
    try:
        setting_up.unsubscribe(endpoint_id, actor)
    except LookupError as error:
        raise _not_found() from error
    return Status(204, None)


@router.get("/deliveries", response=list[DeliveryOut], summary="What is in the outbox")
def list_deliveries(
    request: HttpRequest,
    state: Literal["queued", "sent", "unsupported", "dead"] | None = None,
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
) -> list[DeliveryOut]:
    community = request.community  # type: ignore[attr-defined]
    cards = queries.deliveries(community.id, state=state or "", limit=limit)
    return [DeliveryOut.model_validate(card, from_attributes=True) for card in cards]


@router.post("/deliveries/{delivery_id}/replay", response={202: None}, summary="Try again")
def replay(request: HttpRequest, delivery_id: int) -> Status[None]:
    actor = request.actor  # type: ignore[attr-defined]
    try:
        setting_up.replay(delivery_id, actor)
    except LookupError as error:
        raise _not_found() from error
    return Status(202, None)


def _not_found() -> ApiError:
    return ApiError("not_found", _("There is nothing with this number here."), status=404)
