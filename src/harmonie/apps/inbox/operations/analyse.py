"""Has messages judged by the pipeline and stores what it says, exactly once per revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils import timezone

from harmonie import records
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.operations import record_many
from harmonie.apps.inbox import moods
from harmonie.apps.inbox.announcements import messages_analysed
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.inbox.models import AnswerPromise, Message, MessageSignal, Stage, Thread
from harmonie.apps.inbox.operations.rewriting import rewrite
from harmonie.apps.inbox.operations.vectors import VECTOR_FIELDS, put_vectors
from harmonie.apps.inbox.queries.judging import to_record

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline

log = structlog.get_logger(__name__)

#: A message on which the pipeline fails this often is left to people.
MAXIMUM_ATTEMPTS = 3
DEFAULT_PROMISE = timedelta(seconds=moods.DEFAULT_PROMISE_SECONDS)
_MESSAGE_FIELDS = (
    "stage", "stage_at", "attempts", "analysis", "language", "cannot_judge", "severity",
    "failure", *VECTOR_FIELDS,
)  # fmt: skip
_THREAD_FIELDS = (
    "mood", "mood_score", "mood_at", "intent", "cannot_judge", "language", "needs_answer",
    "asked_at", "due_at", "last_severity",
)  # fmt: skip


class AnalysisUnavailable(RuntimeError):
    """Every message of a batch failed: the pipeline is at fault, not they. To be tried again."""


@dataclass(slots=True)
class Judged:
    """What came out of the pipeline, before it is stored."""

    analyses: dict[int, records.Analysis] = field(default_factory=dict)
    failures: dict[int, str] = field(default_factory=dict)


def analyse(ids: Sequence[int]) -> list[int]:
    """Analyse those of ``ids`` that wait; return the ids that this very call settled.

    The judging happens outside the transaction. Inside, only rows still waiting at the same
    revision are taken, so running twice, at once, or being killed half-way changes nothing.
    A message on which the pipeline fails does not stop the others; after three attempts it is
    marked as failed and the failure is audited. Raises :class:`AnalysisUnavailable` when a whole
    batch fails.
    """
    rows = list(
        Message.objects.filter(pk__in=ids, stage=Stage.RECEIVED)
        .select_related("member", "thread", "parent")
        .defer("embedding", "analysis", "parent__embedding", "parent__analysis")
        .order_by("pk")
    )
    if not rows:
        return []
    judged = judge(rows)
    if len(rows) > 1 and not judged.analyses:
        raise AnalysisUnavailable(next(iter(judged.failures.values())))
    put_vectors([row for row in rows if row.pk in judged.analyses])
    with transaction.atomic():
        taken = _still_waiting(rows)
        done = [row for row in taken if row.pk in judged.analyses]
        failed = [row for row in taken if row.pk in judged.failures]
        _store(done, judged)
        _give_up(failed, judged)
    return [row.pk for row in done]


def judge(rows: Sequence[Message]) -> Judged:
    """What each community's model says of its messages (with member, thread and parent at hand)."""
    by_community: dict[int, list[records.Message]] = defaultdict(list)
    for row in rows:
        by_community[row.community_id].append(to_record(row))
    judged = Judged()
    for community_id, messages in by_community.items():
        # Raises here, before any message is blamed, when the model is broken.
        _run(current_pipeline(community_id), messages, judged)
    return judged


def _run(pipeline: Pipeline, messages: Sequence[records.Message], judged: Judged) -> None:
    """Run the pipeline; on failure halve the batch until the culprits are alone."""
    waiting = [list(messages)]
    while waiting:
        batch = waiting.pop()
        try:
            analyses = pipeline.analyse(batch)
        except Exception as error:
            if len(batch) == 1:
                judged.failures[int(batch[0].id)] = type(error).__name__
                log.warning("analysis failed", message_id=batch[0].id, error=type(error).__name__)
                continue
            middle = len(batch) // 2
            waiting += [batch[middle:], batch[:middle]]
        else:
            judged.analyses |= {int(a.message_id): a for a in analyses}


def _still_waiting(rows: Sequence[Message]) -> list[Message]:
    current = dict(
        Message.objects.select_for_update()
        .filter(pk__in=[row.pk for row in rows], stage=Stage.RECEIVED)
        .values_list("pk", "revision")
    )
    return [row for row in rows if current.get(row.pk) == row.revision]


