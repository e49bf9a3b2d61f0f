from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, User
from harmonie.apps.fairness import operations, queries
from harmonie.apps.fairness.models import AuditRecord, BiasReport
from harmonie.apps.inbox.models import Message

pytestmark = pytest.mark.django_db
ROOT = "/c/littoral/fairness/"
FORM = {
    "what": "harsh", "towards": "religion", "towards_whom": "", "judgement": "harmless",
    "text": "Je suis musulman", "language": "fr", "note": "",
}  # fmt: skip


@pytest.fixture
def lead_client(
    person: Callable[..., User], community: Community, client_for: Callable[[User], Client]
) -> Client:
    return client_for(person("lead", community))


@pytest.fixture
def moderator_client(
    person: Callable[..., User], community: Community, client_for: Callable[[User], Client]
) -> Client:
    return client_for(person("moderator", community))


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_without_an_audit_the_page_says_how_to_have_one(lead_client: Client) -> None:
    page = text(lead_client.get(ROOT))
    assert "Pas encore d’audit" in page and f"{ROOT}run/" in page
    lead_client.post(f"{ROOT}run/")
    assert AuditRecord.objects.get().state == "queued"
    assert "Un audit attend son tour" in text(lead_client.get(ROOT))


@pytest.mark.parametrize("passed", [True, False])
def test_the_audit_tells_its_verdict_its_groups_and_what_is_too_small_to_tell(
    lead_client: Client, audited: Callable[..., int], passed: bool
) -> None:
    audited(passed=passed)
    page = text(lead_client.get(ROOT))
    assert ("shield-x" if passed else "Il est positif") not in page
    assert ("Il est positif" if passed else "Il est négatif sur 2 questions") in page
    assert "musulmans" in page and "trop peu pour le dire" in page
    assert page.count('class="chart-point"') == 4
    assert "<mark>musulman</mark>" in page and "<mark>chrétien</mark>" in page
    assert "&lt;b&gt;idiot" in page and "<b>idiot" not in page
    assert "Les Bretons manquent." in page
    assert "Un autre modèle est en service depuis" in page  # made by hand, of no real version


def test_an_earlier_audit_and_the_exports(lead_client: Client, audited: Callable[..., int]) -> None:
    first = audited(accuracy=80)
    audited(accuracy=90)
    page = text(lead_client.get(f"{ROOT}audits/{first}/"))
    assert "C’est un audit antérieur." in page
    latest = text(lead_client.get(ROOT))
    assert "Depuis l’audit précédent" in latest and "mieux" in latest
    assert latest.count('class="chart-curve"') == 8 and "Tableau de l’historique" in latest
    report = lead_client.get(f"{ROOT}audits/{first}/report.json").json()
    assert report["functions"][0]["right"] == 80
    for part in ("groups", "functions", "swaps", "robustness", "gate"):
        table = text(lead_client.get(f"{ROOT}audits/{first}/{part}.csv")).splitlines()
        assert len(table) > 1 and table[0].count(",") == table[1].count(",")
    assert lead_client.get(f"{ROOT}audits/{first}/secrets.csv").status_code == 404
    assert lead_client.get(f"{ROOT}audits/999/").status_code == 404


