"""Callers of the two doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.models import Community

GERMAN = "Das ist ein sehr schöner Tag und wir gehen im Park spazieren"
UNCIVIL = "Tu es un crétin fini, tais-toi"  # a mild insult: something must score high
Call = Callable[..., Any]


@pytest.fixture
def key(api_key: Callable[..., str], community: Community) -> str:
    return api_key(["judge"], community)


@pytest.fixture
def moderate(key: str) -> Call:
    """``moderate(input, **fields)``: the answer of ``/v1/moderations``."""
    client = Client(headers={"Authorization": f"Bearer {key}"})

    def call(given: object, headers: dict[str, str] | None = None, **fields: object) -> Any:
        body = {"input": given, **fields}
        return client.post("/v1/moderations", body, "application/json", headers=headers or {})

    return call


@pytest.fixture
def analyze(key: str) -> Call:
    """``analyze(text, *attributes, **fields)``: the answer of ``comments:analyze``."""

    def call(text: object, *attributes: str, **fields: object) -> Any:
        wanted = {name: {} for name in attributes or ("TOXICITY",)}
        body = {"comment": {"text": text}, "requestedAttributes": wanted, **fields}
        address = f"/v1alpha1/comments:analyze?key={key}"
        return Client().post(address, body, "application/json")

    return call
