import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks.webhooks import Webhook

from harmonie.apps.accounts.contracts import PERMISSIONS, Actor, NotAllowed
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import operations as audit
from harmonie.apps.audit import queries as log
from harmonie.apps.connections import queries, vault
from harmonie.apps.connections.announcements import delivery_settled
from harmonie.apps.connections.models import Connection, Delivery, DeliveryState, EventEndpoint
from harmonie.apps.connections.operations import connect as setting_up
from harmonie.apps.connections.operations.attempt import MAXIMUM_ATTEMPTS, attempt
from harmonie.apps.connections.operations.feed import feed
from harmonie.apps.connections.operations.order import order_action
from harmonie.apps.connections.operations.sweep import sweep
from harmonie.records import Action, Author, Message
from tests.apps.connections.conftest import Receiver

pytestmark = pytest.mark.django_db
MESSAGE = Message(
    text="Un texte qui ne doit pas sortir",
    id="7",
    external_id="c-7",
    channel="site-web",
    author=Author("m-1", "Yann"),
)


def order(community: Community, key: str = "dec_1_0", kind: str = "hide") -> int:
    ticket = order_action(
        MESSAGE, Action(kind), community_id=community.pk, subject="decision:1", idempotency_key=key
    )
    assert ticket.delivery_id is not None
    return ticket.delivery_id


def make_due(delivery_id: int) -> None:
    Delivery.objects.filter(pk=delivery_id).update(next_attempt_at=timezone.now())


def test_an_action_reaches_the_site_signed_and_without_the_text(
    site: int, place: Community, receiver: Receiver, secret: str
) -> None:
    delivery_id = order(place)
    attempt(delivery_id)
    headers, body = receiver.calls[0]
    Webhook(secret).verify(body, headers)
    assert MESSAGE.text not in body.decode()
    assert headers["idempotency-key"] == "dec_1_0"
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert [event.type for event in log.events(place.pk, subject="decision:1")] == [
        "action.queued",
        "action.delivered",
    ]


def test_ordering_the_same_key_twice_sends_once(
    site: int, place: Community, receiver: Receiver
) -> None:
    assert order(place) == order(place)
    for _ in range(3):
        attempt(Delivery.objects.get().pk)
    assert len(receiver.calls) == 1


def test_a_failing_receiver_is_tried_again_later_with_the_same_key(
    site: int, place: Community, receiver: Receiver
) -> None:
    receiver.statuses = [503, 429]
    receiver.headers = {"Retry-After": "120"}
    delivery_id = order(place)
    attempt(delivery_id)
    waiting = Delivery.objects.get()
    assert waiting.state == DeliveryState.QUEUED
    assert waiting.next_attempt_at > timezone.now() + timedelta(seconds=100)
    attempt(delivery_id)
    assert len(receiver.calls) == 1, "not before its time"
    for _ in range(2):
        make_due(delivery_id)
        attempt(delivery_id)
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert len({headers["idempotency-key"] for headers, _ in receiver.calls}) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.calls}) == 1


def test_a_refusal_is_not_insisted_upon_and_those_above_are_told(
    site: int, place: Community, receiver: Receiver
) -> None:
    receiver.statuses = [422]
    heard: list[str] = []

    def hear(sender: object, state: str, **rest: object) -> None:
        heard.append(state)

    delivery_settled.connect(hear)
    attempt(order(place))
    delivery_settled.disconnect(hear)
    assert heard == ["dead"]
    assert "422" in Delivery.objects.get().last_error


def test_after_a_day_of_attempts_it_is_given_up_and_can_be_replayed(
    site: int, place: Community, receiver: Receiver, lead: Actor
) -> None:
    delivery_id = order(place)
    Delivery.objects.update(attempts=MAXIMUM_ATTEMPTS - 1)
    receiver.statuses = [500]
    attempt(delivery_id)
    assert Delivery.objects.get().state == DeliveryState.DEAD
    setting_up.replay(delivery_id, lead)
    attempt(delivery_id)
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_an_undo_waits_for_what_it_undoes(site: int, place: Community, receiver: Receiver) -> None:
    receiver.statuses = [503]
    first, second = order(place), order(place, key="undo_1_0", kind="show")
    attempt(first)
    attempt(second)
    assert [json.loads(body)["data"]["action"] for _, body in receiver.calls] == ["hide"]
    make_due(first)
    attempt(first)
    make_due(second)
    attempt(second)
    told = [json.loads(body)["data"]["action"] for _, body in receiver.calls]
    assert told == ["hide", "hide", "show"]


