"""Work of minutes, seen through the rows that tell where it stands."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from harmonie.apps.accounts.models import Community
from harmonie.apps.fairness.models import AuditRecord
from harmonie.apps.jobs import long_work


@pytest.fixture
def row(community: Community) -> AuditRecord:
    return AuditRecord.objects.create(community=community)


def test_only_one_worker_takes_a_row(row: AuditRecord) -> None:
    rows = AuditRecord.objects.all()
    assert long_work.take(rows, row.pk)
    assert not long_work.take(rows, row.pk)
    rows.update(beat_at=timezone.now() - long_work.SILENT_AFTER - timedelta(seconds=1))
    assert long_work.silent(rows) == [row.pk]
    assert long_work.take(rows, row.pk)


@pytest.mark.parametrize("state", ["done", "failed"])
def test_what_is_over_is_not_taken(row: AuditRecord, state: str) -> None:
    rows = AuditRecord.objects.all()
    rows.update(state=state, beat_at=timezone.now() - timedelta(days=1))
    assert not long_work.take(rows, row.pk) and long_work.silent(rows) == []


def test_all_but_the_newest_that_are_done_are_beyond(community: Community) -> None:
    rows = AuditRecord.objects.all()
    done = [AuditRecord.objects.create(community=community, state="done").pk for _ in range(4)]
    AuditRecord.objects.create(community=community, state="failed")
    assert [row.pk for row in long_work.beyond(rows, 2).order_by("pk")] == done[:2]
    assert list(long_work.beyond(rows, 4)) == [] == list(long_work.beyond(rows, 5))


def test_the_pulse_writes_progress_and_life_but_not_at_every_step(
    row: AuditRecord,
) -> None:
    rows = AuditRecord.objects.all()
    long_work.take(rows, row.pk)
    pulse = long_work.Pulse(rows, row.pk)
    pulse(1, 100)
    pulse(2, 100)  # within the same second: not worth a write
    row.refresh_from_db()
    assert row.progress == pytest.approx(0.01)
    pulse(100, 100)
    row.refresh_from_db()
    assert row.progress == 1.0


def test_work_beside_the_queue_runs_one_at_a_time() -> None:
    gate, order, done = threading.Event(), [], threading.Event()

    def first() -> None:
        order.append("first begins")
        gate.wait(10)
        order.append("first ends")

    def second(name: str) -> None:
        order.append(name)
        done.set()

    long_work.beside(first)
    long_work.beside(second, "second")
    gate.set()
    assert done.wait(10)
    assert order == ["first begins", "first ends", "second"]
