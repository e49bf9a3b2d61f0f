"""What is hard to read is not in the page until somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.walk import Place, expect


def severe(api: httpx.Client) -> tuple[int, str]:
    """An open case of severity 3 or 4, and its text."""
    for case in api.get("/cases", params={"limit": 100}).json()["items"]:
        if case["severity"] >= 3:
            message = api.get(f"/cases/{case['id']}").json()["message_id"]
            return case["id"], api.get(f"/messages/{message}").json()["text"]
    raise AssertionError("no severe case in the queue")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_severe_text_is_not_in_the_page_until_v(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    case, text = severe(api(language))
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
