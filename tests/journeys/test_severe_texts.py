"""What is hard to read is not in the page until somebody asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.resources import files

import httpx
import pytest
import yaml
from playwright.sync_api import Page

from tests.journeys.walk import Place, expect


def severe(api: httpx.Client, language: str) -> tuple[int, str]:
    """A case of severity 3 or 4, opened by the worker from a message that just came in."""
    pack = yaml.safe_load((files("harmonie.policies") / "packs" / "brand_page.yaml").read_text())
    threat = next(rule for rule in pack["rules"] if rule["id"] == "threat")
    text = next(
        example["text"]
        for example in threat["examples"]["fires"]
        if example["language"] == language
    )
    message = {
        "external_id": f"severe-{language}", "text": f"{text} ({language})",
        "author": {"id": "severe", "name": "Ewen"}, "thread_id": f"severe-{language}",
    }  # fmt: skip
    api.post("/messages", json={"channel": "forum", "messages": [message]}).raise_for_status()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        cases = api.get("/cases", params={"limit": 5, "sort": "newest"}).json()["items"]
        for case in cases:
            found = api.get(f"/cases/{case['id']}").json()["message_id"]
            if api.get(f"/messages/{found}").json()["text"] == message["text"]:
                assert case["severity"] >= 3
                return case["id"], message["text"]
        time.sleep(0.3)
    raise AssertionError("the worker opened no case")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_severe_text_is_not_in_the_page_until_v(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    case, text = severe(api(language), language)
    page = enter("second", language)
    page.goto(place.at(language, f"moderation/cases/{case}/"))
    assert text not in page.locator("html").evaluate("html => html.textContent")
    assert text not in page.content()
    before = page.locator("#day progress").get_attribute("value")
    page.keyboard.press("v")
    expect(page.locator("#item .is-subject .message-text")).to_have_text(text)
    # The person's own count goes up: it is theirs alone.
    expect(page.locator("#day progress")).not_to_have_attribute("value", before or "")
    # In the inbox the text is as hidden.
    page.goto(place.at(language, "inbox/"))
    assert text not in page.content()
