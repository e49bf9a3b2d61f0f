"""A message deleted by its author, or by the platform, stops being work for anybody."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.operations import record_many
from harmonie.apps.inbox.announcements import messages_withdrawn
from harmonie.apps.inbox.models import Message, Stage, Visibility
from harmonie.apps.inbox.operations.rewriting import rewrite


def withdraw(external_ids: Sequence[str], *, actor: Actor, channel: str) -> list[int]:
    """Mark messages as deleted on their channel; return the ids that changed.

    The desk keeps what was decided, and the text until retention erases it. Messages that never
    came in are ignored: there is nothing to withdraw.
    """
    actor.require("inbox.ingest", actor.community_id)
    with transaction.atomic():
        rows = list(
            Message.objects.select_for_update()
            .filter(
                community_id=actor.community_id,
                channel=channel,
                external_id__in=list(external_ids),
            )
            .exclude(visibility=Visibility.WITHDRAWN)
            .defer("analysis", "embedding")
        )
        for row in rows:
            row.visibility, row.stage = Visibility.WITHDRAWN, Stage.CONSIDERED
        rewrite(rows, ("visibility", "stage"))
        ids = [row.pk for row in rows]
        if ids:
            record_many(
                [
                    Entry(
                        "message.withdrawn",
                        actor.label,
                        row.community_id,
                        f"message:{row.pk}",
                        {"thread_id": row.thread_id},
                    )
                    for row in rows
                ]
            )
            messages_withdrawn.send(sender=None, ids=ids, community_id=actor.community_id)
    return ids
