from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, User
from harmonie.apps.tuning import operations, queries, weights
from harmonie.apps.tuning.models import CandidateAudit, Comparison
from tests.apps.tuning import weighing

pytestmark = pytest.mark.django_db
ROOT = "/c/littoral/models/"


@pytest.fixture
def lead_client(
    person: Callable[..., User], community: Community, client_for: Callable[[User], Client]
) -> Client:
    return client_for(person("lead", community))


@pytest.fixture
def auditor_client(
    person: Callable[..., User], community: Community, client_for: Callable[[User], Client]
) -> Client:
    return client_for(person("auditor", community))


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_page_lists_what_is_installed_and_what_was_trained(
    lead_client: Client, candidate: str
) -> None:
    weighing.other("abime")
    (weighing.workshop("abime") / "fast.npz").write_bytes(b"nothing")
    page = text(lead_client.get(ROOT))
    for key in ("shipped.fast", candidate, "abime.fast"):
        assert f"{ROOT}{key}/" in page
    assert "Ne peut pas servir" in page and "En service" in page


def test_a_candidate_is_measured_and_promoted_step_by_step(
    lead_client: Client, candidate: str, measure: Callable[..., None], community: Community
) -> None:
    page = text(lead_client.get(f"{ROOT}{candidate}/"))
    assert "comparez-le d’abord" in page and "vérifié" in page
    lead_client.post(f"{ROOT}{candidate}/compare/", {"messages": "200"})
    lead_client.post(f"{ROOT}{candidate}/audit/")
    assert Comparison.objects.get().wanted == 200 and CandidateAudit.objects.count() == 1
    assert "every 3s" in text(lead_client.get(f"{ROOT}{candidate}/measurements/"))
    operations.go_on_comparing(Comparison.objects.get().pk)
    Comparison.objects.all().delete()
    CandidateAudit.objects.all().delete()
    measure(candidate)
    both = text(lead_client.get(f"{ROOT}{candidate}/promote/"))
    mark = weights.candidate(candidate).mark
    assert mark in both
    wrong = lead_client.post(f"{ROOT}{candidate}/promote/", {"note": "", "mark": mark})
    assert wrong.status_code == 422 and 'role="alert"' in text(wrong)
    done = lead_client.post(f"{ROOT}{candidate}/promote/", {"note": "mieux", "mark": mark})
    assert done["Location"] == ROOT
    live = queries.live(community.pk)
    assert live is not None and live.note == "mieux"
    assert "Revenir au précédent" in text(lead_client.get(ROOT))
    assert "fast" in text(lead_client.get(f"{ROOT}roll-back/"))
    assert lead_client.post(f"{ROOT}roll-back/", {"note": ""}).status_code == 422
    lead_client.post(f"{ROOT}roll-back/", {"note": "retour"})
    assert (queries.live(community.pk) or live).how == "rolled_back"


def test_a_refused_candidate_has_no_button_and_its_audit_says_why(
    lead_client: Client, candidate: str, measure: Callable[..., None], community: Community
) -> None:
    measure(candidate, passed=False)
    page = text(lead_client.get(f"{ROOT}{candidate}/"))
    assert f"{ROOT}{candidate}/promote/" not in page and "son audit est négatif" in page
    forced = lead_client.post(f"{ROOT}{candidate}/promote/", {"note": "quand même"})
    assert forced.status_code == 422 and queries.live(community.pk) is None
    audit = CandidateAudit.objects.get().pk
    told = text(lead_client.get(f"{ROOT}audits/{audit}/"))
    assert "Promotion refusée" in told and "Question sur muslim" in told
    report = lead_client.get(f"{ROOT}audits/{audit}/report.json").json()
    assert report["passed"] is False


def test_an_old_audit_of_a_candidate_keeps_its_verdict_and_what_failed(
    lead_client: Client,
    candidate: str,
    measure: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("harmonie.apps.tuning.operations.auditing.WHOLE", 1)
    measure(candidate, passed=False)
    first = CandidateAudit.objects.get()
    assert not first.result["is_abridged"]
    measure(candidate)
    assert lead_client.get(f"{ROOT}audits/{first.pk}/report.json").json()["functions"] == []
    told = text(lead_client.get(f"{ROOT}audits/{first.pk}/"))
    assert "D’un audit aussi ancien" in told and "Question sur muslim" in told
    newest = CandidateAudit.objects.latest("pk")
    assert newest.result["functions"] and newest.passed
    first.refresh_from_db()
    assert first.passed is False and first.state == "done"


def test_a_comparison_shows_its_examples_and_hides_hard_texts(
    lead_client: Client, lead: Actor, say: Callable[..., int]
) -> None:
    from harmonie.apps.inbox.models import Message

    weighing.biased()
    say("Je suis musulman et je joue ici depuis deux ans")
    hard = say("Elle est musulmane et elle joue ici depuis un an")
    Message.objects.filter(pk=hard).update(severity=4)
    comparison_id = operations.ask_for_comparison("partial.fast", lead)
    operations.go_on_comparing(comparison_id)
    page = text(lead_client.get(f"{ROOT}comparisons/{comparison_id}/"))
    assert "Je suis musulman" in page and "Elle est musulmane" not in page
    assert "musulmans" in page.lower()
    assert lead_client.get(f"{ROOT}comparisons/999/").status_code == 404


def test_an_auditor_reads_and_changes_nothing(
    auditor_client: Client, candidate: str, measure: Callable[..., None]
) -> None:
    measure(candidate)
    assert auditor_client.get(ROOT).status_code == 200
    page = text(auditor_client.get(f"{ROOT}{candidate}/"))
    assert f"{ROOT}{candidate}/promote/" not in page
    for path in ("compare/", "audit/", "promote/"):
        assert auditor_client.post(f"{ROOT}{candidate}/{path}").status_code == 403
    assert auditor_client.post(f"{ROOT}roll-back/").status_code == 403


def test_what_does_not_exist_is_not_found(lead_client: Client) -> None:
    for path in ("nowhere.fast/", "..fast/", "audits/9/", "roll-back/"):
        assert lead_client.get(f"{ROOT}{path}").status_code == 404, path


def test_programs_list_compare_and_audit_but_never_promote(
    client: Client, api_key: Callable[..., str], community: Community, candidate: str
) -> None:
    key = api_key(["models:read", "models:write"], community)

    def call(method: str, path: str, body: Any = None) -> Any:
        return client.generic(
            method, f"/api/v1/models{path}", data=json.dumps(body or {}),
            content_type="application/json", headers={"Authorization": f"Bearer {key}"},
        )  # fmt: skip

    found = call("GET", "").json()
    assert found["live"]["how"] == "installed"
    mine = next(one for one in found["items"] if one["key"] == candidate)
    assert mine["missing"] == ["comparison", "audit"] and not mine["may_go_live"]
    asked = call("POST", f"/{candidate}/comparisons", {"messages": 50})
    assert asked.status_code == 202
    operations.go_on_comparing(asked.json()["id"])
    told = call("GET", f"/comparisons/{asked.json()['id']}").json()
    assert told["state"] == "done" and told["result"]["judged"] == 0
    audit = call("POST", f"/{candidate}/audits")
    assert call("GET", f"/audits/{audit.json()['id']}").json()["report"] is None
    assert call("POST", "/nowhere.fast/audits").status_code == 404
    assert call("GET", "/comparisons/999").status_code == 404
    paths = client.get("/api/openapi.json").json()["paths"]
    assert not [path for path in paths if "promot" in path]
