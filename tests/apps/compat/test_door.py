"""The frame of every door: hostile bodies, size, time, and no way in but a key."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmonie.apps.accounts.models import Community
from harmonie.apps.compat import judging
from harmonie.apps.compat.door import MAXIMUM_BODY
from harmonie.apps.web.errors import ApiError
from harmonie.records import Message

pytestmark = pytest.mark.django_db
DOORS = ["/v1/moderations", "/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore"]
JSON = "application/json"


@pytest.fixture
def client(key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=True)


@pytest.mark.parametrize("address", DOORS)
def test_only_json_by_post_is_taken(client: Client, address: str) -> None:
    refused = client.get(address)
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert client.post(address, {"input": "Bonjour"}).status_code == 415
    assert client.post(address, "{", "text/plain").status_code == 415


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize(
    "body",
    [
        b" ", b"{", b"[]", b"null", b'"x"', b"3", b'{"input": NaN}', b'{"input": "\xff\xfe"}',
        b'{"input": "\\ud800"}', b"[" * 100_000, b'{"a":' * 5_000, b"\x00", b"{}{}",
    ],
    ids=str,
)  # fmt: skip
def test_a_body_that_is_no_object_is_refused(client: Client, address: str, body: bytes) -> None:
    answer = client.post(address, body, JSON)
    assert answer.status_code == 400, answer.content
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("address", DOORS)
def test_a_body_that_is_too_large_is_refused(client: Client, address: str) -> None:
    body = b'{"x": "' + b"a" * MAXIMUM_BODY + b'"}'
    assert client.post(address, body, JSON).status_code == 413
    assert client.post(address, body * 6, JSON).status_code == 413


_json: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_NAMES = st.sampled_from(
    [
        "input", "model", "comment", "text", "type", "requestedAttributes", "TOXICITY",
        "scoreThreshold", "languages", "attributeScores", "summaryScore", "value", "context",
        "spanAnnotations", "image_url",
    ]
)  # fmt: skip
_bodies = st.dictionaries(
    _NAMES, st.recursive(_json, lambda inner: st.dictionaries(_NAMES, inner, max_size=4)),
    max_size=6,
)  # fmt: skip


@pytest.mark.parametrize("address", DOORS)
def test_no_body_makes_a_door_fail(
    api_key: Callable[..., str], community: Community, address: str
) -> None:
    key = api_key(["judge"], community, requests_per_minute=1_000_000)
    client = Client(headers={"Authorization": f"Bearer {key}"})

    @given(_bodies)
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    def run(body: dict[str, Any]) -> None:
        answer = client.post(address, body, JSON)
        assert answer.status_code in (200, 400, 404, 422, 501), answer.content
        assert ("error" in answer.json()) == (answer.status_code != 200)

    run()


@pytest.mark.parametrize("address", DOORS)
def test_a_session_opens_no_door_and_needs_no_form_token(
    address: str, community: Community, person: Callable[..., Any], client_for: Callable[..., Any]
) -> None:
    logged_in = client_for(person("owner", community))
    assert logged_in.post(address, {"input": "Bonjour"}, JSON).status_code == 401
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"input": "Bonjour"}, JSON).status_code == 401


@pytest.mark.parametrize("address", DOORS[:2])
def test_a_failure_is_told_in_the_doors_own_shape_without_detail(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_community_id: int) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(judging, "current_pipeline", fail)
    body = {
        "input": "Bonjour", "comment": {"text": "Bonjour"}, "requestedAttributes": {"TOXICITY": {}},
    }  # fmt: skip
    answer = client.post(address, body, JSON)
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert answer["X-Request-ID"] in answer.json()["error"]["message"]


def test_who_cannot_be_served_in_time_is_told_to_come_back(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ApiError) as slow:
        judging.judge(community.pk, [Message("Bonjour à tous")] * 20, seconds=0.0)
    assert (slow.value.status, slow.value.headers["Retry-After"]) == (503, "2")
    monkeypatch.setattr(judging, "_places", threading.BoundedSemaphore(1))
    with judging._a_place(1.0):
        began = time.monotonic()
        with pytest.raises(ApiError) as full:
            judging.judge(community.pk, [Message("Bonjour à tous")], seconds=0.05)
    assert full.value.code == "busy"
    assert time.monotonic() - began < 5
    assert judging.judge(community.pk, [Message("Bonjour à tous")])[1]


@pytest.mark.django_db(transaction=True)
def test_who_waits_holds_no_connection_to_the_database(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    order: list[str] = []

    class Places:
        def acquire(self, timeout: float) -> bool:
            order.append("waits")
            return True

        def release(self) -> None:
            order.append("leaves")

    # A database in memory is never closed: what counts here is who asks for it, and when.
    monkeypatch.setattr(connection, "close", lambda: order.append("closed"))
    monkeypatch.setattr(judging, "_places", Places())
    assert judging.judge(community.pk, [Message("Bonjour à tous")])[1]
    assert order == ["closed", "waits", "leaves"]
