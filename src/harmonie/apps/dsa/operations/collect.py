"""Turning new decisions into statements that wait to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.dsa import queries
from harmonie.apps.dsa.contracts import Translated
from harmonie.apps.dsa.models import Reporting, State, Submission
from harmonie.apps.moderation import queries as moderation

#: Looked at again each time, so that a decision written late is not passed over.
OVERLAP = timedelta(days=1)
CHUNK = 500
NOT_YET = "is missing"


def collect(community_id: int) -> int:
    """Put the statements of new decisions in the queue; returns how many are new.

    A decision that cannot be told yet is kept with the names of what is missing, and tried again
    each time. Running twice changes nothing: a ``puid`` is kept once.
    """
    row = Reporting.objects.filter(community_id=community_id, is_on=True).first()
    if row is None or row.started_at is None or row.collected_until is None:
        return 0
    now = timezone.now()
    start = max(row.started_at, row.collected_until - OVERLAP)
    _try_again(community_id)
    found = moderation.restricting(community_id, start, now)
    known = set(
        Submission.objects.filter(
            community_id=community_id, created_at__gte=start - OVERLAP
        ).values_list("puid", flat=True)
    )
    fresh = (one for one in found if one.public_id not in known)
    count = _keep(community_id, queries.in_words_of(community_id, fresh))
    Reporting.objects.filter(pk=row.pk).update(collected_until=now)
    return count


def retry(community_id: int, actor: Actor) -> int:
    """Translate what was refused anew and send it again; returns how many wait now."""
    actor.require("settings.edit", community_id)
    with transaction.atomic():
        count = Submission.objects.filter(community_id=community_id, state=State.REFUSED).update(
            state=State.INCOMPLETE, is_alone=False
        )
        audit.record(
            "statement.retried",
            actor=actor.label,
            community_id=community_id,
            subject=f"community:{community_id}",
            data={"count": count},
        )
    _try_again(community_id)
    return count


def _keep(community_id: int, translated: Iterable[Translated]) -> int:
    rows = [_row(community_id, one) for one in translated if not one.is_exempt]
    Submission.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return len(rows)


def _row(community_id: int, one: Translated) -> Submission:
    return Submission(
        community_id=community_id,
        puid=one.puid,
        decision_id=one.decision_id,
        record=dict(one.record),
        state=State.QUEUED if one.is_ready else State.INCOMPLETE,
        problems=_problems(one),
    )


def _problems(one: Translated) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {name: [NOT_YET] for name in one.missing}
    for problem in one.problems:
        told.setdefault(problem.field, []).append(problem.en)
    return told


def _try_again(community_id: int) -> None:
    """Translate anew what could not be told: somebody may have given what was missing."""
    rows = list(
        Submission.objects.filter(community_id=community_id, state=State.INCOMPLETE).only(
            "id", "decision_id", "state"
        )
    )
    for place in range(0, len(rows), CHUNK):
        by_decision = {row.decision_id: row for row in rows[place : place + CHUNK]}
        found = moderation.restricting_by_id(community_id, list(by_decision))
        changed = []
        for one in queries.in_words_of(community_id, found):
            row = by_decision[one.decision_id]
            row.record, row.problems = dict(one.record), _problems(one)
            row.state = State.QUEUED if one.is_ready else State.INCOMPLETE
            changed.append(row)
        Submission.objects.bulk_update(changed, ["record", "problems", "state"], batch_size=200)
