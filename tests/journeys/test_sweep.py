"""Every page, in both languages, light and dark, on a wide and on a narrow window."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.looks import look
from tests.journeys.walk import Place, Watch

#: Pages of the desk that an owner sees, by name.
DESK = {
    "inbox": "inbox/",
    "inbox-search": "inbox/?q=is%3Aany+bus",
    "inbox-nothing": "inbox/?q=xyzxyz",
    "queue-decided": "moderation/?tab=decided",
    "queue-empty": "moderation/?tab=mine",
    "rules": "moderation/rules/",
    "rule": "moderation/rules/threat/",
    "rules-edit": "moderation/rules/edit/",
    "rules-version": "moderation/rules/versions/1/",
    "mandates": "moderation/mandates/",
    "mandates-ask": "moderation/mandates/ask/",
    "checks": "moderation/reviews/",
    "appeals": "appeals/",
    "appeals-closed": "appeals/?tab=closed",
    "appeals-figures": "appeals/figures/",
    "appeals-terms": "appeals/terms/",
    "fairness": "fairness/",
    "fairness-reports": "fairness/reports/",
    "models": "models/",
    "model-installed": "models/shipped.fast/",
    "settings": "settings/",
    "settings-community": "settings/community/",
    "settings-team": "settings/team/",
    "settings-keys": "settings/keys/",
    "settings-connections": "settings/connections/",
    "settings-connect": "settings/connections/add/webhook/",
    "settings-events": "settings/events/",
}
#: Pages of one's account.
ACCOUNT = {
    "mfa": "/accounts/2fa/",
    "mfa-recovery": "/accounts/2fa/recovery-codes/generate/",
    "sessions": "/accounts/sessions/",
    "password": "/accounts/password/change/",
}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def told(faults: list[str]) -> str:
    return "\n" + "\n".join(faults)


def sweep(page: Page, language: str, pages: dict[str, str]) -> list[str]:
    faults = []
    for name, path in pages.items():
        page.goto(path)
        faults += look(page, name, language, reload=name == "docs")
    return faults


@LANGUAGES
def test_pages_of_the_desk(language: str, place: Place, enter: Callable[..., Page]) -> None:
    page = enter("owner", language)
    faults = sweep(page, language, {k: place.at(language, v) for k, v in DESK.items()})
    assert not faults, told(faults)


@LANGUAGES
def test_a_case_a_thread_and_a_record(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    page = enter("owner", language)
    case = api(language).get("/cases", params={"limit": 1}).json()["items"][0]["id"]
    decision = api(language).get("/decisions", params={"limit": 1}).json()["items"][0]["id"]
    faults = sweep(page, language, {
        "queue": place.at(language, "moderation/"),
        "case": place.at(language, f"moderation/cases/{case}/"),
        "decision": place.at(language, f"moderation/decisions/{decision}/"),
    })  # fmt: skip
    page.goto(place.at(language, "inbox/"))
    page.goto(page.locator("[data-item]").first.get_attribute("href") or "")
    faults += look(page, "thread", language)
    assert not faults, told(faults)


@LANGUAGES
def test_pages_of_an_account(language: str, enter: Callable[..., Page]) -> None:
    page = enter("viewer", language)
    faults = sweep(page, language, ACCOUNT)
    assert not faults, told(faults)


@LANGUAGES
def test_pages_without_an_account(
    language: str, place: Place, watch: Watch,
    open_context: Callable[..., tuple[BrowserContext, Page]],
    api: Callable[[str], httpx.Client],
) -> None:  # fmt: skip
    watch.expected |= {403, 404}
    _context, page = open_context(place.desk.url, language)
    decision = api(language).get("/decisions", params={"limit": 1}).json()["items"][0]["id"]
    statement = api(language).get(f"/decisions/{decision}").json()["statement_url"]
    faults = sweep(page, language, {
        "login": "/accounts/login/",
        "set-up-help": "/setup/wrong/",
        "not-found": "/nothing/here/",
        "statement": f"{statement}?lang={language}",
        "statement-gone": f"/s/wrong/?lang={language}",
        "fairness-public": f"/fairness/{place.communities[language]['slug']}/?lang={language}",
        "docs": "/docs/fr/" if language == "fr" else "/docs/",
        "api-docs": "/api/docs",
    })  # fmt: skip
    assert not faults, told(faults)


@LANGUAGES
def test_pages_that_are_refused(
    language: str, place: Place, watch: Watch, enter: Callable[..., Page]
) -> None:
    watch.expected |= {403}
    page = enter("viewer", language)
    page.goto(place.at(language, "settings/keys/"))
    faults = look(page, "no-access", language)
    assert not faults, told(faults)
