"""The page of statements, for a lead, an auditor and a moderator."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.models import Community, User
from harmonie.apps.dsa import operations, queries
from harmonie.apps.moderation.models import Decision
from tests.apps.dsa.stand_in import TOKEN, StandIn

pytestmark = pytest.mark.django_db
ADDRESS = "/c/littoral/settings/statements/"
DAYS = {"first": str(date.today() - timedelta(days=1)), "last": str(date.today()), "form": "lines"}


@pytest.fixture
def browser(client_for: Callable[[User], Client], person: Callable[..., User], ruled: Community,
            db: None) -> Callable[..., Client]:  # fmt: skip
    return lambda role="lead", language="en": client_for(person(role, ruled, language=language))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "cannot be exported yet"), ("fr", "ne peut pas encore être exporté")],
)
def test_a_lead_sees_what_is_missing_and_gives_it(
    browser: Callable[..., Client], decided: Callable[..., list[int]], ruled: Community,
    language: str, words: str,
) -> None:  # fmt: skip
    Decision.objects.filter(id=decided(1)[0]).update(rule_id="")
    client = browser(language=language)
    page = client.get(ADDRESS).content.decode()
    assert words in page
    assert "<code>category</code>" in page
    client.post(ADDRESS + "categories/", {"rule": ["-"], "category": ["VIOLENCE"]})
    assert "<code>category</code>" not in client.get(ADDRESS).content.decode()


def test_the_download_holds_the_statements_of_the_period(
    browser: Callable[..., Client], decided: Callable[..., list[int]]
) -> None:
    decided(2)
    answer = browser("auditor").get(ADDRESS + "export/", DAYS)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = answer.content.decode().splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0])["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"


def test_a_corrupted_decision_is_told_on_the_page_and_nothing_is_downloaded(
    browser: Callable[..., Client], decided: Callable[..., list[int]]
) -> None:
    Decision.objects.filter(id=decided(1)[0]).update(public_id="with a space")
    answer = browser().get(ADDRESS + "export/", DAYS)
    assert answer.status_code == 422
    assert "puid" in answer.content.decode()


def test_days_in_the_wrong_order_are_told(browser: Callable[..., Client]) -> None:
    answer = browser().get(ADDRESS + "export/", {**DAYS, "last": "2020-01-01"})
    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()


def test_a_lead_switches_sending_on_and_the_token_is_never_shown(
    browser: Callable[..., Client], database: StandIn, ruled: Community
) -> None:
    client = browser()
    form: dict[str, Any] = {"profile": "online_platform", "address": database.address,
                            "token": TOKEN, "territories": "fr be", "is_on": "on"}  # fmt: skip
    answer = client.post(ADDRESS + "reporting/", form)
    assert answer.status_code == 302, answer.content.decode()
    card = queries.reporting(ruled.pk)
    assert (card.is_on, card.scope.territories) == (True, ("BE", "FR"))
    assert TOKEN not in client.get(ADDRESS).content.decode()


def test_what_the_form_lacks_is_told_beside_its_field(browser: Callable[..., Client]) -> None:
    form = {"profile": "online_platform", "territories": "FR US", "is_on": "on"}
    answer = browser().post(ADDRESS + "reporting/", form)
    assert answer.status_code == 422
    assert "US is no country of the EU or the EEA." in answer.content.decode()
    answer = browser().post(ADDRESS + "reporting/", {**form, "territories": "FR"})
    assert "Give the token of your account in the database." in answer.content.decode()


def test_who_may_not_read_the_log_does_not_see_the_page(browser: Callable[..., Client]) -> None:
    assert browser("moderator").get(ADDRESS).status_code == 403
    assert browser("auditor").get(ADDRESS).status_code == 200
    assert browser("auditor").post(ADDRESS + "reporting/", {}).status_code == 403


def test_refused_statements_are_shown_with_their_fields(
    browser: Callable[..., Client], decided: Callable[..., list[int]], database: StandIn,
    reporting: Callable[..., None], ruled: Community,
) -> None:  # fmt: skip
    reporting()
    decided(1)
    operations.collect(ruled.pk)
    database.script = [(422, {}, "before")]
    operations.send(ruled.pk)
    client = browser()
    page = client.get(ADDRESS).content.decode()
    assert "as scripted" in page
    assert client.post(ADDRESS + "retry/").status_code == 302
    assert operations.send(ruled.pk).sent == 1
