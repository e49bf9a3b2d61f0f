"""Changes threads, remembers how they were, and can put them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.operations import record, record_many
from harmonie.apps.inbox.contracts import ChangeResult, NotFound, Refused
from harmonie.apps.inbox.models import Tag, Thread, ThreadChange
from harmonie.apps.inbox.operations.rewriting import rewrite

MAXIMUM_THREADS = 500
KEEP_CHANGES = timedelta(days=7)
_MOMENTS = ("snoozed_until", "asked_at", "due_at", "settled_at")
_FIELDS = ("state", "assignee_id", "needs_answer", *_MOMENTS)
_COLUMNS = tuple(name.removesuffix("_id") for name in _FIELDS)

Snapshot = dict[str, Any]


def change(
    kind: str,
    event: str,
    thread_ids: Sequence[int],
    actor: Actor,
    apply: Callable[[Thread], None],
    data: Mapping[str, Any] | None = None,
) -> ChangeResult:
    """Apply a change to threads of the actor's community, audited and ready to be undone.

    Threads that ``apply`` leaves as they were are reported as unchanged and not audited.
    Raises :class:`NotFound` when a thread is not of this community: then nothing changes.
    """
    actor.require("inbox.work", actor.community_id)
    with transaction.atomic():
        threads = locked(thread_ids, actor.community_id)
        before = {thread.pk: snapshot(thread) for thread in threads}
        for thread in threads:
            apply(thread)
        after = {thread.pk: snapshot(thread) for thread in threads}
        changed = [thread for thread in threads if before[thread.pk] != after[thread.pk]]
        rewrite(changed, _COLUMNS)
        ids = [thread.pk for thread in changed]
        if not ids:
            return ChangeResult(None, (), tuple(before))
        audit(event, ids, actor, data)
        step = remember(kind, ids, actor, before, after)
    return ChangeResult(step, tuple(ids), tuple(set(before) - set(ids)))


def locked(thread_ids: Sequence[int], community_id: int) -> list[Thread]:
    """The threads, locked until the transaction ends. Raises :class:`NotFound`."""
    wanted = set(thread_ids)
    if len(wanted) > MAXIMUM_THREADS:
        raise Refused(_("Choose at most 500 conversations at a time."))
    threads = list(
        Thread.objects.select_for_update().filter(pk__in=wanted, community_id=community_id)
    )
    missing = wanted - {thread.pk for thread in threads}
    if missing:
        raise NotFound(f"no thread {min(missing)} in community {community_id}")
    return threads


def snapshot(thread: Thread) -> Snapshot:
    """What undo restores, as plain JSON; times in UTC, as the database gives them back."""
    values = {name: getattr(thread, name) for name in _FIELDS}
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def audit(
    event: str, thread_ids: Sequence[int], actor: Actor, data: Mapping[str, Any] | None = None
) -> None:
    """One entry for each thread, in one go."""
    record_many(
        [
            Entry(event, actor.label, actor.community_id, f"thread:{pk}", data or {})
            for pk in thread_ids
        ]
    )


def remember(
    kind: str,
    ids: Sequence[int],
    actor: Actor,
    before: Mapping[int, Any],
    after: Mapping[int, Any],
) -> int:
    """Keep how threads were; JSON objects have text keys."""
    step = ThreadChange.objects.create(
        community_id=actor.community_id,
        actor=actor.label,
        kind=kind,
        before={str(pk): before[pk] for pk in ids},
        after={str(pk): after[pk] for pk in ids},
    )
    return step.pk


def undo(change_id: int, actor: Actor) -> ChangeResult:
    """Put threads back as they were; those changed by somebody since are left and reported.

    Only who made a change undoes it, once. Raises :class:`NotFound` and :class:`Refused`.
    """
    actor.require("inbox.work", actor.community_id)
    with transaction.atomic():
        step = (
            ThreadChange.objects.select_for_update()
            .filter(pk=change_id, community_id=actor.community_id, actor=actor.label)
            .first()
        )
        if step is None:
            raise NotFound(f"no change {change_id} of {actor.label}")
        if step.undone_at is not None:
            raise Refused(_("This was already undone."))
        threads = locked([int(pk) for pk in step.before], actor.community_id)
        restore = _restore_tags if step.kind in ("tag", "untag") else _restore_fields
        restored = restore(step, threads)
        step.undone_at = timezone.now()
        step.save(update_fields=["undone_at"])
        for pk in restored:
            record(
                "thread.restored",
                actor=actor.label,
                community_id=actor.community_id,
                subject=f"thread:{pk}",
                data={"undone": step.kind},
            )
    left = {thread.pk for thread in threads} - set(restored)
    return ChangeResult(None, tuple(restored), tuple(left))


def _restore_fields(step: ThreadChange, threads: Sequence[Thread]) -> list[int]:
    same = [thread for thread in threads if snapshot(thread) == step.after[str(thread.pk)]]
    for thread in same:
        for name, value in step.before[str(thread.pk)].items():
            if name in _MOMENTS and value is not None:
                value = datetime.fromisoformat(value)
            setattr(thread, name, value)
    rewrite(same, _COLUMNS)
    return [thread.pk for thread in same]


def _restore_tags(step: ThreadChange, threads: Sequence[Thread]) -> list[int]:
    for thread in threads:
        tags = Tag.objects.filter(pk__in=step.after[str(thread.pk)], community_id=step.community_id)
        if step.kind == "tag":
            thread.tags.remove(*tags)
        else:
            thread.tags.add(*tags)
    return [thread.pk for thread in threads]


def forget_changes(now: datetime | None = None) -> int:
    """Delete what is too old to be undone; returns how many."""
    limit = (now or timezone.now()) - KEEP_CHANGES
    return ThreadChange.objects.filter(made_at__lt=limit).delete()[0]
