"""Recurring jobs: each room names its own when it starts; the clock enqueues those that are due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django_tasks.base import Task


@dataclass(frozen=True, slots=True)
class Recurring:
    seconds: float
    task: Task[..., Any]


SCHEDULE: dict[str, Recurring] = {}


def every(seconds: float, name: str, task: Task[..., Any]) -> None:
    """Run ``task`` (no arguments) about every ``seconds``; call it in ``AppConfig.ready``."""
    if seconds <= 0:
        raise ValueError("a recurring job needs a positive period in seconds")
    if name in SCHEDULE and SCHEDULE[name].task is not task:
        raise ValueError(f"two recurring jobs are named {name!r}")
    SCHEDULE[name] = Recurring(seconds, task)
