"""The frame of every imitated address: method, key, size, JSON in, JSON out, errors in its shape.

Nothing here reads a cookie or a session, and nothing answers without a key, so the addresses are
exempt from the token that protects forms.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import orjson
import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from harmonie.apps.web.errors import ApiError

logger = structlog.get_logger(__name__)
#: A text of the longest kind takes 80 kB; a full list of comments, some hundreds.
MAXIMUM_BODY = 2_000_000

Json = dict[str, Any]
#: Lets the request in (sets ``request.actor``) or raises ``ApiError``.
Enter = Callable[[HttpRequest], None]
#: A refusal in the words of the imitated service.
Envelope = Callable[[ApiError], Json]
View = Callable[[HttpRequest, Json], Json]


def door(enter: Enter, envelope: Envelope) -> Callable[[View], Callable[..., HttpResponse]]:
    """Make of ``view(request, body) -> answer`` an address that takes a JSON object by POST.

    Whatever is raised is answered in ``envelope``'s shape, in the language that the request asks
    for; English when it asks for none, as the clients of these services do.
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @functools.wraps(view)
        def run(request: HttpRequest) -> HttpResponse:
            language = _language(request)
            headers = {"Content-Language": language}
            with translation.override(language):
                try:
                    _check_method(request)
                    enter(request)
                    answer, status = view(request, _body(request)), 200
                except Exception as error:
                    told = _told(error, getattr(request, "id", ""))
                    answer, status = envelope(told), told.status
                    headers |= told.headers
            return json_answer(answer, status, headers)

        return run

    return decorate


def json_answer(
    answer: Json, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    """``answer`` as JSON in UTF-8."""
    body = orjson.dumps(answer)
    return HttpResponse(body, "application/json; charset=utf-8", status, headers=headers)


def _language(request: HttpRequest) -> str:
    if "Accept-Language" not in request.headers:
        return "en"
    return translation.get_language_from_request(request)


def _check_method(request: HttpRequest) -> None:
    if request.method != "POST":
        message = _("This address takes POST requests only.")
        raise ApiError("method", message, status=405, headers={"Allow": "POST"})


def _body(request: HttpRequest) -> Json:
    if (request.content_type or "").lower() != "application/json":
        message = _("Send the body as application/json (header Content-Type).")
        raise ApiError("wrong_type", message, status=415)
    raw = request.body
    if len(raw) > MAXIMUM_BODY:
        raise RequestDataTooBig
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        message = _("The body is not valid JSON: line %(line)s, column %(column)s.") % {
            "line": error.lineno,
            "column": error.colno,
        }
        raise ApiError("malformed", message) from None
    if not isinstance(body, dict):
        raise ApiError("malformed", _("The body must be a JSON object."))
    return body


def _told(error: Exception, reference: str) -> ApiError:
    match error:
        case ApiError():
            return error
        case RequestDataTooBig():
            message = _("The request is over 2 MB: send it in several parts.")
            return ApiError("too_large", message, status=413)
        case UnreadablePostError():
            return ApiError("malformed", _("The request broke off before its end."))
    logger.error("door failed", request=reference, exc_info=error)
    message = _("Something went wrong on our side; reference: %(id)s.") % {"id": reference}
    return ApiError("internal", message, status=500)
