"""A manager sees at a glance what the latest message praises and what it complains of."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.walk import Place, expect

SAID = {
    "fr": ("Super accueil mais livraison en retard", "accueil", "livraison", "De quoi on parle"),
    "en": ("I love the graphics but the story is terrible", "graphics", "story", "About what"),
}


def considered(client: httpx.Client, message_id: int) -> dict[str, object]:
    """The message, once the desk has read it and its rules have spoken."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        message: dict[str, object] = client.get(f"/messages/{message_id}").json()
        if message["stage"] == "considered":
            return message
        time.sleep(0.2)
    raise AssertionError("the message was not considered within 30 seconds")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_praised_and_what_is_complained_of_stand_under_the_message(
    language: str,
    place: Place,
    enter: Callable[..., Page],
    api: Callable[[str], httpx.Client],
) -> None:
    text, liked, disliked, head = SAID[language]
    author = {"id": "about-what", "name": "Noor"}
    sent = {"external_id": "about-what", "thread_id": "about-what", "text": text, "author": author}
    client = api(language)
    stored = client.post("/messages", json=sent).json()["results"][0]
    message = considered(client, stored["id"])

    page = enter("manager", language)
    page.goto(place.at(language, f"inbox/{message['thread_id']}/"))

    about = page.get_by_role("group", name=head)
    expect(about.locator("li", has_text=liked)).to_contain_text("+")
    expect(about.locator("li", has_text=disliked)).to_contain_text("−")
