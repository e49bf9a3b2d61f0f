"""Jobs that try again: exponential back-off with full jitter, then a recorded failure.

Method: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 (full jitter).
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from harmonie.apps.audit import operations as audit

log = structlog.get_logger(__name__)


def backoff_seconds(attempt: int, *, base: float = 2.0, cap: float = 3600.0) -> float:
    """How long to wait before attempt ``attempt`` (1 = the first retry)."""
    return random.uniform(base / 2, min(cap, base * 2.0**attempt))  # noqa: S311 (not a secret)


def job(*, retries: int = 6, priority: int = 0) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a module-level function a job that is retried when it raises.

    The function takes ids, calls one operation and can run twice. After ``retries`` retries the
    failure is written to the audit log (the error's class only: texts may hold personal data) and
    left to the queue's failed list.
    """

    def make(function: Callable[..., Any]) -> Task[..., Any]:
        @functools.wraps(function)
        def run(*args: Any, attempt: int = 0) -> None:
            try:
                function(*args)
            except Exception as error:
                name = f"{function.__module__}.{function.__name__}"
                log.warning("job failed", job=name, attempt=attempt, error=type(error).__name__)
                if attempt >= retries:
                    audit.record(
                        "job.failed",
                        actor="machine",
                        community_id=None,
                        subject=f"job:{name}"[:80],
                        data={"attempts": attempt + 1, "error": type(error).__name__},
                    )
                    raise
                later = timezone.now() + timedelta(seconds=backoff_seconds(attempt + 1))
                made.using(run_after=later).enqueue(*args, attempt=attempt + 1)

        made: Task[..., Any] = task(priority=priority)(run)
        return made

    return make
