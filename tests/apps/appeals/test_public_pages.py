"""What a member sees: no account, no JavaScript, hostile words inert, nothing given away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.appeals import operations, queries
from harmonie.apps.appeals.contracts import LONGEST_TEXT, Lodged
from harmonie.apps.appeals.models import Appeal
from harmonie.apps.appeals.references import receipt_path
from harmonie.apps.moderation import explain
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Decision
from tests.apps.appeals.conftest import REASONS, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(statement: str) -> str:
    return f"/s/{statement}/contest/"


@pytest.fixture
def page_of(appeal: Lodged) -> str:
    return receipt_path(appeal.public_id)


def text(response: Any) -> str:
    return str(response.content.decode())


def send(path: str, words: str = TEXT, **more: str) -> Any:
    return Client().post(path, {"text": words, "website": "", **more})


def test_the_statement_leads_to_the_form_and_keeps_the_letterbox(
    statement: str, community: Community
) -> None:
    community.contact_email = "equipe@example.org"
    community.save()
    page = text(Client().get(f"/s/{statement}/", {"lang": "fr"}))
    assert f'<a class="btn btn-primary" href="/s/{statement}/contest/?lang=fr">' in page
    assert "Demander un nouvel examen" in page and "six mois" in page
    assert "Écrire à une personne de l’équipe" in page and "mailto:equipe@example.org" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ("Une autre personne", "14 jours", "tribunal", "règlement extrajudiciaire")),
     ("en", ("Another person", "14 days", "court", "out-of-court"))],
)  # fmt: skip
def test_the_form_says_who_reads_when_and_where_else(
    contest: str, language: str, words: tuple[str, ...]
) -> None:
    response = Client().get(contest, {"lang": language})
    page = text(response)
    assert response.status_code == 200 and f'<html lang="{language}"' in page
    assert all(word in page for word in words)
    assert f'maxlength="{LONGEST_TEXT}"' in page
    assert "<script" not in page and not re.search(r"\son\w+=|style=", page)
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    # "no-referrer" would make a browser send the form without the origin that CSRF checks.
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_a_member_contests_and_reads_on_the_receipt(contest: str, community: Community) -> None:
    answer = send(f"{contest}?lang=fr")
    assert answer.status_code == 303
    row = Appeal.objects.get()
    assert (row.text, row.lodged_as) == (TEXT, "public")
    receipt = answer.headers["Location"]
    assert receipt == f"{receipt_path(row.public_id)}?lang=fr"
    page = text(Client().get(receipt))
    assert "Nous avons reçu votre recours" in page and TEXT in page
    assert row.public_id[:8] in page and receipt_path(row.public_id) in page
    assert "<script" not in page and not re.search(r"\son\w+=|style=", page)


def test_a_browser_that_sends_the_form_twice_still_gets_the_receipt(contest: str) -> None:
    mark = re.search(r'name="once" value="(\w{32})"', text(Client().get(contest)))
    assert mark
    first, second = send(contest, once=mark[1]), send(contest, once=mark[1])
    assert first.headers["Location"] == second.headers["Location"]
    assert Appeal.objects.count() == 1


def test_a_form_from_elsewhere_is_refused(contest: str, page_of: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in (contest, f"{page_of}add/", f"{page_of}withdraw/"):
        assert client.post(path, {"text": TEXT}).status_code == 403
    assert Appeal.objects.get().state == "lodged"


def test_the_pages_own_form_passes_the_csrf_check(contest: str) -> None:
    client = Client(enforce_csrf_checks=True)
    mark = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text(client.get(contest)))
    assert mark
    answer = client.post(contest, {"text": TEXT, "csrfmiddlewaretoken": mark[1]})
    assert answer.status_code == 303


def test_who_fills_the_trap_is_told_and_may_send_again(contest: str) -> None:
    refused = send(f"{contest}?lang=fr", website="https://spam.example")
    page = text(refused)
    assert refused.status_code == 422 and "Envoyez encore une fois" in page
    assert TEXT in page and "spam.example" not in page
    assert not Appeal.objects.exists()
    assert send(contest).status_code == 303


def test_a_text_too_long_comes_back_with_what_was_written(contest: str) -> None:
    answer = send(f"{contest}?lang=fr", "é" * (LONGEST_TEXT + 1))
    assert answer.status_code == 422 and "é" * LONGEST_TEXT in text(answer)
    assert send(contest, "   ").status_code == 422
    assert "errorlist" in text(send(contest, "\x01\x02"))
    # Browsers count a line break as one character and send two.
    assert send(contest, "a\r\n" * (LONGEST_TEXT // 2)).status_code == 303


def test_hostile_words_are_inert_on_both_sides(contest: str, sana: Actor, statement: str) -> None:
    hostile = "</blockquote><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{ 7*7 }}"
    receipt = send(contest, hostile).headers["Location"]
    row = Appeal.objects.get()
    operations.take(row.pk, sana)
    operations.answer(row.pk, hostile, sana)
    send(receipt.replace("?", "add/?"), hostile)
    page = text(Client().get(receipt))
    assert "<script" not in page and "<img" not in page
    assert page.count("&lt;script&gt;") == 3 and "{{ 7*7 }}" in page


def test_writing_too_fast_is_slowed_down(contest: str) -> None:
    answers = [send(contest, "").status_code for _ in range(14)]
    assert answers[:12] == [422] * 12 and answers[-1] == 429
    reads = [Client().get(contest).status_code for _ in range(62)]
    assert reads[:60] == [200] * 60 and reads[-1] == 429


def test_a_second_appeal_is_refused_without_telling_where_the_first_is(
    appeal: Lodged, contest: str, statement: str, page_of: str
) -> None:
    for response in (Client().get(contest, {"lang": "fr"}), send(f"{contest}?lang=fr")):
        page = text(response)
        assert response.status_code == 409 and "déjà contestée" in page
        assert "<form" not in page and page_of not in page
    page = text(Client().get(f"/s/{statement}/", {"lang": "fr"}))
    assert "Vous avez demandé un nouvel examen" in page
    assert "contest/" not in page and page_of not in page


def test_after_six_months_the_page_says_where_to_turn(
    decision_id: int, contest: str, statement: str
) -> None:
    old = timezone.now() - timedelta(days=190)
    Decision.objects.filter(id=decision_id).update(made_at=old)
    response = Client().get(contest, {"lang": "en"})
    assert response.status_code == 409 and "six months" in text(response)
    assert send(contest).status_code == 409 and not Appeal.objects.exists()
    assert "contest/" not in text(Client().get(f"/s/{statement}/"))


def test_a_wrong_address_meets_a_designed_page(statement: str, page_of: str) -> None:
    for path in (f"/s/{statement[:-1]}/contest/", page_of[:-2] + "/", "/s/appeals/x.y/"):
        response = Client().get(path, {"lang": "fr"})
        assert response.status_code == 404 and "ne mène nulle part" in text(response)
    assert Client().post("/s/appeals/x.y/add/", {"text": "a"}).status_code == 404
    assert Client().post("/s/appeals/x.y/withdraw/").status_code == 404


def test_the_conversation_is_read_without_the_teams_names(
    taken: Lodged, page_of: str, sana: Actor
) -> None:
    operations.answer(taken.id, "De quel animal parliez-vous ?", sana)
    page = text(Client().get(page_of))
    assert "Une personne examine votre recours" in page
    assert "De quel animal parliez-vous" in page and "L’équipe" in page
    assert sana.name not in page
    assert send(f"{page_of}add/?lang=fr", "D’une marmotte.").status_code == 303
    assert [line.text for line in queries.receipt(page_of.split("/")[-2]).messages][-1] == (
        "D’une marmotte."
    )
    assert send(f"{page_of}add/?lang=fr", "").status_code == 422


def test_the_outcome_comes_with_its_reasons_and_other_ways(
    taken: Lodged, page_of: str, statement: str, sana: Actor
) -> None:
    operations.resolve(taken.id, "upheld", REASONS, sana)
    page = text(Client().get(page_of))
    assert "La décision est maintenue" in page and REASONS in page
    assert "règlement extrajudiciaire" in page and "tribunal" in page
    assert f"/s/{statement}/contest/" in page  # with something new, it may be asked again
    assert "add/" not in page and "withdraw/" not in page and sana.name not in page
    assert send(f"{page_of}add/", "encore").status_code == 409
    told = text(Client().get(f"/s/{statement}/", {"lang": "fr"}))
    assert "elle est maintenue" in told and REASONS not in told


def test_an_overturned_decision_is_told_on_both_pages(
    taken: Lodged, page_of: str, statement: str, sana: Actor
) -> None:
    operations.resolve(taken.id, "overturned", "", sana)
    page = text(Client().get(page_of))
    assert "La décision est annulée" in page and "Plus rien ne vous est reproché" in page
    told = text(Client().get(f"/s/{statement}/", {"lang": "fr"}))
    assert "Cette décision a été annulée" in told and "l’a annulée" in told


def test_the_member_takes_it_back(appeal: Lodged, page_of: str, statement: str) -> None:
    assert Client().post(f"{page_of}withdraw/?lang=fr").status_code == 303
    page = text(Client().get(page_of))
    assert "Vous l’avez repris" in page and f"/s/{statement}/contest/" in page
    assert Client().post(f"{page_of}withdraw/").status_code == 409
    assert f"/s/{statement}/contest/" in text(Client().get(f"/s/{statement}/"))


def test_a_moot_appeal_tells_its_reason_at_once(
    appeal: Lodged, page_of: str, decision_id: int, lea: Actor
) -> None:
    moderation.undo(decision_id, lea)
    page = text(Client().get(page_of))
    assert "L’équipe a annulé la décision" in page
    assert Appeal.objects.get().closed_because == "moot"


def test_reading_does_not_depend_on_who_is_logged_in(
    page_of: str, lea_user: Any, client_for: Callable[..., Client]
) -> None:
    page = text(client_for(lea_user).get(page_of, {"lang": "en"}))
    assert '<html lang="en"' in page and lea_user.name not in page


def test_the_address_is_signed(appeal: Lodged) -> None:
    row = Appeal.objects.get(pk=appeal.id)
    assert Client().get(f"/s/appeals/{row.public_id}/").status_code == 404
    forged = explain.token(row.public_id)  # signed, for another purpose
    assert Client().get(f"/s/appeals/{forged}/").status_code == 404
