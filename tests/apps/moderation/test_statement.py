from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit
from harmonie.apps.moderation import explain, operations, queries
from harmonie.apps.moderation.contracts import KINDS, RESTRICTING, Fact
from harmonie.apps.moderation.models import Case, Decision
from tests.apps.moderation.conftest import ASKED, HIDDEN, PROPOSED

pytestmark = pytest.mark.django_db


def path_of(decision_id: int) -> str:
    return explain.statement_path(Decision.objects.get(id=decision_id))


def token_of(decision_id: int) -> str:
    return explain.token(Decision.objects.get(id=decision_id).public_id)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", sorted(RESTRICTING))
def test_every_restriction_has_a_complete_statement(
    proposed: Case, lea: Actor, kind: str, language: str
) -> None:
    decision_id = operations.decide(proposed.id, kind, lea)
    _id, _community, found = queries.statement(token_of(decision_id), language)
    assert found.missing == ()
    assert len(found.facts.text) >= 40
    assert "proposes" in found.rule.text and "1" in found.rule.text
    assert {way.key for way in found.redress} == {"internal", "out_of_court", "court"}
    assert found.reference in found.redress[0].text
    assert found.language == language
    page = Client().get(path_of(decision_id), {"lang": language})
    assert page.status_code == 200
    text = page.content.decode()
    for fact in (found.what, found.territory, found.duration, found.automation, found.origin):
        assert fact.title in text
    assert lea.name not in text


def test_every_kind_of_decision_has_a_statement_or_restricts_nobody() -> None:
    assert set(KINDS) - RESTRICTING == {"approve", "escalate"}


@pytest.mark.parametrize(
    "element", ["what", "territory", "duration", "facts", "rule", "decided_by", "automation",
                "origin"],
)  # fmt: skip
def test_a_statement_that_lacks_an_element_says_so(
    proposed: Case, lea: Actor, element: str
) -> None:
    decision_id = operations.decide(proposed.id, "hide", lea)
    _id, _community, found = queries.statement(token_of(decision_id))
    emptied = replace(found, **{element: Fact(element, "title", "  ")})
    assert emptied.missing == (element,)
    assert replace(found, redress=found.redress[:1]).missing == (
        "redress.out_of_court", "redress.court",
    )  # fmt: skip


def test_the_role_of_automation_is_said_as_it_was(
    proposed: Case, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    say(f"Quelle {HIDDEN}")
    alone = Decision.objects.get(is_by_machine=True).id
    agreed = operations.decide(proposed.id, "hide", lea)
    other = case_of(say(f"Une autre {PROPOSED}"))
    differed = operations.decide(other.id, "remove", lea)
    asked = operations.decide(case_of(say(f"Voici une {ASKED}")).id, "hide", lea)
    words = {
        name: queries.statement(token_of(id), "en")[2].automation.text
        for name, id in {"alone": alone, "agreed": agreed, "differed": differed,
                         "asked": asked}.items()
    }  # fmt: skip
    assert "without a person" in words["alone"]
    assert "proposed this measure" in words["agreed"]
    assert "something else" in words["differed"]
    assert "neither proposed nor decided" in words["asked"]
    assert "Software, alone" in queries.statement(token_of(alone), "en")[2].decided_by.text


def test_reports_by_members_are_the_origin_without_saying_whose(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    case = case_of(say(f"Voici une {PROPOSED}", reports=2))
    decision_id = operations.decide(case.id, "hide", lea)
    assert "Reported by members" in queries.statement(token_of(decision_id), "en")[2].origin.text


def test_the_statement_is_in_the_authors_language(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    text = (
        f"I am telling everybody here that this {PROPOSED} should not be allowed to drive the bus"
    )
    decision_id = operations.decide(case_of(say(text)).id, "hide", lea)
    assert queries.statement(token_of(decision_id))[2].language == "en"
    page = Client().get(path_of(decision_id)).content.decode()
    assert '<html lang="en"' in page and "Your message was hidden" in page
    assert 'href="?lang=fr"' in page


def test_an_undone_decision_says_so(proposed: Case, lea: Actor) -> None:
    decision_id = operations.decide(proposed.id, "hide", lea)
    operations.undo(decision_id, lea)
    page = Client().get(path_of(decision_id), {"lang": "fr"}).content.decode()
    assert "Cette décision a été annulée" in page
    assert "Demander un nouvel examen" not in page


def test_the_page_needs_neither_account_nor_script(
    proposed: Case, lea: Actor, community: Community
) -> None:
    community.contact_email = "equipe@example.org"
    community.save()
    decision_id = operations.decide(proposed.id, "hide", lea)
    response = Client().get(path_of(decision_id))
    page = response.content.decode()
    assert "<script" not in page
    assert not re.search(r"\son\w+=|style=", page)
    assert "noindex" in page and "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "mailto:equipe@example.org" in page
    (event,) = audit.events(None, types=["statement.read"])
    assert (event.actor, event.subject) == ("public", f"decision:{decision_id}")


def test_hostile_words_and_names_are_inert(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    text = f"</blockquote><script>alert('{PROPOSED}')</script>\u202e"
    case = case_of(say(text, name="<img src=x onerror=alert(1)>"))
    decision_id = operations.decide(case.id, "hide", lea)
    page = Client().get(path_of(decision_id)).content.decode()
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_wrong_address_meets_a_designed_page(proposed: Case, lea: Actor) -> None:
    decision_id = operations.decide(proposed.id, "hide", lea)
    good = token_of(decision_id)
    for bad in (good[:-1], "x" + good, good.split(".")[0], "a.b.c", "é.1", "." * 40):
        response = Client().get(f"/s/{bad}/", {"lang": "fr"})
        assert response.status_code == 404
        assert "ne mène nulle part" in response.content.decode()


def test_an_approval_has_no_statement(proposed: Case, lea: Actor) -> None:
    decision_id = operations.decide(proposed.id, "approve", lea)
    assert Client().get(path_of(decision_id)).status_code == 404


def test_the_page_is_kept_for_a_year(proposed: Case, lea: Actor) -> None:
    decision_id = operations.decide(proposed.id, "hide", lea)
    old = timezone.now() - timedelta(days=366)
    Decision.objects.filter(id=decision_id).update(made_at=old)
    response = Client().get(path_of(decision_id), {"lang": "fr"})
    assert response.status_code == 410
    assert "plus conservée" in response.content.decode()


def test_reading_too_many_pages_is_slowed_down(proposed: Case, lea: Actor) -> None:
    path = path_of(operations.decide(proposed.id, "hide", lea))
    client = Client()
    answers = [client.get(path).status_code for _ in range(32)]
    assert answers[:30] == [200] * 30
    assert answers[-1] == 429


def test_the_address_tells_nothing_of_the_order(
    proposed: Case, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    first = operations.decide(proposed.id, "hide", lea)
    second = operations.decide(case_of(say(f"Une autre {PROPOSED}")).id, "hide", lea)
    ids = [Decision.objects.get(id=id).public_id for id in (first, second)]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", value) for value in ids)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2036, 1, 1)))
def test_contesting_stays_open_for_six_calendar_months(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    until = explain.contest_until(at)
    months = (until.year - at.year) * 12 + until.month - at.month
    assert months == 6
    assert until.day == at.day or (until + timedelta(days=1)).day == 1
