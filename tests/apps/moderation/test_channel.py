"""Decisions as a real channel receives them: signed orders to a listening server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.connections.models import Delivery
from harmonie.apps.connections.operations.attempt import attempt
from harmonie.apps.connections.operations.connect import connect, new_secret
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.models import Case, Decision
from tests.apps.connections.conftest import Receiver, receiver  # noqa: F401 (a fixture)
from tests.apps.moderation.conftest import HIDDEN, PROPOSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(ruled: Community, lead: Actor, receiver: Receiver) -> Receiver:  # noqa: F811
    values = {"secret": new_secret(), "url": receiver.url}
    connect(ruled.pk, "webhook", "Site web", values, lead)
    return receiver


def send_all(site: Receiver) -> list[dict[str, object]]:
    """Deliver what waits, twice over, and return the orders received so far."""
    for _ in range(2):
        for delivery in Delivery.objects.order_by("id"):
            attempt(delivery.pk)
    return [json.loads(body)["data"] for _headers, body in site.calls]


def test_a_machines_decision_is_ordered_once_with_the_way_to_the_reasons(
    site: Receiver, say: Callable[..., int]
) -> None:
    message_id = say(f"Quelle {HIDDEN}", channel="site-web", external_id="c-1")
    operations.consider([message_id])
    (order,) = send_all(site)
    assert (order["action"], order["message"]["external_id"]) == ("hide", "c-1")  # type: ignore[index]
    url = order["parameters"]["statement_url"]  # type: ignore[index]
    assert Client().get("/s/" + url.split("/s/")[1]).status_code == 200
    assert HIDDEN not in json.dumps(order)
    record = queries.decision(Decision.objects.get().community_id, Decision.objects.get().id)
    assert [outcome.status for outcome in record.outcomes] == ["sent"]


def test_undoing_orders_the_reverse(
    site: Receiver, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    case = case_of(say(f"Voici une {PROPOSED}", channel="site-web"))
    decision_id = operations.decide(case.id, "remove", lea)
    send_all(site)
    operations.undo(decision_id, lea)
    assert [order["action"] for order in send_all(site)] == ["remove", "restore"]


def test_a_warning_leaves_in_the_authors_language(
    site: Receiver, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    text = (
        f"I am telling everybody here that this {PROPOSED} should not be allowed to drive the bus"
    )
    operations.decide(case_of(say(text, channel="site-web")).id, "warn", lea)
    (order,) = send_all(site)
    sent = order["parameters"]["text"]  # type: ignore[index]
    assert "does not follow the rules" in sent and "Reasons and how to contest: http" in sent


def test_a_mute_ends_on_the_channel_unless_another_still_holds(
    site: Receiver, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    first, second = (
        case_of(say(f"Voici une {PROPOSED} numéro {n}", channel="site-web")) for n in range(2)
    )
    operations.decide(first.id, "mute", lea, parameters={"duration_seconds": 3600})
    second_id = operations.decide(second.id, "mute", lea, parameters={"duration_seconds": 7200})
    operations.lift_expired(timezone.now() + timedelta(minutes=70))
    assert [order["action"] for order in send_all(site)] == ["mute", "mute"]
    operations.undo(second_id, lea)
    assert [order["action"] for order in send_all(site)] == ["mute", "mute", "unmute"]


def test_what_the_channel_refuses_stands_in_the_record(
    site: Receiver, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    site.statuses[:] = [400]
    case = case_of(say(f"Voici une {PROPOSED}", channel="site-web"))
    decision_id = operations.decide(case.id, "hide", lea)
    send_all(site)
    (outcome,) = queries.decision(case.community_id, decision_id).outcomes
    assert (outcome.status, "400" in outcome.detail) == ("dead", True)
