"""A member opens the link under a decision: no account, no JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.walk import Place, expect, press

#: What article 17(3) of the DSA asks for, by the label that a member sees.
ELEMENTS = {
    "fr": ("Ce qui a été fait", "Pour combien de temps", "Où", "Pourquoi", "Règle",
           "Qui a décidé", "Rôle de l’automatisme", "Origine"),
    "en": ("What was done", "For how long", "Where", "Why", "Rule", "Who decided",
           "Role of automation", "Origin"),
}  # fmt: skip
REDRESS = {
    "fr": ("C’est gratuit", "règlement extrajudiciaire", "tribunal"),
    "en": ("It is free", "out-of-court", "court at any time"),
}
UNDONE = {"fr": "Cette décision a été annulée", "en": "This decision was undone"}


def hidden(api: httpx.Client) -> tuple[int, str, str]:
    """A case of the queue, decided: decision, way to its reasons, quoted words."""
    case = api.get("/cases", params={"sort": "oldest", "limit": 1}).json()["items"][0]["id"]
    answer = api.post(f"/cases/{case}/decision", json={"kind": "hide"})
    answer.raise_for_status()
    decision = answer.json()["decision_ids"][0]
    record = api.get(f"/decisions/{decision}").json()
    message = api.get(f"/messages/{record['message_id']}").json()
    return decision, record["statement_url"], message["text"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_member_reads_why(
    language: str, place: Place, open_context: Callable[..., tuple[BrowserContext, Page]],
    api: Callable[[str], httpx.Client],
) -> None:  # fmt: skip
    decision, address, text = hidden(api(language))
    other = {"fr": "en", "en": "fr"}[language]
    _context, page = open_context(
        place.desk.url, other, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    # The author's language, whatever the browser's; the other one is a link away.
    page.goto(address)
    check(page, language, text)
    press_link(page, other)
    check(page, other, text)

    api(language).post(f"/decisions/{decision}/undo").raise_for_status()
    page.goto(address)
    expect(page.locator("h1")).to_have_text(UNDONE[language])
    page.goto(f"{address}?lang={other}")
    expect(page.locator("h1")).to_have_text(UNDONE[other])
    expect(page.locator("a.btn-primary")).to_have_count(0)


def press_link(page: Page, language: str) -> None:
    link = page.locator(f"header a[hreflang={language}]")
    press(link)
    page.wait_for_url(f"**lang={language}")


def check(page: Page, language: str, text: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)
    labels = [" ".join(label.split()) for label in page.locator("dt").all_inner_texts()]
    assert labels == list(ELEMENTS[language])
    for value in page.locator("dd").all_inner_texts():
        assert len(value.strip()) > 5
    main = page.locator("main")
    expect(main.locator("blockquote")).to_contain_text(text)
    for words in REDRESS[language]:
        expect(main).to_contain_text(words)
    contest = main.locator("a.btn-primary").get_attribute("href") or ""
    assert contest.endswith(f"/contest/?lang={language}")
    letter = main.locator("a[href^=mailto]").get_attribute("href") or ""
    assert letter.startswith("mailto:team@charter.example?subject=")
    assert page.locator("script").count() == 0
