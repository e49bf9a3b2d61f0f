"""Texts and names that would run, reorder or swell stay what they are: text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
from playwright.sync_api import BrowserContext, Page

from tests.journeys.looks import too_wide
from tests.journeys.walk import Place, expect

GIVEN = json.loads((Path(__file__).with_name("data") / "hostile.json").read_text(encoding="utf-8"))
HOOK = "window.__fired"


def check(page: Page) -> None:
    """Nothing ran, nothing of it became an element or an attribute, nothing sticks out."""
    assert page.evaluate(f"() => {HOOK}") is None
    planted = "script:not([src]):not([type='application/json']), [onerror], [onfocus], [onload]"
    assert page.locator(planted).count() == 0
    assert page.locator("img[src=x], [hx-on\\:click]").count() == 0
    page.set_viewport_size({"width": 390, "height": 844})
    assert too_wide(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})


def test_hostile_texts_are_inert_everywhere(
    place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client],
    open_context: Callable[..., tuple[BrowserContext, Page]],
) -> None:  # fmt: skip
    client = api("hostile")
    page = enter("owner", "fr")
    page.goto(place.at("hostile", "inbox/"))
    check(page)
    expect(page.locator("#inbox-list")).to_contain_text(GIVEN["names"][0])
    threads = [row.get_attribute("href") or "" for row in page.locator("[data-item]").all()]
    assert len(threads) == len(GIVEN["texts"]) + len(GIVEN["names"]) - 1
    seen = ""
    for thread in threads:
        page.goto(thread)
        check(page)
        seen += page.locator("#messages").inner_text()
    for text in GIVEN["texts"][:5]:
        assert text in seen
    expect(page.locator("[data-item]").first).to_be_visible()

    page.goto(place.at("hostile", "moderation/"))
    check(page)
    for case in client.get("/cases", params={"limit": 100}).json()["items"]:
        page.goto(place.at("hostile", f"moderation/cases/{case['id']}/"))
        check(page)


def test_hidden_characters_are_told(
    place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    page = enter("owner", "fr")
    page.goto(place.at("hostile", "inbox/?q=espace"))
    page.goto(place.at("hostile", "inbox/"))
    badges = 0
    for row in [row.get_attribute("href") or "" for row in page.locator("[data-item]").all()]:
        page.goto(row)
        badges += page.locator("#messages .chip-warn[title*='U+']").count()
    # The reordered text and the one with zero-width spaces.
    assert badges >= 2
    told = 0
    for case in api("hostile").get("/cases", params={"limit": 100}).json()["items"]:
        page.goto(place.at("hostile", f"moderation/cases/{case['id']}/"))
        told += page.locator(".is-subject .note code").count()
    assert told >= 2


def test_a_decision_and_its_reasons_quote_hostile_texts_inertly(
    place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client],
    open_context: Callable[..., tuple[BrowserContext, Page]],
) -> None:  # fmt: skip
    client = api("hostile")
    page = enter("owner", "fr")
    _context, public = open_context(place.desk.url, "fr")
    cases = client.get("/cases", params={"limit": 100, "sort": "oldest"}).json()["items"]
    for case in cases[:6]:
        answer = client.post(f"/cases/{case['id']}/decision", json={"kind": "hide"})
        answer.raise_for_status()
        decision = answer.json()["decision_ids"][0]
        page.goto(place.at("hostile", f"moderation/decisions/{decision}/"))
        check(page)
        public.goto(client.get(f"/decisions/{decision}").json()["statement_url"])
        check(public)
