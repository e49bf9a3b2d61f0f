"""Finds messages that wait too long, and puts them back in the line."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from harmonie.apps.inbox.announcements import messages_analysed, messages_received
from harmonie.apps.inbox.models import Message, Stage

#: Longer than a job's retries take in ordinary times.
OVERDUE_SECONDS = 180.0
MAXIMUM_SWEPT = 2_000
_SIGNALS = {Stage.RECEIVED: messages_received, Stage.ANALYSED: messages_analysed}


def sweep(older_than_seconds: float = OVERDUE_SECONDS) -> int:
    """Announce again the messages stuck in a stage; returns how many. Every job can run twice."""
    now = timezone.now()
    limit = now - timedelta(seconds=older_than_seconds)
    swept = 0
    for stage, signal in _SIGNALS.items():
        with transaction.atomic():
            stuck = list(
                Message.objects.filter(stage=stage, stage_at__lt=limit)
                .order_by("stage_at")
                .values_list("pk", "community_id")[:MAXIMUM_SWEPT]
            )
            by_community: dict[int, list[int]] = defaultdict(list)
            for pk, community_id in stuck:
                by_community[community_id].append(pk)
            for community_id, ids in by_community.items():
                # Their clock starts again, so that the next sweep does not queue them twice.
                Message.objects.filter(pk__in=ids, stage=stage).update(stage_at=now)
                signal.send(sender=None, ids=ids, community_id=community_id)
            swept += len(stuck)
    return swept
