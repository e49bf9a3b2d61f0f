"""Messages deleted on their channel leave the queue; decisions already made stay on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.operations import record_many
from harmonie.apps.moderation.models import Case, CaseState
from harmonie.apps.moderation.operations.grouping import WAITING, regroup


def close_withdrawn(message_ids: Sequence[int]) -> list[int]:
    """Close the waiting cases of these messages without a decision; return the cases closed."""
    with transaction.atomic():
        cases = list(
            Case.objects.select_for_update()
            .filter(message_id__in=list(message_ids), state__in=WAITING)
            .only("id", "community_id", "text_hash", "message_id")
        )
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(
            state=CaseState.DECIDED, decided_at=timezone.now(), twin_of=None, identical_count=0
        )
        texts: dict[int, set[str]] = defaultdict(set)
        for case in cases:
            texts[case.community_id].add(case.text_hash)
        for community_id, hashes in texts.items():
            regroup(community_id, hashes)
        record_many(
            [
                Entry(
                    "case.closed",
                    "machine",
                    case.community_id,
                    f"case:{case.pk}",
                    {"message": case.message_id, "why": "withdrawn"},
                )
                for case in cases
            ]
        )
    return [case.pk for case in cases]