def _store(rows: Sequence[Message], judged: Judged) -> None:
    from harmonie.pipeline import to_json

    if not rows:
        return
    now = timezone.now()
    for row in rows:
        analysis = judged.analyses[row.pk]
        row.analysis = to_json(analysis)
        row.language = analysis.language or ""
        row.cannot_judge = analysis.cannot_judge or ""
        row.severity = moods.severity_of(row.analysis)
        row.stage, row.stage_at, row.failure = Stage.ANALYSED, now, ""
    rewrite(rows, _MESSAGE_FIELDS)
    _store_signals(rows)
    _update_threads(rows)
    record_many([_entry(row) for row in rows])
    _announce(rows)


def _announce(rows: Sequence[Message]) -> None:
    by_community: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_community[row.community_id].append(row.pk)
    for community_id, ids in by_community.items():
        messages_analysed.send(sender=None, ids=ids, community_id=community_id)


def _store_signals(rows: Sequence[Message]) -> None:
    replace_signals(rows, [row.pk for row in rows if row.revision])


def replace_signals(rows: Sequence[Message], known: Sequence[int]) -> None:
    """Store the signals of ``rows``; messages in ``known`` may have earlier ones."""
    if known:
        MessageSignal.objects.filter(message_id__in=known).delete()
    MessageSignal.objects.bulk_create(
        MessageSignal(
            community_id=row.community_id,
            message_id=row.pk,
            thread_id=row.thread_id,
            name=name,
            label=label,
            score=score,
        )
        for row in rows
        for name, label, score in moods.kept_signals(row.analysis)
    )


def _update_threads(rows: Sequence[Message]) -> None:
    """Mood, intent and deadline follow the newest message of a member."""
    threads = {
        thread.pk: thread
        for thread in Thread.objects.select_for_update().filter(
            pk__in={row.thread_id for row in rows}
        )
    }
    promises = _promises({row.community_id for row in rows})
    for row in sorted(rows, key=lambda row: row.created_at):
        thread = threads[row.thread_id]
        if row.created_at >= thread.last_at:
            thread.last_severity = row.severity
        if row.is_outgoing:
            continue
        if thread.mood_at is None or row.created_at >= thread.mood_at:
            thread.mood_at = row.created_at
            thread.mood, thread.mood_score = moods.mood_of(row.analysis)
            thread.intent = moods.intent_of(row.analysis)[0]
            thread.cannot_judge = bool(row.cannot_judge)
            thread.language = row.language or thread.language
        if moods.intent_of(row.analysis)[0] in moods.ASKING:
            _ask(thread, row.created_at, promises[row.community_id])
    rewrite(threads.values(), _THREAD_FIELDS)


def _ask(thread: Thread, at: datetime, promise: timedelta) -> None:
    """Somebody asked at ``at``: an answer is due, counted from the first unanswered question."""
    if thread.settled_at is not None and at <= thread.settled_at:
        return
    thread.needs_answer = True
    thread.asked_at = at if thread.asked_at is None else min(at, thread.asked_at)
    thread.due_at = thread.asked_at + promise


def _promises(community_ids: set[int]) -> dict[int, timedelta]:
    kept = AnswerPromise.objects.filter(community_id__in=community_ids)
    return dict.fromkeys(community_ids, DEFAULT_PROMISE) | {
        promise.community_id: timedelta(seconds=promise.within_seconds) for promise in kept
    }


def _give_up(rows: Sequence[Message], judged: Judged) -> None:
    """Count an attempt; after the last, leave the message to people and say so in the log.

    The analysis then says "cannot judge", so the policy sends the message to a person: what we
    could not read is never taken for harmless.
    """
    from harmonie.pipeline import to_json

    now = timezone.now()
    for row in rows:
        row.attempts += 1
        row.stage_at = now
        row.failure = judged.failures[row.pk][:200]
        if row.attempts >= MAXIMUM_ATTEMPTS:
            row.stage, row.cannot_judge = Stage.ANALYSED, "failed"
            row.analysis = to_json(records.Analysis(str(row.pk), None, {}, cannot_judge="failed"))
    rewrite(rows, ("attempts", "stage", "stage_at", "failure", "cannot_judge", "analysis"))
    lost = [row for row in rows if row.stage == Stage.ANALYSED]
    if lost:
        Thread.objects.filter(pk__in={row.thread_id for row in lost}).update(cannot_judge=True)
        record_many(
            [
                Entry(
                    "message.failed",
                    "machine",
                    row.community_id,
                    f"message:{row.pk}",
                    {"attempts": row.attempts, "error": row.failure, "revision": row.revision},
                )
                for row in lost
            ]
        )
        _announce(lost)


def _entry(row: Message) -> Entry:
    return Entry(
        "message.analysed",
        "machine",
        row.community_id,
        f"message:{row.pk}",
        {
            "thread_id": row.thread_id,
            "revision": row.revision,
            "language": row.language,
            "severity": row.severity,
            "cannot_judge": row.cannot_judge,
        },
    )
