"""The API against its own description: hundreds of odd requests per route, never a 500."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

if TYPE_CHECKING:
    from harmonie.apps.accounts.models import Community

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
logging.getLogger("harmonie.request").setLevel(logging.WARNING)


@pytest.fixture
def schema(db: None) -> Iterator[Any]:
    """The desk as a WSGI application inside the test's own transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def key(api_key: Callable[..., str], community: Community) -> str:
    from harmonie.apps.accounts import keys

    return api_key(list(keys.SCOPES), community, requests_per_minute=10_000_000)


ROUTES = [
    ("POST", "/api/v1/messages"),
    ("GET", "/api/v1/messages"),
    ("GET", "/api/v1/messages/{message_id}"),
    ("POST", "/api/v1/analyse"),
    ("POST", "/api/v1/decide"),
    ("GET", "/api/v1/cases"),
    ("GET", "/api/v1/cases/{case_id}"),
    ("POST", "/api/v1/cases/{case_id}/decision"),
    ("GET", "/api/v1/decisions"),
    ("GET", "/api/v1/decisions/{decision_id}"),
    ("POST", "/api/v1/decisions/{decision_id}/undo"),
    ("GET", "/api/v1/mandates"),
    ("POST", "/api/v1/appeals"),
    ("GET", "/api/v1/appeals"),
    ("GET", "/api/v1/appeals/{appeal_id}"),
    ("POST", "/api/v1/appeals/{appeal_id}/resolution"),
    ("GET", "/api/v1/webhooks"),
    ("POST", "/api/v1/webhooks"),
    ("DELETE", "/api/v1/webhooks/{endpoint_id}"),
    ("GET", "/api/v1/deliveries"),
    ("POST", "/api/v1/deliveries/{delivery_id}/replay"),
    ("GET", "/api/v1/fairness/audits"),
    ("POST", "/api/v1/fairness/audits"),
    ("GET", "/api/v1/fairness/audits/{audit_id}"),
    ("GET", "/api/v1/fairness/reports"),
    ("POST", "/api/v1/fairness/reports"),
    ("GET", "/api/v1/models"),
    ("POST", "/api/v1/models/{key}/comparisons"),
    ("GET", "/api/v1/models/comparisons/{comparison_id}"),
    ("POST", "/api/v1/models/{key}/audits"),
    ("GET", "/api/v1/models/audits/{audit_id}"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_request_makes_a_route_fail_or_break_its_description(
    schema: Any, key: str, method: str, path: str
) -> None:
    @given(case=schema[path][method].as_strategy())
    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def run(case: schemathesis.Case) -> None:
        # Rules beyond the schema (a private address, an edit in the past) may refuse a valid body.
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance]
        )

    run()


def test_every_described_route_is_tried(client: Any, db: None) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {(verb.upper(), path) for path, verbs in paths.items() for verb in verbs} == set(ROUTES)


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_without_a_key_nothing_answers(client: Any, db: None, method: str) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    for path, verbs in paths.items():
        if method in verbs:
            path = re.sub(r"\{\w+\}", "1", path)
            answer = client.generic(method.upper(), path, "{}", content_type="application/json")
            assert answer.status_code == 401, path