def test_a_lost_job_is_found_by_the_sweeper(site: int, place: Community) -> None:
    delivery_id = order(place)
    DBTaskResult.objects.all().delete()
    assert sweep() == 0, "not overdue yet"
    Delivery.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=5))
    assert sweep() == 1
    assert DBTaskResult.objects.get().args_kwargs["args"] == [delivery_id]


def test_what_the_channel_cannot_do_is_said_and_not_sent(
    site: int, place: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harmonie.channels.channel import CHANNELS

    monkeypatch.setattr(CHANNELS.get("webhook"), "capabilities", frozenset({"read"}))
    ticket = order_action(
        MESSAGE, Action("ban"), community_id=place.pk, subject="decision:2", idempotency_key="k"
    )
    assert ticket.state == "unsupported"
    assert DBTaskResult.objects.count() == 0


def test_a_message_without_a_connection_is_acted_upon_on_the_desk_only(place: Community) -> None:
    ticket = order_action(
        MESSAGE, Action("hide"), community_id=place.pk, subject="decision:3", idempotency_key="k"
    )
    assert ticket.state == "desk"
    assert not Delivery.objects.exists()


def test_secrets_are_encrypted_and_never_shown(site: int, place: Community, secret: str) -> None:
    row = Connection.objects.get()
    assert secret.encode() not in bytes(row.secrets)
    assert vault.unlock(row.secrets)["secret"] == secret
    card = queries.connections(place.pk)[0]
    assert secret not in repr(card)
    assert "secret" in card.secret_names


def test_a_secret_left_empty_is_kept(
    site: int, secret: str, receiver: Receiver, lead: Actor
) -> None:
    setting_up.change(site, "Site", {"secret": "", "url": receiver.url}, lead)
    assert vault.unlock(Connection.objects.get().secrets)["secret"] == secret


def test_two_connections_cannot_share_a_name(
    site: int, place: Community, lead: Actor, receiver: Receiver
) -> None:
    with pytest.raises(setting_up.InvalidSettings) as caught:
        values = {"secret": setting_up.new_secret(), "url": receiver.url}
        setting_up.connect(place.pk, "webhook", "Site web", values, lead)
    assert "name" in caught.value.problems


def test_a_moderator_may_not_connect_channels(place: Community) -> None:
    moderator = Actor("person", 2, "Sana", place.pk, PERMISSIONS["moderator"], "moderator")
    with pytest.raises(NotAllowed):
        setting_up.connect(place.pk, "webhook", "Site", {}, moderator)


def test_events_reach_a_subscriber_once_each_and_only_the_chosen_ones(
    place: Community, lead: Actor, receiver: Receiver
) -> None:
    audit.record("case.opened", actor="machine", community_id=place.pk, subject="case:1")
    _, secret = setting_up.subscribe(place.pk, receiver.url, ["case.opened"], lead)
    audit.record("case.opened", actor="machine", community_id=place.pk, subject="case:2")
    audit.record("note.added", actor="user:1", community_id=place.pk, subject="thread:2")
    audit.record("case.opened", actor="machine", community_id=place.pk + 1, subject="case:3")
    assert feed() == 1
    assert feed() == 0
    attempt(Delivery.objects.get().pk)
    headers, body = receiver.calls[0]
    Webhook(secret).verify(body, headers)
    told = json.loads(body)
    assert told["type"] == "case.opened"
    assert told["data"]["case"] == "2"


def test_a_receiver_that_is_gone_is_switched_off(
    place: Community, lead: Actor, receiver: Receiver
) -> None:
    setting_up.subscribe(place.pk, receiver.url, ["case.opened"], lead)
    audit.record("case.opened", actor="machine", community_id=place.pk, subject="case:1")
    feed()
    receiver.statuses = [410]
    attempt(Delivery.objects.get().pk)
    assert not EventEndpoint.objects.get().is_active


@pytest.mark.parametrize(
    ("url", "types"),
    [("https://10.0.0.1/", ["case.opened"]), ("https://93.184.215.14/", ["nothing.known"])],
)
def test_a_wrong_subscription_is_refused_with_its_field(
    place: Community, lead: Actor, url: str, types: list[str]
) -> None:
    with pytest.raises(setting_up.InvalidSettings):
        setting_up.subscribe(place.pk, url, types, lead)
