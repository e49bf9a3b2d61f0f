"""A manager works through the inbox without touching the pointer."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.walk import Place, expect, press, reach, write

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
WAITING = {"fr": "est:attente", "en": "is:unanswered"}
SENT = {"fr": "Envoyé", "en": "Sent"}
WORD = {"fr": "chiens", "en": "dogs"}
ANSWER = {
    "fr": "Bonjour, nous corrigeons cela aujourd’hui même.",
    "en": "Hello, we are putting this right today.",
}


def open_first(page: Page) -> str:
    """Move to the first conversation with j and open it; its id."""
    page.keyboard.press("j")
    row = page.locator("[data-item]:focus")
    thread = row.get_attribute("data-thread") or ""
    page.keyboard.press("Enter")
    expect(page.locator(f"#item [data-thread='{thread}']")).to_be_visible()
    return thread


def draft(page: Page, text: str) -> None:
    """Write in the composer, and wait until the desk says that it kept it."""
    page.keyboard.press("c")
    field = page.locator("#composer textarea")
    expect(field).to_be_focused()
    with page.expect_response("**/draft/"):
        page.keyboard.type(text)
    expect(page.locator("#draft-state")).not_to_be_empty()


@LANGUAGES
def test_a_draft_survives_a_reload_and_is_sent_with_ctrl_enter(
    language: str, place: Place, enter: Callable[..., Page]
) -> None:
    page = enter("manager", language)
    page.goto(place.at(language, f"inbox/?q={WAITING[language]}"))
    thread = open_first(page)
    rows = page.locator(f"[data-item][data-thread='{thread}']")
    draft(page, ANSWER[language])

    page.reload()
    field = page.locator("#composer textarea")
    expect(field).to_have_value(ANSWER[language])
    page.keyboard.press("c")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text(SENT[language])
    expect(page.locator("#messages .is-ours").last).to_contain_text(ANSWER[language])
    expect(field).to_have_value("")
    # It waits for nobody any more.
    expect(rows).to_have_count(0)


@LANGUAGES
def test_a_conversation_is_noted_tagged_taken_put_off_and_done_by_keyboard(
    language: str, place: Place, enter: Callable[..., Page]
) -> None:
    page = enter("manager", language)
    page.goto(place.at(language, "inbox/?view=unassigned&sort=newest"))
    thread = open_first(page)
    row = page.locator(f"[data-item][data-thread='{thread}']")
    toasts = page.locator("#toasts")

    page.keyboard.press("n")
    write(page.locator("#composer textarea"), "Voir avec l’agence du port.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages .note")).to_contain_text("Voir avec l’agence du port.")
    page.keyboard.press("Escape")

    page.keyboard.press("t")
    expect(page.locator("#context .tag-form input[name=name]")).to_be_focused()
    page.keyboard.type("facturation")
    page.keyboard.press("Enter")
    expect(page.locator("#context .thread-tags")).to_contain_text("facturation")

    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("m")
    name = place.people[f"manager_{language}"]["name"]
    expect(page.locator("#context .assignment")).to_contain_text(name)
    expect(row).to_have_count(0)

    page.keyboard.press("z")
    expect(page.locator("#item .thread-tools .menu-item").first).to_be_focused()
    page.keyboard.press("Enter")
    wake = page.locator("#item .thread-tools button[value=wake]")
    expect(wake).to_be_visible()
    page.keyboard.press("u")
    expect(wake).to_have_count(0)
    page.keyboard.press("e")
    expect(page.locator("#item .thread-tools button[value=reopen]")).to_be_visible()
    expect(toasts.locator("[data-key=u]")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("#item .thread-tools button[value=done]")).to_be_visible()


@LANGUAGES
def test_slash_searches(language: str, place: Place, enter: Callable[..., Page]) -> None:
    page = enter("manager", language)
    page.goto(place.at(language, "inbox/"))
    page.keyboard.press("/")
    expect(page.locator(".search input")).to_be_focused()
    page.keyboard.type(WORD[language])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**q={WORD[language]}*")
    rows = page.locator("[data-item]")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(WORD[language])
    # The menu of filters is a form like any other: it becomes a search that can be read.
    page.keyboard.press("f")
    reach(page.locator("#id_intent, [name=intent]").first)
    press(page.locator(".filter-menu form button"))
    page.wait_for_url("**/inbox/**")


@LANGUAGES
def test_a_message_appears_by_itself(
    language: str, place: Place, enter: Callable[..., Page], api: Callable[[str], httpx.Client]
) -> None:
    page, queue = enter("manager", language), enter("moderator", language)
    page.goto(place.at(language, "inbox/?sort=newest"))
    queue.goto(place.at(language, "moderation/?sort=newest"))
    texts = {
        "fr": "Le guichet du port vient de fermer sans prévenir, à quelle heure rouvre-t-il ?",
        "en": "The harbour desk just closed without notice, when does it open again?",
    }
    page.wait_for_function("() => performance.getEntriesByType('resource').length > 0")
    answer = api(language).post("/messages", json={
        "channel": "forum", "messages": [{
            "external_id": f"live-{language}", "text": texts[language], "reports": 6,
            "thread_id": f"live-{language}", "author": {"id": "live", "name": "Alma"},
        }],
    })  # fmt: skip
    assert answer.status_code < 300, answer.text
    expect(page.locator("#inbox-list")).to_contain_text(texts[language], timeout=20_000)
    expect(queue.locator("#queue-items")).to_contain_text(texts[language], timeout=20_000)
