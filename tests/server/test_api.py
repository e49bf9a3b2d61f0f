from __future__ import annotations

import json

import pytest
from django.test import Client


@pytest.fixture
def call(api_key, community):
    key = api_key(["messages:read", "messages:write", "judge", "cases:write"], community)

    def send(path: str, body: object = None, *, content_type="application/json", language="en"):
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        client = Client(raise_request_exception=False)
        if body is None:
            return client.get(path, headers=headers)
        return client.post(path, data=body, content_type=content_type, headers=headers)

    return send


def error(answer) -> dict:
    body = answer.json()["error"]
    assert set(body) == {"code", "message", "fields"}
    return body


def test_broken_json_is_told_by_line_and_column(call):
    answer = call("/api/v1/analyse", b'{"messages":\n [1,')
    assert answer.status_code == 400
    assert error(answer)["code"] == "malformed"
    assert "line 2" in error(answer)["message"]


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b'{"a": NaN}', b'"\\ud800"', b"[" * 5000, b"{} trailing"]
)
def test_hostile_bodies_are_refused_not_crashed(call, body):
    assert call("/api/v1/analyse", body).status_code == 400


def test_another_media_type_is_refused(call):
    answer = call("/api/v1/analyse", b"a=1", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 415
    assert error(answer)["code"] == "wrong_type"


def test_too_large_a_body_is_refused(call, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = call("/api/v1/analyse", json.dumps({"messages": ["x" * 2000]}))
    assert answer.status_code == 413
    assert error(answer)["code"] == "too_large"


def test_wrong_fields_are_named(call):
    answer = call("/api/v1/messages", json.dumps({"messages": "x"}))
    assert answer.status_code == 422
    assert error(answer)["fields"]


def test_an_unknown_address_is_json_in_the_caller_s_language(call):
    assert error(call("/api/v1/nothing"))["code"] == "not_found"
    assert error(call("/api/v1/nothing", language="fr"))["message"].startswith("Pas d’adresse")


def test_a_failure_gives_a_reference_and_no_detail(call, monkeypatch):
    from harmonie.apps.inbox import queries

    def broken(*arguments, **options):
        raise RuntimeError("the secret is marzipan")

    monkeypatch.setattr(queries, "messages", broken)
    answer = call("/api/v1/messages")
    assert answer.status_code == 500
    assert "marzipan" not in answer.content.decode()
    assert answer["X-Request-ID"] in error(answer)["message"]


def test_the_reference_page_loads_from_here_only(db):
    page = Client().get("/api/docs")
    assert page.status_code == 200
    assert "swagger-ui-bundle" in page.content.decode()
    assert "//cdn" not in page.content.decode()


def test_the_schema_names_the_security_of_each_operation(db):
    schema = Client().get("/api/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) >= 8
    assert all(operation.get("security") for operation in operations)
