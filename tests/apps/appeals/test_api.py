from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts import keys
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.appeals import operations
from harmonie.apps.appeals.contracts import Lodged
from harmonie.apps.appeals.models import Appeal
from tests.apps.appeals.conftest import REASONS, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client: Client, api_key: Callable[..., str], community: Community) -> Callable[..., Any]:
    """``call("GET", "", scopes=[…])``."""

    def send(
        method: str, path: str, body: Any = None, scopes: tuple[str, ...] = (),
        place: Community | None = None,
    ) -> Any:  # fmt: skip
        key = api_key(list(scopes or ("appeals:read", "appeals:write")), place or community)
        return client.generic(
            method, f"/api/v1/appeals{path}", data=json.dumps(body or {}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}", "Accept-Language": "fr"},
        )  # fmt: skip

    return send


def test_a_program_lodges_for_the_member_who_reads_on_the_receipt(
    call: Callable[..., Any], statement: str, client: Client
) -> None:
    made = call("POST", "", {"statement": statement, "text": TEXT, "language": "en"})
    assert made.status_code == 201
    row = Appeal.objects.get(pk=made.json()["id"])
    assert (row.text, row.language, row.lodged_as[:4]) == (TEXT, "en", "key:")
    receipt = "/s/" + made.json()["receipt_url"].split("/s/")[1]
    assert "We have your appeal" in client.get(receipt).content.decode()
    again = call("POST", "", {"statement": statement, "text": TEXT})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_open")
    assert receipt not in again.content.decode()


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"statement": "x"}, 422), ({"text": ""}, 422), ({"text": "é" * 2_001}, 422),
     ({"language": "de"}, 422), ({"surprise": 1}, 422), ({"text": "\ud800"}, 400)],
)  # fmt: skip
def test_what_is_wrong_is_said(
    call: Callable[..., Any], statement: str, fields: dict[str, Any], status: int
) -> None:
    body = {"statement": statement, "text": TEXT, **fields}
    answer = call("POST", "", body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_programs_read_lists_and_conversations_but_no_receipt(
    call: Callable[..., Any], taken: Lodged, sana: Actor, receipt: str
) -> None:
    operations.answer(taken.id, "De quel animal ?", sana)
    operations.add(receipt, "De la marmotte.")
    listed = call("GET", "?tab=taken")
    (line,) = listed.json()["items"]
    assert (line["id"], line["state"], line["is_overdue"]) == (taken.id, "taken", False)
    one = call("GET", f"/{taken.id}")
    assert one.json()["text"] == TEXT
    assert [(t["by"], t["text"]) for t in one.json()["messages"]] == [
        ("team", "De quel animal ?"), ("member", "De la marmotte."),
    ]  # fmt: skip
    assert receipt not in one.content.decode() + listed.content.decode()
    operations.resolve(taken.id, "upheld", REASONS, sana)
    assert call("GET", "?state=taken").json()["items"] == []
    assert call("GET", f"/{taken.id}").json()["reasons"] == REASONS


def test_pages_follow_each_other(
    call: Callable[..., Any], statement: str, appeal: Lodged, receipt: str
) -> None:
    operations.withdraw(receipt)
    operations.lodge(statement, TEXT)
    first = call("GET", "?limit=1").json()
    second = call("GET", f"?limit=1&cursor={first['next_cursor']}").json()
    assert [first["items"][0]["state"], second["items"][0]["state"]] == ["lodged", "withdrawn"]
    assert second["next_cursor"] == ""
    assert call("GET", "?cursor=x").status_code == 422


def test_no_key_resolves_whatever_its_scopes(
    call: Callable[..., Any], taken: Lodged, community: Community
) -> None:
    for outcome in ("upheld", "overturned"):
        body = {"outcome": outcome, "reasons": REASONS}
        answer = call("POST", f"/{taken.id}/resolution", body, scopes=tuple(keys.SCOPES))
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "person")
        assert "Seule une personne" in answer.json()["error"]["message"]
    for path in (f"/{taken.id}/take", f"/{taken.id}"):
        assert call("POST", path, {}, scopes=tuple(keys.SCOPES)).status_code in (404, 405)
    assert Appeal.objects.get(pk=taken.id).state == "taken"


def test_each_scope_opens_its_own_routes(
    call: Callable[..., Any], statement: str, appeal: Lodged
) -> None:
    body = {"statement": statement, "text": TEXT}
    assert call("POST", "", body, scopes=("appeals:read",)).status_code == 403
    for path in ("", f"/{appeal.id}"):
        assert call("GET", path, scopes=("appeals:write", "cases:write")).status_code == 403


def test_another_communitys_key_finds_nothing(
    call: Callable[..., Any], statement: str, appeal: Lodged, other_community: Community
) -> None:
    assert call("GET", f"/{appeal.id}", place=other_community).status_code == 404
    assert call("GET", "", place=other_community).json()["items"] == []
    body = {"statement": statement, "text": TEXT}
    refused = call("POST", "", body, place=other_community)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "no_statement")
