"""API version 1: every room's router, one shape of errors, and the reference at /api/docs."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import Swagger

from harmonie.apps.accounts.contracts import NotAllowed
from harmonie.apps.web.errors import ApiError, error_body
from harmonie.server.openapi import DescribedApi
from harmonie.server.parsing import JsonParser

logger = structlog.get_logger(__name__)
#: Rooms that may have an ``api.py`` with a ``router``.
ROOMS = ("inbox", "moderation", "connections", "compat")


class Reference(Swagger):
    """The interactive reference, from files of this server, under the strict policy."""

    template = "server/api_docs.html"
    template_cdn = "server/api_docs.html"


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
        docs=Reference(settings={"persistAuthorization": False}),
        docs_url="/docs",
        openapi_url="/openapi.json",
        urls_namespace="api",
        parser=JsonParser(),
    )
    for room in ROOMS:
        module = f"harmonie.apps.{room}.api"
        if find_spec(module):
            api.add_router("/v1", import_module(module).router)
    _handle_errors(api)
    return api


def _handle_errors(api: NinjaAPI) -> None:
    def answer(
        request: HttpRequest, status: int, code: str, message: object,
        fields: dict[str, str] | None = None, headers: dict[str, str] | None = None,
    ) -> HttpResponse:  # fmt: skip
        response = api.create_response(request, error_body(code, message, fields), status=status)
        for name, value in (headers or {}).items():
            response.headers[name] = value
        return response

    @api.exception_handler(ApiError)
    def known(request: HttpRequest, error: ApiError) -> HttpResponse:
        return answer(request, error.status, error.code, error.message, error.fields, error.headers)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {_path(problem["loc"]): problem["msg"] for problem in error.errors}
        return answer(
            request, 422, "invalid", _("Some fields are missing or wrong; see “fields”."), fields
        )

    @api.exception_handler(NotAllowed)
    def refused(request: HttpRequest, error: NotAllowed) -> HttpResponse:
        return answer(request, 403, "not_allowed", _("This key may not do that."))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(request, 401, "unknown_key", _("Send a valid key."))

    @api.exception_handler(Http404)
    @api.exception_handler(ObjectDoesNotExist)
    def missing(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 404, "not_found", _("Nothing has this id in this community."))

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return answer(
            request, 413, "too_large", _("The request is over 10 MB: send it in several parts.")
        )

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error.__cause__, ApiError):
            # Ninja hides what the parser said behind a plain 400.
            return known(request, error.__cause__)
        code = {400: "malformed", 415: "wrong_type"}.get(error.status_code, "refused")
        return answer(request, error.status_code, code, _explain(error))

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("api failed", exc_info=error)
        reference = getattr(request, "id", "")
        return answer(
            request, 500, "internal",
            _("Something went wrong on our side; reference: %(id)s.") % {"id": reference},
        )  # fmt: skip


def _path(location: Any) -> str:
    return ".".join(str(part) for part in location)


def _explain(error: HttpError) -> str:
    if error.status_code == 400:
        return _("The request could not be read: send JSON in UTF-8.")
    return str(error)


api = build()
