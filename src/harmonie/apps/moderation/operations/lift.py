"""The end of mutes and bans: by time, or because the decision was undone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from harmonie.apps.audit import operations as audit
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.connections.operations import order as connections
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation.models import Restriction
from harmonie.records import Action

REVERSE = {"mute": "unmute", "ban": "unban"}
BATCH = 200


def lift_expired(now: datetime | None = None) -> int:
    """End the restrictions whose time is over; returns how many. Can run twice."""
    now = now or timezone.now()
    lifted = 0
    while True:
        with transaction.atomic():
            due = list(
                Restriction.objects.select_for_update(of=("self",))
                .select_related("decision", "community")
                .filter(lifted_at=None, ends_at__lte=now)
                .order_by("ends_at")[:BATCH]
            )
            for restriction in due:
                _lift(restriction, now)
            lifted += len(due)
        if len(due) < BATCH:
            return lifted


def end_restrictions(decision: object, now: datetime) -> set[str]:
    """End what a decision imposed; returns the reverse actions that must *not* be sent.

    Those are the ones already over, and those that another decision still imposes.
    """
    silent = set()
    rows = Restriction.objects.filter(decision=decision)
    for restriction in rows:
        if restriction.lifted_at is not None or _is_still_imposed(restriction, now):
            silent.add(REVERSE[restriction.kind])
    rows.filter(lifted_at=None).update(lifted_at=now)
    return silent


def _is_still_imposed(restriction: Restriction, now: datetime) -> bool:
    return (
        Restriction.objects.filter(
            member_id=restriction.member_id,
            kind=restriction.kind,
            lifted_at=None,
            ends_at__gt=now,
        )
        .exclude(id=restriction.id)
        .exists()
    )


def _lift(restriction: Restriction, now: datetime) -> None:
    restriction.lifted_at = now
    restriction.save(update_fields=["lifted_at"])
    audit.record_many(
        [
            Entry(
                "restriction.ended",
                "machine",
                restriction.community_id,
                f"decision:{restriction.decision_id}",
                {"restriction": restriction.id, "kind": restriction.kind},
            )
        ]
    )
    if _is_still_imposed(restriction, now):
        return
    connections.order_action(
        inbox_queries.record_of(restriction.decision.message_id),
        Action(REVERSE[restriction.kind]),
        community_id=restriction.community_id,
        subject=f"decision:{restriction.decision_id}",
        idempotency_key=f"lift_{restriction.id}",
    )
