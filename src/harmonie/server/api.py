"""API version 1: every room's router, one shape of errors, and the reference at /api/docs."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger

from harmonie.server.api_errors import handle_errors
from harmonie.server.openapi import DescribedApi
from harmonie.server.parsing import JsonParser

#: Rooms that may have an ``api.py`` with a ``router``.
ROOMS = ("inbox", "moderation", "appeals", "connections", "fairness", "tuning", "compat")


class Reference(Swagger):
    """The interactive reference, from files of this server, under the strict policy."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        address = self.get_openapi_url(api, kwargs)
        context = {
            "reference_settings": {**self.settings, "url": address},
            "openapi_json_url": address,
        }
        return render(request, "server/api_docs.html", context)


def build() -> NinjaAPI:
    """The API with the routers of the rooms that exist."""
    api = DescribedApi(
        title="Harmonie",
        version="1",
        description=(
            "Send messages in, read analyses, cases and decisions, judge texts without storing "
            "them. Envoyez des messages, lisez analyses, cas et décisions, jugez des textes sans "
            "les garder."
        ),
        docs=Reference(
            # Deep links put a link inside a button, which assistive technology cannot reach.
            settings={"persistAuthorization": False, "deepLinking": False, "docExpansion": "list"}
        ),
        docs_url="/docs",
        openapi_url="/openapi.json",
        urls_namespace="api",
        parser=JsonParser(),
    )
    for room in ROOMS:
        module = f"harmonie.apps.{room}.api"
        if find_spec(module):
            api.add_router("/v1", import_module(module).router)
    handle_errors(api)
    return api


api = build()
