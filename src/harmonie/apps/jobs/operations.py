"""Putting work in the queue, and putting back what a killed worker left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from harmonie.apps.jobs.models import Tick
from harmonie.apps.jobs.schedule import SCHEDULE

#: A job runs for seconds; one still running after this long belongs to a worker that died.
ABANDONED_AFTER_SECONDS = 120
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=14)


def enqueue(
    task: Task[..., Any] | str,
    *args: Any,
    run_after: datetime | None = None,
    priority: int = 0,
) -> None:
    """Add a job in the caller's transaction: neither exists without the other.

    Operations stand below the tasks that call them, so they name a task as ``"room.task"``
    ("connections.attempt" is ``harmonie.apps.connections.tasks.attempt``).
    """
    if isinstance(task, str):
        room, _, name = task.partition(".")
        named: Task[..., Any] = getattr(import_module(f"harmonie.apps.{room}.tasks"), name)
    else:
        named = task
    if run_after is not None or priority:
        named = named.using(run_after=run_after, priority=priority)
    named.enqueue(*args)


def enqueue_due(now: datetime | None = None) -> list[str]:
    """Enqueue every recurring job whose time has come; safe with several clocks."""
    now = now or timezone.now()
    started = []
    for name, recurring in SCHEDULE.items():
        with transaction.atomic():
            tick, _ = Tick.objects.get_or_create(name=name, defaults={"due_at": now})
            if tick.due_at > now:
                continue
            # A long pause does not pile up runs: the next one is counted from now.
            due_at = now + timedelta(seconds=recurring.seconds)
            is_ours = Tick.objects.filter(pk=tick.pk, due_at=tick.due_at).update(
                due_at=due_at, enqueued_at=now
            )
            if is_ours:
                enqueue(recurring.task)
                started.append(name)
    return started


def recover_abandoned(older_than_seconds: float = ABANDONED_AFTER_SECONDS) -> int:
    """Make ready again the jobs that a dead worker left running. Every job can run twice."""
    limit = timezone.now() - timedelta(seconds=older_than_seconds)
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=limit
    ).update(status=TaskResultStatus.READY, started_at=None)


def prune(now: datetime | None = None) -> int:
    """Delete finished job rows: done ones after a day, failed ones after two weeks."""
    now = now or timezone.now()
    removed = 0
    for status, keep in (
        (TaskResultStatus.SUCCESSFUL, KEEP_DONE),
        (TaskResultStatus.FAILED, KEEP_FAILED),
    ):
        rows = DBTaskResult.objects.filter(status=status, finished_at__lt=now - keep)
        removed += rows.delete()[0]
    return removed


def run_clock(should_stop: Callable[[], bool], pause: Callable[[], None]) -> None:
    """Enqueue due jobs until told to stop; ``pause`` waits about a second between two looks."""
    while not should_stop():
        enqueue_due()
        pause()
