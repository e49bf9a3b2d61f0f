"""What a message speaks of, on the conversation page and in the API; judged by the real model."""

from __future__ import annotations

import pytest
from django.urls import reverse

from harmonie.apps.inbox import queries
from harmonie.apps.inbox.contracts import NotFound
from harmonie.apps.inbox.models import Message
from harmonie.apps.inbox.views.showing import shown_aspects
from harmonie.pipeline import analyse, to_json
from harmonie.records import Aspect

pytestmark = pytest.mark.django_db
TEXT = "Super accueil mais livraison en retard"


@pytest.fixture
def judged(conversation):
    """``judged("…")``: a conversation whose messages were analysed; its last message."""

    def make(*texts):
        thread_id = conversation(*texts)
        rows = list(Message.objects.filter(thread_id=thread_id).order_by("pk"))
        for row in rows:
            row.analysis = to_json(analyse(row.text, "fast"))
            row.stage = "considered"
            row.save()
        return rows[-1]

    return make


def address(name, **more):
    return reverse(f"inbox:{name}", kwargs={"community": "littoral", **more})


def test_the_things_a_message_speaks_of_are_chips_with_a_sign_and_a_word(
    client_for, person, community, judged
):
    message = judged(TEXT)
    client = client_for(person("viewer", community))

    page = client.get(address("about", message_id=message.pk)).content.decode()

    assert "De quoi on parle" in page
    assert "<bdi>accueil</bdi>" in page and "<bdi>livraison</bdi>" in page
    assert page.index("+</span>") < page.index("−</span>")
    assert "négatif" in page and "positif" in page


def test_the_same_chips_in_english(client_for, person, community, judged):
    message = judged("I love the graphics but the story is terrible")
    client = client_for(person("viewer", community, language="en"))
    page = client.get(address("about", message_id=message.pk)).content.decode()
    assert "About what" in page and "<bdi>story</bdi>" in page and "negative" in page


def test_only_the_latest_message_that_was_read_asks_for_them(client_for, person, community, judged):
    message = judged("Merci pour votre accueil", TEXT)
    client = client_for(person("viewer", community))
    page = client.get(address("thread", thread_id=message.thread_id)).content.decode()
    assert page.count("/about/") == 1
    assert address("about", message_id=message.pk) in page


def test_a_concealed_text_is_not_told_in_part(client_for, person, community, judged):
    message = judged(TEXT)
    Message.objects.update(severity=4)
    client = client_for(person("viewer", community))
    assert client.get(address("about", message_id=message.pk)).content.strip() == b""
    page = client.get(address("thread", thread_id=message.thread_id)).content.decode()
    assert "/about/" not in page


def test_a_message_of_another_community_is_not_found(
    client_for, person, community, other_community, judged
):
    message = judged(TEXT)
    with pytest.raises(NotFound):
        queries.about(other_community.pk, message.pk)
    client = client_for(person("viewer", community))
    assert client.get(address("about", message_id=message.pk + 1)).status_code == 404


def test_a_message_that_waits_for_its_analysis_speaks_of_nothing_yet(community, conversation):
    conversation(TEXT)
    assert queries.about(community.pk, Message.objects.get().pk) == ()


def test_each_thing_is_shown_once_and_the_felt_ones_first():
    def aspect(key, sentiment, score, start):
        return Aspect(key, key, start, start + 1, sentiment, score, None, 0, 99)

    shown = shown_aspects(
        [
            aspect("prix", "neutral", 0.9, 0),
            aspect("colis", "negative", 0.5, 5),
            aspect("colis", "positive", 0.8, 9),
            *(aspect(f"chose {n}", "neutral", 0.5, 20 + n) for n in range(20)),
        ]
    )
    assert [(one.key, one.sentiment) for one in shown[:2]] == [
        ("colis", "positive"), ("prix", "neutral"),
    ]  # fmt: skip
    assert len(shown) == 8


def test_the_api_gives_them_with_a_message_when_asked(client, api_key, community, judged):
    message = judged(TEXT)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {api_key(['messages:read'], community)}"}
    url = f"/api/v1/messages/{message.pk}"
    assert client.get(url, **bearer).json()["aspects"] is None
    told = client.get(f"{url}?aspects=1", **bearer).json()["aspects"]
    assert [(one["key"], one["sentiment"]) for one in told] == [
        ("accueil", "positive"), ("livraison", "negative"),
    ]  # fmt: skip
    assert TEXT[told[1]["clause_start"] : told[1]["clause_end"]] == "mais livraison en retard"
