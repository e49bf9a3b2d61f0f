"""The error pages: designed, in both languages; JSON for the API."""

from __future__ import annotations

import sys

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from harmonie.apps.web.errors import error_body

logger = structlog.get_logger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return api_not_found(request)
    return render(request, "404.html", status=404)


def api_not_found(request: HttpRequest) -> JsonResponse:
    message = _("No such address in this API; see /api/docs.")
    return JsonResponse(error_body("not_found", message), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: they read a database that may be the cause."""
    reference = getattr(request, "id", "")
    match = request.resolver_match
    logger.error(
        "request failed",
        request=reference,
        route=match.route if match else "unknown",
        exc_info=sys.exc_info(),
    )
    if request.path.startswith("/api/"):
        message = _("Something went wrong on our side; reference: %(id)s.") % {"id": reference}
        return JsonResponse(error_body("internal", message), status=500)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
