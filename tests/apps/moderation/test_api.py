from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.models import Community
from harmonie.apps.moderation import operations
from harmonie.apps.moderation.models import Case, Decision
from tests.apps.moderation.conftest import BANNED, PROPOSED

pytestmark = pytest.mark.django_db
ALL = ["judge", "cases:read", "cases:write", "decisions:read"]


@pytest.fixture
def api(api_key: Callable[..., str], ruled: Community) -> Callable[..., Any]:
    """``api("GET", "/cases")``: (status, JSON) with a key of every scope of this room."""
    return caller(api_key(ALL, ruled))


def caller(key: str) -> Callable[..., Any]:
    client = Client(headers={"Authorization": f"Bearer {key}"})

    def call(method: str, path: str, body: object = None, **query: object) -> tuple[int, Any]:
        if method == "GET":
            response = client.get(f"/api/v1{path}", query)
        else:
            response = client.post(f"/api/v1{path}", body, content_type="application/json")
        return response.status_code, response.json()

    return call


def test_texts_are_analysed_without_being_stored(api: Callable[..., Any]) -> None:
    status, body = api("POST", "/analyse", {"text": "Merci beaucoup pour votre aide"})
    assert status == 200
    assert body["results"][0]["language"] == "fr"
    assert 0 <= body["results"][0]["signals"]["toxicity"]["score"] <= 1
    assert not Case.objects.exists()


def test_what_a_text_speaks_of_is_told_when_asked(api: Callable[..., Any]) -> None:
    text = "Super accueil mais livraison en retard"
    _, body = api("POST", "/analyse", {"text": text})
    assert "aspects" not in body["results"][0]
    status, body = api("POST", "/analyse", {"text": text, "aspects": True})
    assert status == 200
    assert [(one["text"], one["sentiment"]) for one in body["results"][0]["aspects"]] == [
        ("accueil", "positive"), ("livraison", "negative"),
    ]  # fmt: skip


def test_messages_are_judged_by_the_communitys_rules_or_a_pack(api: Callable[..., Any]) -> None:
    messages = [
        {"text": f"Bonjour, une {PROPOSED}", "id": "a"},
        {"text": "Bonjour à tous", "id": "b"},
        {"text": f"Bonjour, une {PROPOSED}", "id": "c", "role": "staff"},
    ]
    status, body = api("POST", "/decide", {"messages": messages})
    assert status == 200
    assert [(one["id"], one["verdict"]["mode"]) for one in body["results"]] == [
        ("a", "propose"), ("b", "allow"), ("c", "allow"),
    ]  # fmt: skip
    assert body["results"][0]["verdict"]["reasons"][0]["fr"]
    status, body = api("POST", "/decide", {"text": "Bonjour à tous", "policy": "forum"})
    assert body["results"][0]["verdict"]["policy"] == "forum"
    status, body = api("POST", "/decide", {"text": "Bonjour", "policy": "../../etc/passwd"})
    assert (status, body["error"]["code"]) == (422, "unknown_policy")


@pytest.mark.parametrize(
    "body",
    [{}, {"text": "a", "messages": [{"text": "b"}]}, {"messages": []}, {"text": 3},
     {"texte": "faute"}, {"messages": [{"text": "a", "rôle": "x"}]},
     {"messages": [{"text": "a"}] * 1001}, {"text": "x" * 50_001}, []],
)  # fmt: skip
def test_bad_requests_are_explained(api: Callable[..., Any], body: object) -> None:
    status, answer = api("POST", "/analyse", body)
    assert status == 422
    assert answer["error"]["message"]


def test_a_thousand_messages_at_once_are_judged(api: Callable[..., Any]) -> None:
    status, body = api(
        "POST", "/decide", {"messages": [{"text": f"Bonjour {n}"} for n in range(1000)]}
    )
    assert status == 200 and len(body["results"]) == 1000


