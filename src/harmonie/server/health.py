"""/health/live: the process answers. /health/ready: it can work."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from harmonie.server.migrations_pending import migrations_pending

_is_migrated = False


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "live"})


def ready(request: HttpRequest) -> JsonResponse:
    """503 while the database is away or its tables are older than the code."""
    problem = _problem()
    if problem:
        return JsonResponse({"status": "not ready", "reason": problem}, status=503)
    return JsonResponse({"status": "ready"})


def _problem() -> str:
    global _is_migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _is_migrated:
            # Asked until it is true once: a running process does not lose its migrations.
            if migrations_pending():
                return "migrations"
            _is_migrated = True
    except DatabaseError:
        return "database"
    return ""
