"""Figures for Prometheus at /metrics: for loopback, or with ``HARMONIE_METRICS_TOKEN``."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

_requests = Counter("harmonie_requests", "Requests answered", ["method", "route", "status"])
_seconds = Histogram(
    "harmonie_request_seconds", "Time to answer, in seconds", ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; ``route`` is a pattern, so the number of series is bounded."""
    _requests.labels(method, route, str(status)).inc()
    _seconds.labels(route).observe(seconds)


class _Queue(Collector):
    """Jobs waiting, read when scraped."""

    def describe(self) -> list[GaugeMetricFamily]:
        # Without it, registering would already read a database that may have no tables yet.
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from django.db.models import Count
        from django_tasks_db.models import DBTaskResult

        gauge = GaugeMetricFamily("harmonie_jobs", "Jobs by state", labels=["state"])

        rows = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
        for state, count in rows:
            gauge.add_metric([str(state).lower()], count)
        yield gauge


def register() -> None:
    """Once per process, when Django is ready."""
    REGISTRY.register(_Queue())


def view(request: HttpRequest) -> HttpResponse:
    token = settings.METRICS_TOKEN
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    is_loopback = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    # Behind a proxy every caller looks like loopback, so there the token is asked for.
    is_direct = is_loopback and "X-Forwarded-For" not in request.headers
    if not (is_direct or (token and hmac.compare_digest(token, sent))):
        return HttpResponse("forbidden\n", status=403, content_type="text/plain")
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
