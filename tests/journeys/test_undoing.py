"""Nothing a moderator does is final: one decision, or a whole selection, is taken back."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.walk import Place, expect

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def visibility(api: httpx.Client, case: str) -> str:
    message = api.get(f"/cases/{case}").json()["message_id"]
    return api.get(f"/messages/{message}").json()["visibility"]


@LANGUAGES
def test_u_takes_one_decision_back(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    page = enter("moderator", language)
    page.goto(place.at(language, "moderation/?sort=newest"))
    case = page.locator("#item [data-case]")
    here = case.get_attribute("data-case") or ""
    assert visibility(api(language), here) == "visible"
    page.keyboard.press("r")
    expect(case).not_to_have_attribute("data-case", here)
    assert visibility(api(language), here) == "removed"
    page.keyboard.press("u")
    expect(case).to_have_attribute("data-case", here)
    assert visibility(api(language), here) == "visible"
    state = api(language).get(f"/cases/{here}").json()["state"]
    assert state == "open"


@LANGUAGES
def test_a_selection_is_decided_and_taken_back_at_once(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    page = enter("moderator", language)
    page.goto(place.at(language, "moderation/?sort=newest"))
    page.keyboard.press("x")
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    ticked = page.locator("#queue-items input[name=case]:checked")
    expect(ticked).to_have_count(4)
    cases = [box.get_attribute("value") or "" for box in ticked.all()]
    page.keyboard.press("h")
    expect(page.locator("#toasts")).to_contain_text("4 messages")
    assert {visibility(api(language), case) for case in cases} == {"hidden"}
    page.keyboard.press("u")
    expect(page.locator("#queue-items input[name=case]:checked")).to_have_count(0)
    for case in cases:
        expect(page.locator(f"#queue-items input[name=case][value='{case}']")).to_have_count(1)
    assert {visibility(api(language), case) for case in cases} == {"visible"}
