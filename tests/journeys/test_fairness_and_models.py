"""A bias is reported, judged and tested; a biased model is refused, a fair one put in use."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.looks import look
from tests.journeys.walk import Place, expect, press, reach, write

Enter = Callable[..., Page]
#: A worker that audits two models reads some 35,000 sentences.
PATIENCE = 420_000  # a whole audit of an encoder, on a busy machine


def test_a_moderator_reports_a_bias_and_a_lead_has_every_audit_test_it(
    place: Place, enter: Enter, api: Callable[[str], httpx.Client]
) -> None:
    message = api("fr").get("/messages", params={"limit": 1}).json()["items"][0]["id"]
    page = enter("moderator", "fr")
    page.goto(place.at("fr", "inbox/"))
    page.goto(page.locator("[data-item]").first.get_attribute("href") or "")
    press(page.locator(".message-menu summary").first)
    entry = page.locator(".message-menu[open] .menu-item")
    expect(entry).to_have_text("Signaler un biais")
    page.goto(place.at("fr", f"fairness/reports/new/{message}/"))
    assert look(page, "fairness-report-bias", "fr") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    reach(page.locator("#id_what_0"))
    page.keyboard.press("Space")
    page.locator("#id_towards").select_option("speech")
    reach(page.locator("#id_judgement_0"))
    page.keyboard.press("Space")
    write(page.locator("#id_text"), "Un texte sans nom, avec un mot de chez nous")
    press(page.locator(".bias-form button.btn-primary"))
    page.wait_for_url("**/fairness/reports/*/")
    address = page.url
    expect(page.locator("h1")).to_contain_text("À examiner")

    lead = enter("lead", "fr")
    lead.goto(place.at("fr", "fairness/"))
    assert look(lead, "fairness", "fr") == []
    lead.set_viewport_size({"width": 1440, "height": 900})
    press(lead.locator(".report-list a").first)
    lead.wait_for_url(address)
    assert look(lead, "fairness-report", "fr") == []
    lead.set_viewport_size({"width": 1440, "height": 900})
    write(lead.locator("#note"), "C’est vrai, merci")
    press(lead.locator("button[value=confirmed]"))
    expect(lead.locator("h1")).to_contain_text("Confirmé")
    press(lead.get_by_role("button", name="Ajouter aux audits"))
    expect(lead.locator("h1")).to_contain_text("Dans tous les audits")

    page.goto(address)
    expect(page.locator("main")).to_contain_text("C’est vrai, merci")


def test_a_deliberately_biased_model_is_refused(place: Place, enter: Enter) -> None:
    page = enter("lead", "en")
    page.goto(place.at("en", "models/"))
    press(page.get_by_role("link", name="partial · fast"))
    expect(page.locator(".measures")).to_contain_text("Refused by its audit")
    expect(page.locator("a[href$='/promote/']")).to_have_count(0)
    assert look(page, "model-refused", "en") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    press(page.get_by_role("link", name="See why"))
    expect(page.locator("main")).to_contain_text("Promotion refused")
    expect(page.locator("main")).to_contain_text("Religion")
    assert look(page, "model-audit-refused", "en") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(place.at("en", "models/partial.fast/promote/"))
    expect(page.locator("main")).to_contain_text("This model may not be put in use")
    expect(page.locator("main form")).to_have_count(0)


def test_members_read_how_the_ai_treats_them_without_an_account(
    place: Place, open_context: Callable[..., tuple[object, Page]]
) -> None:
    _context, page = open_context(place.desk.url, "en", java_script_enabled=False)
    page.goto(f"/fairness/{place.communities['en']['slug']}/")
    expect(page.locator("h1")).to_have_text("How the AI treats you")
    page.get_by_role("link", name="Français").click()
    expect(page.locator("h1")).to_have_text("Comment l’IA vous traite")


@pytest.mark.slow
def test_a_fair_candidate_is_compared_audited_put_in_use_and_taken_back(
    place: Place, enter: Enter
) -> None:
    page = enter("lead", "en")
    page.goto(place.at("en", "models/atelier.fast/"))
    press(page.get_by_role("button", name="Compare", exact=True))
    expect(page.get_by_role("link", name="See the comparison")).to_be_visible(timeout=PATIENCE)
    press(page.get_by_role("button", name="Audit", exact=True))
    expect(page.get_by_role("link", name="Put in use…")).to_be_visible(timeout=PATIENCE)
    assert look(page, "model-ready", "en") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    press(page.get_by_role("link", name="See the comparison"))
    assert look(page, "model-comparison", "en") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.go_back()
    press(page.get_by_role("link", name="Put in use…"))
    assert look(page, "model-promote", "en") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    write(page.locator("#note"), "Fewer false alarms on slang")
    press(page.get_by_role("button", name="Put in use", exact=True))
    page.wait_for_url("**/models/")
    expect(page.locator(".live")).to_contain_text("Fewer false alarms on slang")
    press(page.get_by_role("link", name="Go back to the one before"))
    assert look(page, "model-roll-back", "en") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    write(page.locator("#note"), "Only a trial")
    press(page.get_by_role("button", name="Go back", exact=True))
    page.wait_for_url("**/models/")
    expect(page.locator(".live")).to_contain_text("put back")
