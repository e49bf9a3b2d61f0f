from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.models import Community
from tests.apps.fairness.conftest import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client: Client, api_key: Callable[..., str], community: Community) -> Callable[..., Any]:
    """``call("GET", "audits", scopes=[…])``."""

    def send(method: str, path: str, body: Any = None, scopes: tuple[str, ...] = ()) -> Any:
        key = api_key(list(scopes or ("fairness:read", "fairness:write")), community)
        return client.generic(
            method, f"/api/v1/fairness/{path}", data=__import__("json").dumps(body or {}),
            content_type="application/json", headers={"Authorization": f"Bearer {key}"},
        )  # fmt: skip

    return send


def test_programs_read_audits_and_ask_for_one(
    call: Callable[..., Any], audited: Callable[..., int]
) -> None:
    audit_id = audited()
    items = call("GET", "audits").json()["items"]
    assert [(one["id"], one["passed"]) for one in items] == [(audit_id, True)]
    assert call("GET", f"audits/{audit_id}").json()["report"]["format"] == 1
    assert call("GET", "audits/999").status_code == 404
    asked = call("POST", "audits")
    assert asked.status_code == 202 and asked.json()["id"] != audit_id


def test_programs_report_a_bias(call: Callable[..., Any], message_id: int) -> None:
    made = call("POST", "reports", {"message_id": message_id, **WHOLE})
    assert made.status_code == 201 and made.json()["state"] == "open"
    assert [one["id"] for one in call("GET", "reports?state=open").json()["items"]] == [
        made.json()["id"]
    ]
    assert call("GET", "reports?state=dismissed").json()["items"] == []
    assert call("POST", "reports", {"message_id": 999_999, **WHOLE}).status_code == 422
    wrong = call("POST", "reports", {"message_id": message_id, **WHOLE, "expected": {}})
    assert wrong.status_code == 422


def test_each_scope_opens_its_own_routes(call: Callable[..., Any]) -> None:
    assert call("POST", "audits", scopes=("fairness:read",)).status_code == 403
    assert call("GET", "audits", scopes=("judge",)).status_code == 403
