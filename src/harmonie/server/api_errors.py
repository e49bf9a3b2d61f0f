"""Whatever goes wrong behind the API becomes one shape: code, message, fields."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from harmonie.apps.accounts.contracts import NotAllowed
from harmonie.apps.web.errors import ApiError, error_body

logger = structlog.get_logger(__name__)
_KNOWN = (
    ApiError, ValidationError, NotAllowed, AuthenticationError, Http404, ObjectDoesNotExist,
    RequestDataTooBig, HttpError, Exception,
)  # fmt: skip


def handle_errors(api: NinjaAPI) -> None:
    """Answer every exception as JSON, in the language that the caller asks for."""

    def answer(request: HttpRequest, error: Any) -> HttpResponse:
        told = as_api_error(error, getattr(request, "id", ""))
        body = error_body(told.code, told.message, told.fields)
        response = api.create_response(request, body, status=told.status)
        for name, value in told.headers.items():
            response.headers[name] = value
        return response

    for kind in _KNOWN:
        api.add_exception_handler(kind, answer)


def as_api_error(error: Exception, reference: str = "") -> ApiError:
    """What the caller is told; an unexpected error gives ``reference`` and no detail."""
    match error:
        case ApiError():
            return error
        case ValidationError():
            fields = {".".join(map(str, one["loc"])): one["msg"] for one in error.errors}
            message = _("Some fields are missing or wrong; see “fields”.")
            return ApiError("invalid", message, status=422, fields=fields)
        case NotAllowed():
            return ApiError("not_allowed", _("This key may not do that."), status=403)
        case AuthenticationError():
            return ApiError("unknown_key", _("Send a valid key."), status=401)
        case Http404() | ObjectDoesNotExist():
            message = _("Nothing has this id in this community.")
            return ApiError("not_found", message, status=404)
        case RequestDataTooBig():
            message = _("The request is over 10 MB: send it in several parts.")
            return ApiError("too_large", message, status=413)
        case HttpError():
            return _from_ninja(error)
    logger.error("api failed", request=reference, exc_info=error)
    message = _("Something went wrong on our side; reference: %(id)s.") % {"id": reference}
    return ApiError("internal", message, status=500)


def _from_ninja(error: HttpError) -> ApiError:
    if isinstance(error.__cause__, ApiError):
        # Ninja hides what the parser said behind a plain 400.
        return error.__cause__
    if error.status_code == 400:
        message = _("The request could not be read: send JSON in UTF-8.")
        return ApiError("malformed", message, status=400)
    return ApiError("refused", str(error), status=error.status_code)
