"""Asking for work of minutes: one row at a time, told in the audit log, put in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.db.models import QuerySet

from harmonie.apps.audit import operations as audit_log
from harmonie.apps.jobs.long_work import QUEUED, RUNNING
from harmonie.apps.jobs.operations import enqueue


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work: its job ("room.task"), the event that tells it was asked for, and what
    the audit log calls its rows."""

    task: str
    event: str
    subject: str


class Asker(Protocol):
    """Who asks: an ``Actor`` of the accounts, which stand above this room."""

    @property
    def id(self) -> int | None: ...
    @property
    def label(self) -> str: ...
    @property
    def is_person(self) -> bool: ...
    @property
    def community_id(self) -> int: ...


def opened(
    kind: Kind,
    rows: QuerySet[Any],
    asker: Asker,
    *,
    same: Mapping[str, Any],
    fields: Mapping[str, Any],
    told: Mapping[str, Any],
) -> int:
    """Id of the row of ``rows`` that is under way for ``same`` in the asker's community, opened
    with ``fields`` when there was none; the event then holds ``told``.
    """
    with transaction.atomic():
        row, is_new = rows.get_or_create(
            community_id=asker.community_id,
            state__in=(QUEUED, RUNNING),
            **same,
            defaults={
                **fields,
                "state": QUEUED,
                "asked_by_id": asker.id if asker.is_person else None,
                "asked_as": asker.label,
            },
        )
        if is_new:
            audit_log.record(
                kind.event,
                actor=asker.label,
                community_id=asker.community_id,
                subject=f"{kind.subject}:{row.pk}",
                data=told,
            )
            enqueue(kind.task, row.pk)
    return int(row.pk)
