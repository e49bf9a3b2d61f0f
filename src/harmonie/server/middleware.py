"""Headers on every answer, and one log line a request with an id to quote."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from harmonie.server import metrics
from harmonie.server.stack import with_room

logger = structlog.get_logger("harmonie.request")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip
GetResponse = Callable[[HttpRequest], HttpResponse]


class Headers:
    """What browsers must refuse on our pages, beside the content security policy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(("/static/", "/docs/")):
            # What a team sees must not stay in a shared computer's cache.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RequestLog:
    """Gives each request an id (``X-Request-ID``), times it, counts it, logs it without its path.

    The route is logged rather than the path: paths hold tokens.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request=request.id)  # type: ignore[attr-defined]
        started = time.perf_counter()
        try:
            response = with_room(lambda: self.get_response(request))
        finally:
            structlog.contextvars.unbind_contextvars("request")
        seconds = time.perf_counter() - started
        route = request.resolver_match.route if request.resolver_match else "unknown"
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        metrics.observe(request.method or "", route, response.status_code, seconds)
        if route != "unknown":
            logger.info(
                "request", method=request.method, route=route, status=response.status_code,
                milliseconds=round(seconds * 1000, 1), request=request.id,  # type: ignore[attr-defined]
            )  # fmt: skip
        return response
