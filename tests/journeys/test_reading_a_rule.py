"""A lead follows a decision to the rule behind it, and changes the rule with the desk's help."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.looks import look
from tests.journeys.walk import Place, Watch, expect, press, write

#: What the editor says of ``signal.insult >= "beaucoup"``.
TOLD = {"fr": "Ligne {line}, colonne {column}", "en": "Line {line}, column {column}"}
FAULT = 'when: signal.insult >= "beaucoup"'
RIGHT = "when: signal.insult >= threshold.insult"
WHY = {"fr": "Essai d’un seuil", "en": "Trying a threshold"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_lead_reads_why_a_rule_fired_and_mends_its_text(
    language: str, place: Place, watch: Watch, enter: Callable[..., Page],
    api: Callable[[str], httpx.Client],
) -> None:  # fmt: skip
    watch.expected |= {422}
    page = enter("lead", language)
    decision = decided_by_a_rule(api(language))

    # Decision → rule, in words, with its condition → its version, as text.
    page.goto(place.at(language, f"moderation/decisions/{decision}/"))
    rule = page.locator(".rule-line a").first
    title = rule.inner_text()
    press(rule)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".rule-when")).to_be_visible()
    page.go_back()
    press(page.locator("dd a[href*='/rules/versions/']"))
    page.wait_for_url("**/rules/versions/*/")
    source = page.locator("pre code").inner_text()
    assert "rules:" in source
    number = int(page.url.rstrip("/").rsplit("/", 1)[1])

    edit(page, place, language, source, number)
    roll_back(page, place, language, source, number)


def decided_by_a_rule(client: httpx.Client) -> int:
    """The oldest decision on the first page of the list that holds one made by a rule."""
    given = {"limit": 100}
    while True:
        answer = client.get("/decisions", params=given).json()
        if mine := [one["id"] for one in answer["items"] if one["rule_id"]]:
            return int(mine[-1])
        given["after"] = int(answer["next_cursor"])


def edit(page: Page, place: Place, language: str, source: str, number: int) -> None:
    """A type error is refused where it stands, in words; without it, a new version holds."""
    assert source.count(RIGHT) == 1
    broken = source.replace(RIGHT, FAULT)
    line = 1 + broken[: broken.index(FAULT)].count("\n")
    page.goto(place.at(language, "moderation/rules/edit/"))
    write(page.locator("#source"), broken)
    write(page.locator("#why"), WHY[language])
    page.keyboard.press("Enter")
    alert = page.locator("[role=alert]")
    expect(alert).to_be_visible()
    link = alert.locator("a[data-line]")
    assert int(link.get_attribute("data-line") or 0) == line
    column = int(link.get_attribute("data-column") or 0)
    assert column > 1
    told = " ".join(alert.inner_text().split())
    assert TOLD[language].format(line=line, column=column) in told
    advice = told.split(str(column), 1)[1]
    assert len(advice) > 30
    assert look(page, "rules-refused", language) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    # The line takes the reader there; what was written is still there.
    press(link)
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator("#source")).to_have_value(broken)

    write(page.locator("#source"), broken.replace(FAULT, RIGHT.replace("threshold.insult", "0.8")))
    press(page.locator("form button.btn-primary"))
    page.wait_for_url("**/moderation/rules/")
    expect(page.locator(".timeline")).to_contain_text(WHY[language])
    expect(page.locator(".timeline li").first).to_contain_text(str(number + 1))


def roll_back(page: Page, place: Place, language: str, source: str, number: int) -> None:
    page.goto(place.at(language, f"moderation/rules/versions/{number}/"))
    press(page.locator("form[action$='/restore/'] button"))
    page.wait_for_url("**/moderation/rules/")
    expect(page.locator(".timeline li").first).to_contain_text(str(number + 2))
    page.goto(place.at(language, "moderation/rules/edit/"))
    expect(page.locator("#source")).to_have_value(source)
