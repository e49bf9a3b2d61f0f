from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from harmonie.apps.audit import queries as audit
from harmonie.apps.jobs import operations, queries, retry, schedule
from harmonie.apps.jobs.retry import backoff_seconds, job

pytestmark = pytest.mark.django_db
calls: list[int] = []


@job(retries=2)
def note_down(number: int) -> None:
    calls.append(number)


@job(retries=2)
def always_fails(number: int) -> None:
    raise ValueError("a text that must not reach the log")


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


def run(row: DBTaskResult) -> None:
    result = row.task_result
    row.task.call(*result.args, **result.kwargs)


def test_a_job_and_its_change_are_written_together() -> None:
    with transaction.atomic():
        operations.enqueue(note_down, 1)
        transaction.set_rollback(True)
    assert queries.queue_state().waiting == 0
    operations.enqueue(note_down, 2)
    row = DBTaskResult.objects.get()
    run(row)
    assert calls == [2]


def test_a_failing_job_waits_longer_each_time_and_is_recorded_when_it_gives_up() -> None:
    operations.enqueue(always_fails, 7)
    for attempt in range(2):
        row = DBTaskResult.objects.order_by("-enqueued_at").first()
        assert row is not None
        run(row)
        assert DBTaskResult.objects.count() == attempt + 2
    last = DBTaskResult.objects.order_by("-enqueued_at").first()
    assert last is not None
    assert last.run_after > timezone.now()
    with pytest.raises(ValueError, match="must not reach"):
        run(last)
    event = audit.events(None, types=["job.failed"])[0]
    assert event.data == {"attempts": 3, "error": "ValueError"}


@pytest.mark.parametrize("attempt", [1, 4, 30])
def test_back_off_grows_and_is_capped(attempt: int) -> None:
    waits = [backoff_seconds(attempt) for _ in range(200)]
    assert min(waits) >= 1
    assert max(waits) <= min(3600, 2 * 2**attempt)


def test_the_clock_enqueues_a_due_job_once_per_period(monkeypatch: pytest.MonkeyPatch) -> None:
    recurring = {"tests.note": schedule.Recurring(60, note_down)}
    monkeypatch.setattr(operations, "SCHEDULE", recurring)
    now = timezone.now()
    assert operations.enqueue_due(now) == ["tests.note"]
    assert operations.enqueue_due(now + timedelta(seconds=30)) == []
    assert operations.enqueue_due(now + timedelta(hours=5)) == ["tests.note"]
    assert operations.enqueue_due(now + timedelta(hours=5, seconds=1)) == []


def test_two_recurring_jobs_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="two recurring jobs"):
        schedule.every(5, "jobs.prune", note_down)


def test_a_recurring_job_needs_a_period() -> None:
    with pytest.raises(ValueError, match="positive period"):
        schedule.every(0, "tests.never", note_down)


def test_jobs_of_a_killed_worker_are_put_back() -> None:
    operations.enqueue(note_down, 1)
    operations.enqueue(note_down, 2)
    old, fresh = DBTaskResult.objects.order_by("enqueued_at")
    now = timezone.now()
    for row, age in ((old, 600), (fresh, 5)):
        row.status = TaskResultStatus.RUNNING
        row.started_at = now - timedelta(seconds=age)
        row.save()
    assert operations.recover_abandoned() == 1
    old.refresh_from_db()
    assert old.status == TaskResultStatus.READY


def test_finished_jobs_are_forgotten_failed_ones_later() -> None:
    for number, (status, days) in enumerate(
        [
            (TaskResultStatus.SUCCESSFUL, 2),
            (TaskResultStatus.SUCCESSFUL, 0),
            (TaskResultStatus.FAILED, 2),
            (TaskResultStatus.FAILED, 20),
        ]
    ):
        operations.enqueue(note_down, number)
        row = DBTaskResult.objects.order_by("-enqueued_at").first()
        assert row is not None
        row.status, row.finished_at = status, timezone.now() - timedelta(days=days)
        row.save()
    assert operations.prune() == 2


def test_every_scheduled_job_of_the_desk_is_a_real_task() -> None:
    assert {"jobs.prune", "jobs.recover", "audit.seal"} <= set(schedule.SCHEDULE)
    assert all(hasattr(item.task, "enqueue") for item in schedule.SCHEDULE.values())
    assert retry.job
