"""Two people never decide the same case unknowingly."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.walk import Place, expect

IS_ON_IT = {"fr": "{name} s’en occupe", "en": "{name} is on it"}
ALREADY = {"fr": "{name} a déjà décidé de ce cas à", "en": "{name} already decided this case at"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_second_sees_who_holds_the_case_and_is_refused_once_it_is_decided(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    first, second = enter("moderator", language), enter("second", language)
    name = place.people[f"moderator_{language}"]["name"]
    first.goto(place.at(language, "moderation/?sort=oldest"))
    case = first.locator("#item [data-case]").get_attribute("data-case") or ""

    # The queue offers the second another case, and shows the holder's mark on the first.
    second.goto(place.at(language, "moderation/?sort=oldest"))
    expect(second.locator("#item [data-case]")).not_to_have_attribute("data-case", case)
    second.goto(place.at(language, f"moderation/cases/{case}/"))
    expect(second.locator("#item [role=status]").first).to_have_text(
        IS_ON_IT[language].format(name=name)
    )

    first.keyboard.press("a")
    expect(first.locator("#item [data-case]")).not_to_have_attribute("data-case", case)
    decisions = api(language).get("/decisions", params={"limit": 100}).json()["items"]
    second.keyboard.press("h")
    refusal = second.locator("#item [role=alert]")
    expect(refusal).to_contain_text(ALREADY[language].format(name=name))
    after = api(language).get("/decisions", params={"limit": 100}).json()["items"]
    assert after == decisions
    assert api(language).get(f"/cases/{case}").json()["state"] == "decided"