def test_the_page_of_an_old_audit_shows_what_is_left_of_it(
    lead_client: Client, audited: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harmonie.apps.fairness.operations.audits.WHOLE", 1)
    first = audited(passed=False)
    audited()
    page = text(lead_client.get(f"{ROOT}audits/{first}/"))
    assert "D’un audit aussi ancien" in page and "Il est négatif sur 2 questions" in page
    assert page.count("Question sur muslim") == 2
    assert "Orthographe déguisée" not in page and ".csv" not in page
    assert lead_client.get(f"{ROOT}audits/{first}/report.json").json()["is_abridged"]
    assert lead_client.get(f"{ROOT}audits/{first}/gate.csv").status_code == 404
    assert "D’un audit aussi ancien" not in text(lead_client.get(ROOT))


def test_progress_asks_for_the_page_again_once_it_is_over(
    lead_client: Client, lead: Actor, audited: Callable[..., int]
) -> None:
    operations.ask(lead)
    waiting = lead_client.get(f"{ROOT}progress/")
    assert "HX-Refresh" not in waiting.headers and "<progress" in text(waiting)
    audited()
    assert lead_client.get(f"{ROOT}progress/").headers["HX-Refresh"] == "true"


def test_pages_are_closed_to_who_may_not_read_them(
    moderator_client: Client, audited: Callable[..., int]
) -> None:
    audited()
    for path in ("", "reports/", "audits/1/", "progress/"):
        assert moderator_client.get(f"{ROOT}{path}").status_code == 403
    for path in ("run/", "public/", "cases/1/retire/", "reports/1/resolve/"):
        assert moderator_client.post(f"{ROOT}{path}").status_code == 403


def test_every_message_offers_to_report_a_bias(moderator_client: Client, message_id: int) -> None:
    thread = Message.objects.get(pk=message_id).thread_id
    page = text(moderator_client.get(reverse("inbox:thread", args=["littoral", thread])))
    assert f"{ROOT}reports/new/{message_id}/" in page


def test_a_moderator_reports_from_a_message_and_reads_the_answer(
    moderator_client: Client, lead_client: Client, message_id: int, community: Community
) -> None:
    page = text(moderator_client.get(f"{ROOT}reports/new/{message_id}/"))
    assert "je suis musulman" in page
    wrong = moderator_client.post(f"{ROOT}reports/new/{message_id}/", {**FORM, "towards": ""})
    assert wrong.status_code == 422 and not BiasReport.objects.exists()
    sent = moderator_client.post(f"{ROOT}reports/new/{message_id}/", FORM)
    report = BiasReport.objects.get()
    assert sent.status_code == 302 and sent["Location"] == f"{ROOT}reports/{report.pk}/"
    assert report.expected["toxicity"] == 0
    assert "Confirmer le biais" not in text(moderator_client.get(f"{ROOT}reports/{report.pk}/"))
    refused = lead_client.post(
        f"{ROOT}reports/{report.pk}/resolve/", {"outcome": "dismissed", "note": ""}
    )
    assert refused.status_code == 422 and 'role="alert"' in text(refused)
    lead_client.post(
        f"{ROOT}reports/{report.pk}/resolve/", {"outcome": "confirmed", "note": "Bien vu"}
    )
    assert "Bien vu" in text(moderator_client.get(f"{ROOT}reports/{report.pk}/"))
    lead_client.post(
        f"{ROOT}reports/{report.pk}/case/",
        {"judgement": "hurtful", "heads": ["hate"], "text": "Un texte", "language": "fr"},
    )
    (case,) = queries.cases(community.pk)
    assert dict(case.expected) == {"hate": 1}
    assert "Un texte" in text(lead_client.get(f"{ROOT}reports/"))
    assert lead_client.post(f"{ROOT}cases/{case.id}/retire/").status_code == 302
    assert lead_client.post(f"{ROOT}cases/{case.id}/retire/").status_code == 404


def test_another_moderator_does_not_read_the_report(
    report_id: int, moderator_client: Client
) -> None:
    assert moderator_client.get(f"{ROOT}reports/{report_id}/").status_code == 404


def test_a_hard_text_comes_into_the_form_only_when_somebody_asks(
    moderator_client: Client, message_id: int
) -> None:
    Message.objects.filter(pk=message_id).update(severity=4)
    address = f"{ROOT}reports/new/{message_id}/"
    assert "je suis musulman" not in text(moderator_client.get(address))
    assert "je suis musulman" in text(moderator_client.post(address, {"reveal": "1"}))


def test_names_and_numbers_are_out_of_the_text_that_is_offered(
    moderator_client: Client, say: Callable[..., int]
) -> None:
    message_id = say("Écrivez à ana.durand@example.org ou au 06 12 34 56 78, @ana_d")
    page = text(moderator_client.get(f"{ROOT}reports/new/{message_id}/"))
    assert "ana.durand@example.org" not in page and "06 12 34 56 78" not in page


def test_members_read_the_figures_without_an_account(
    client: Client, audited: Callable[..., int], community: Community, lead: Actor
) -> None:
    assert client.get("/fairness/littoral/").status_code == 404
    audited(passed=False)
    french = text(client.get("/fairness/littoral/"))
    assert 'lang="fr"' in french and "Comment l’IA vous traite" in french
    assert "2 écarts" in french and "musulmans" in french and "<script" not in french
    english = text(client.get("/fairness/littoral/?lang=en"))
    assert 'lang="en"' in english and "How the AI treats you" in english
    assert client.get("/fairness/nowhere/").status_code == 404
    operations.show_public_page(False, lead)
    assert client.get("/fairness/littoral/").status_code == 404


def test_a_lead_switches_the_public_page(
    lead_client: Client, community: Community, audited: Callable[..., int]
) -> None:
    audited()
    lead_client.post(f"{ROOT}public/", {"to": "off"})
    assert not queries.is_published(community.pk)
    lead_client.post(f"{ROOT}public/", {"to": "on"})
    assert queries.is_published(community.pk)
