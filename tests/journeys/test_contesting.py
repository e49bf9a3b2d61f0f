"""A member contests without account or JavaScript; another person than the decider answers."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.looks import look
from tests.journeys.walk import Place, Watch, expect, press, reach, write

Enter = Callable[..., Page]
Opens = Callable[..., tuple[BrowserContext, Page]]
WORDS = {
    "fr": {"send": "Envoyer", "have": "Nous avons reçu votre recours", "stays":
           "La décision est maintenue", "undone": "La décision est annulée",
           "barred": "Vous avez pris ou confirmé cette décision",
           "reasons": "Le message vise une personne et la règle ne le permet pas."},
    "en": {"send": "Send", "have": "We have your appeal", "stays": "The decision stays",
           "undone": "The decision is undone",
           "barred": "You made or confirmed this decision",
           "reasons": "The message is aimed at a person, which the rule does not allow."},
}  # fmt: skip


def contested(place: Place, page: Page, open_context: Opens, language: str) -> tuple[str, Page]:
    """A case that the person of ``page`` hides, contested: its list, and the member's receipt."""
    page.goto(place.at(language, "moderation/?sort=oldest"))
    page.locator("#item [data-key=h]").wait_for()
    with page.expect_response("**/decide/"):
        page.keyboard.press("h")
    page.goto(place.at(language, "moderation/?tab=decided"))
    page.goto(page.locator("#queue-items a.cover").first.get_attribute("href") or "")
    address = page.locator("a[href^='/s/']").get_attribute("href") or ""
    _context, member = open_context(
        place.desk.url, language, java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )  # fmt: skip
    member.goto(f"{address}?lang={language}")
    press(member.locator("a.btn-primary"))
    write(member.locator("#id_text"), "I meant it otherwise. Je l’entendais autrement.")
    press(member.get_by_role("button", name=WORDS[language]["send"], exact=True))
    expect(member.locator("h1")).to_have_text(WORDS[language]["have"])
    return address, member


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_decision_is_contested_and_stays(
    language: str, place: Place, enter: Enter, open_context: Opens, watch: Watch
) -> None:
    words = WORDS[language]
    decider, other = enter("moderator", language), enter("lead", language)
    _address, member = contested(place, decider, open_context, language)

    decider.goto(place.at(language, "appeals/"))
    press(decider.locator("a[data-item]").first)
    expect(decider.locator("main")).to_contain_text(words["barred"])
    expect(decider.locator("form[action$='/take/']")).to_have_count(0)

    other.goto(place.at(language, "appeals/"))
    other.keyboard.press("j")
    other.keyboard.press("Enter")
    other.wait_for_url("**/appeals/*/")
    assert look(other, "appeal", language) == []
    other.set_viewport_size({"width": 1440, "height": 900})
    other.keyboard.press("t")
    other.locator("#reasons").wait_for()
    assert look(other, "appeal-taken", language) == []
    other.set_viewport_size({"width": 1440, "height": 900})
    write(other.locator("#answer"), "Que vouliez-vous dire ? What did you mean?")
    with other.expect_response("**/answer/"):
        press(other.locator("form[action$='/answer/'] button"))

    member.reload()
    expect(member.locator(".turns")).to_contain_text("What did you mean?")
    write(member.locator("#id_text"), "Rien de méchant. No harm.")
    press(member.locator("form[action*='/add/'] button"))
    expect(member.locator(".turns")).to_contain_text("No harm.")

    other.reload()
    expect(other.locator(".turn-list")).to_contain_text("No harm.")
    write(other.locator("#reasons"), words["reasons"])
    with other.expect_response("**/resolve/"):
        press(other.locator("button[value=upheld]"))
    expect(other.locator("main")).to_contain_text(words["reasons"])
    member.reload()
    expect(member.locator("h1")).to_have_text(words["stays"])
    expect(member.locator("main")).to_contain_text(words["reasons"])
    assert member.locator("script").count() == 0


def test_a_decision_is_contested_and_overturned(
    place: Place, enter: Enter, open_context: Opens, api: Callable[[str], httpx.Client]
) -> None:
    decider, other = enter("moderator", "en"), enter("lead", "en")
    address, member = contested(place, decider, open_context, "en")
    other.goto(place.at("en", "appeals/"))
    press(other.locator("a[data-item]").first)
    other.locator("[data-key=t]").wait_for()
    other.keyboard.press("t")
    other.locator("#reasons").wait_for()
    other.keyboard.press("o")
    expect(other.locator("h1")).to_contain_text("overturned")
    member.reload()
    expect(member.locator("h1")).to_have_text(WORDS["en"]["undone"])
    member.goto(f"{address}?lang=en")
    expect(member.locator("h1")).to_have_text("This decision was undone")
    appeal = api("en").get("/appeals", params={"state": "overturned"}).json()["items"][0]
    decision = api("en").get(f"/decisions/{appeal['decision_id']}").json()
    assert decision["undone_at"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_members_pages_are_for_everybody(
    language: str, place: Place, enter: Enter, open_context: Opens
) -> None:
    address, member = contested(place, enter("moderator", language), open_context, language)
    receipt = member.url
    _context, page = open_context(place.desk.url, language)
    page.goto(receipt)
    faults = look(page, "appeal-receipt", language)
    reach(page.locator("details summary"))
    page.keyboard.press("Enter")
    press(page.locator("form[action*='/withdraw/'] button"))
    faults += look(page, "appeal-withdrawn", language)
    page.goto(f"{address}contest/?lang={language}")
    faults += look(page, "contest", language)
    assert not faults, "\n" + "\n".join(faults)
