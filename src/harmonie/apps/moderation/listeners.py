"""What this room hears from the rooms below."""

from __future__ import annotations

from typing import Any

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.jobs.operations import enqueue
from harmonie.apps.moderation import operations, tasks

#: Many enough to share a transaction, few enough to repeat after a crash without being noticed.
BATCH = 200


def on_messages_analysed(ids: list[int], **_: Any) -> None:
    """Analysed messages wait for the policy: in the same transaction, so none is forgotten."""
    ids = list(ids)
    for start in range(0, len(ids), BATCH):
        enqueue(tasks.consider, ids[start : start + BATCH])


def on_messages_withdrawn(ids: list[int], **_: Any) -> None:
    """Deleted on the channel: nobody need decide any more."""
    enqueue(tasks.close_withdrawn, list(ids))


def on_community_created(community_id: int, policy_pack: str, actor: Actor, **_: Any) -> None:
    """A new community starts with the rules that its creator chose."""
    if policy_pack:
        operations.install_first_pack(community_id, policy_pack, actor.label)


def on_delivery_settled(
    delivery_id: int, subject: str, state: str, detail: str = "", **_: Any
) -> None:
    operations.record_outcome(delivery_id, subject, state, detail)