def test_cases_are_listed_fetched_decided_and_undone(
    api: Callable[..., Any], say: Callable[..., int]
) -> None:
    for n in range(3):
        say(f"Une {PROPOSED} numéro {n}", reach=n * 1000)
    status, first = api("GET", "/cases", limit=2)
    assert status == 200 and len(first["items"]) == 2 and first["next_cursor"]
    _status, rest = api("GET", "/cases", limit=2, cursor=first["next_cursor"])
    assert len(rest["items"]) == 1 and rest["next_cursor"] == ""
    case_id = first["items"][0]["id"]
    _status, case = api("GET", f"/cases/{case_id}")
    assert case["suggestion"] == "hide" and case["reasons"][0]["rule_id"] == "proposes"
    status, decided = api("POST", f"/cases/{case_id}/decision",
                          {"kind": "hide", "revision": case["revision"]})  # fmt: skip
    assert status == 200
    (decision_id,) = decided["decision_ids"]
    status, again = api("POST", f"/cases/{case_id}/decision", {"kind": "approve"})
    assert (status, again["error"]["code"]) == (409, "already_decided")
    assert again["error"]["fields"]["decision_id"] == str(decision_id)
    status, record = api("GET", f"/decisions/{decision_id}")
    assert record["statement_url"].startswith("http") and "/s/" in record["statement_url"]
    assert record["evidence"]["text"].startswith("Une")
    assert Client().get("/s/" + record["statement_url"].split("/s/")[1]).status_code == 200
    status, undone = api("POST", f"/decisions/{decision_id}/undo")
    assert status == 200 and undone["undone_at"]
    status, twice = api("POST", f"/decisions/{decision_id}/undo")
    assert (status, twice["error"]["code"]) == (409, "already_undone")
    _status, listed = api("GET", "/decisions", by="person")
    assert [item["id"] for item in listed["items"]] == [decision_id]


def test_a_program_cannot_ban(
    api: Callable[..., Any], say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    case = case_of(say(f"Bonjour, voici un {BANNED}"))
    status, body = api("POST", f"/cases/{case.id}/decision", {"kind": "ban"})
    assert (status, body["error"]["code"]) == (403, "person")
    assert not Decision.objects.exists()


def test_wrong_parameters_are_named(api: Callable[..., Any], proposed: Case) -> None:
    status, body = api("POST", f"/cases/{proposed.id}/decision",
                       {"kind": "mute", "parameters": {"durée": 3}})  # fmt: skip
    assert (status, body["error"]["code"]) == (422, "parameters")
    assert "durée" in body["error"]["message"]


def test_what_is_elsewhere_is_not_found(
    api: Callable[..., Any],
    api_key: Callable[..., str],
    proposed: Case,
    other_community: Community,
) -> None:
    stranger = caller(api_key(ALL, other_community))
    assert stranger("GET", f"/cases/{proposed.id}")[0] == 404
    assert stranger("POST", f"/cases/{proposed.id}/decision", {"kind": "hide"})[0] == 404
    assert stranger("GET", "/cases")[1]["items"] == []
    assert stranger("POST", "/decide", {"text": "a"})[1]["error"]["code"] == "no_rules"
    for path in ("/cases/999", "/decisions/999", f"/cases/{2**63 - 1}"):
        assert api("GET", path)[0] == 404
    assert api("GET", f"/cases/{2**70}")[0] == 422


@pytest.mark.parametrize("scope", ALL)
def test_each_door_needs_its_own_scope(
    api_key: Callable[..., str], ruled: Community, proposed: Case, scope: str
) -> None:
    doors = {
        "judge": [("POST", "/analyse", {"text": "a"}), ("POST", "/decide", {"text": "a"})],
        "cases:read": [("GET", "/cases", None), ("GET", f"/cases/{proposed.id}", None)],
        "cases:write": [("POST", f"/cases/{proposed.id}/decision", {"kind": "hide"})],
        "decisions:read": [("GET", "/decisions", None)],
    }
    call = caller(api_key([name for name in ALL if name != scope], ruled))
    for method, path, body in doors[scope]:
        assert call(method, path, body)[0] == 403
    assert Client().get("/api/v1/cases").status_code == 401


def test_an_edited_message_is_refused_with_a_conflict(
    api: Callable[..., Any], proposed: Case, say: Callable[..., int]
) -> None:
    say(f"Une autre {PROPOSED}", external_id=proposed.message.external_id)
    status, body = api("POST", f"/cases/{proposed.id}/decision", {"kind": "hide", "revision": 0})
    assert (status, body["error"]["code"]) == (409, "edited")


def test_identical_cases_are_decided_together(
    api: Callable[..., Any], say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    cases = [case_of(say(f"Achetez une {PROPOSED}", author=f"a{n}")) for n in range(3)]
    status, body = api("POST", f"/cases/{cases[0].id}/decision",
                       {"kind": "remove", "include_identical": True})  # fmt: skip
    assert status == 200 and len(body["decision_ids"]) == 3 and body["batch"]
    assert operations.consider([case.message_id for case in cases]) == []
