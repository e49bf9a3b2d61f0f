"""One prepared desk and one Chromium for all journeys; a browser context for each test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.desk import Desk
from tests.journeys.walk import Place, Watch

PREPARE = "from tests.journeys.prepare import main; main()"
#: Chromium asks the network for nothing of its own accord.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
CHROMIUM = "/usr/bin/chromium"
ZONE = "Europe/Paris"

Opens = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journeys)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The desk with its people and communities, running."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    place = Place(desk, **json.loads(desk.python(PREPARE)))
    desk.start("web", "worker", "clock")
    try:
        desk.wait_until_ready()
        yield place
    finally:
        desk.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Fails the test when a page broke the policy, logged an error or asked another host."""
    watch = Watch()
    yield watch
    assert watch.troubles == []


@pytest.fixture
def open_context(
    chromium: Browser, watch: Watch
) -> Iterator[Callable[..., tuple[BrowserContext, Page]]]:
    """``open_context(url, language="fr", …)``: a new, watched browser on a desk."""
    opened: list[BrowserContext] = []

    def make(url: str, language: str = "fr", **options: Any) -> tuple[BrowserContext, Page]:
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = chromium.new_context(
            base_url=url, locale={"fr": "fr-FR", "en": "en-GB"}[language], timezone_id=ZONE,
            reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        watch.follow(page, url)
        return context, page

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def enter(place: Place, open_context: Callable[..., tuple[BrowserContext, Page]]) -> Opens:
    """``enter("moderator", "fr")``: a page of the desk, that person logged in."""

    def make(role: str, language: str = "fr", **options: Any) -> Page:
        context, page = open_context(place.desk.url, language, **options)
        session = place.people[f"{role}_{language}"]["session"]
        context.add_cookies([{"name": "harmonie", "value": session, "url": place.desk.url}])
        return page

    return make


@pytest.fixture
def api(place: Place) -> Iterator[Callable[[str], httpx.Client]]:
    """``api("fr")``: a client of the API with that community's key."""
    clients: list[httpx.Client] = []

    def make(community: str) -> httpx.Client:
        key = place.communities[community]["key"]
        client = httpx.Client(
            base_url=f"{place.desk.url}/api/v1", headers={"Authorization": f"Bearer {key}"}
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()
