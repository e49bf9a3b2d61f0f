"""A moderator clears twenty cases without touching the pointer."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.walk import Place, expect

#: Approve, hide, remove, warn, escalate.
KEYS = "ahrwe"
CASES = 20
TOASTS = {"fr": "Annuler", "en": "Undo"}


def waiting(page: Page) -> int:
    """The figure of the tab of what is to be done."""
    text = page.locator("#queue-head .pane-filters a[aria-current]").inner_text()
    return int("".join(character for character in text if character.isdigit()) or 0)


def shown_case(page: Page) -> str:
    return page.locator("#item [data-case]").get_attribute("data-case") or ""


def decided(api: httpx.Client) -> list[dict]:
    return api.get("/decisions", params={"limit": 100}).json()["items"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_moderator_clears_twenty_cases_by_keyboard(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    page = enter("moderator", language)
    page.goto(place.at(language, "moderation/"))
    before = waiting(page)
    records = {row["id"] for row in decided(api(language))}
    assert before >= 25

    # j and k go to another case and back, and open it.
    first = shown_case(page)
    page.keyboard.press("j")
    expect(page.locator("#item [data-case]")).not_to_have_attribute("data-case", first)
    page.keyboard.press("k")
    expect(page.locator("#item [data-case]")).to_have_attribute("data-case", first)

    seen = []
    for number in range(CASES):
        here = shown_case(page)
        seen.append(here)
        with page.expect_response(f"**/cases/{here}/decide/"):
            page.keyboard.press(KEYS[number % len(KEYS)])
        expect(page.locator("#item [data-case]")).not_to_have_attribute("data-case", here)
        expect(page.locator("#toasts .undo-toast").last).to_contain_text(TOASTS[language])
    assert len(set(seen)) == CASES

    assert waiting(page) == before - CASES
    page.reload()
    assert waiting(page) == before - CASES
    made = [row for row in decided(api(language)) if row["id"] not in records]
    assert len(made) == CASES
    assert {row["kind"] for row in made} == {"approve", "hide", "remove", "warn", "escalate"}
    assert {row["is_by_machine"] for row in made} == {False}
