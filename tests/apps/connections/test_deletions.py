"""A deletion on the site follows into the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.audit import queries as audit
from harmonie.apps.connections.operations.connect import new_secret
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox.models import Message
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Case
from tests.apps.connections.test_views import connect, event, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(person: Callable[..., Any], community: Any, client_for: Callable[..., Client]) -> str:
    from harmonie.apps.moderation.operations import install_first_pack

    install_first_pack(community.pk, "brand_page", "user:1")
    made = new_secret()
    connect(client_for(person("lead", community)), made)
    return made


def delete(secret: str, *ids: str) -> Any:
    body = event(*ids) | {"type": "message.deleted"}
    for item in body["data"]:
        item["text"] = ""
    return post(Client(), secret, body, f"gone_{'_'.join(ids)}")


def test_a_deleted_message_leaves_the_queue_and_says_why(secret: str, community: Any) -> None:
    body = event("1")
    body["data"][0]["text"] = "Espèce de gros abruti, dégage, personne ne veut de toi ici"
    post(Client(), secret, body)
    message = Message.objects.get()
    inbox.analyse([message.pk])
    moderation.consider([message.pk])
    assert Case.objects.get().state == "open"
    assert delete(secret, "1").json()["accepted"] == 1
    moderation.close_withdrawn([message.pk])
    message.refresh_from_db()
    assert message.visibility == "withdrawn"
    assert Case.objects.get().state == "decided"
    types = {item.type for item in audit.events(community.pk)}
    assert {"message.withdrawn", "case.closed"} <= types


def test_a_message_deleted_before_it_was_judged_is_never_judged(secret: str) -> None:
    post(Client(), secret, event("1"))
    delete(secret, "1")
    message = Message.objects.get()
    assert inbox.analyse([message.pk]) == []
    assert not Case.objects.exists()


def test_deleting_what_never_came_in_changes_nothing(secret: str) -> None:
    answer = delete(secret, "unknown")
    assert (answer.status_code, answer.json()["accepted"]) == (202, 0)
    assert not Message.objects.exists()


def test_the_echo_of_an_answer_is_not_a_second_message(
    secret: str, community: Any, person: Callable[..., Any], receiver: Any
) -> None:
    from harmonie.apps.accounts.queries import actor_in
    from harmonie.apps.connections.models import Connection, Delivery
    from harmonie.apps.connections.operations.attempt import attempt
    from harmonie.apps.connections.operations.send_reply import send_reply

    Connection.objects.update(settings={"url": receiver.url})
    post(Client(), secret, event("1"))
    question = Message.objects.get()
    actor = actor_in(person("manager", community), community.pk)
    assert actor is not None
    sent = inbox.reply(question.thread_id, "Bonjour, le car passe à 9 h.", actor)
    send_reply(sent.message_id, community.pk)
    receiver.answer = b'{"id": "site-99"}'
    attempt(Delivery.objects.get().pk)
    body = event("site-99")
    body["data"][0]["text"] = "Bonjour, le car passe à 9 h."
    post(Client(), secret, body, "echo")
    assert Message.objects.count() == 2
