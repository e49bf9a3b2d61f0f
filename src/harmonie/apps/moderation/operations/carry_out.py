"""Carrying decisions out: on the desk, against the author, and on the channel by the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from harmonie.apps.connections.operations import order as connections
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.moderation import effects, explain
from harmonie.apps.moderation.models import Decision, Restriction
from harmonie.apps.moderation.verdict_json import action_from_json
from harmonie.records import Action, Message


class NeedsPerson(PermissionError):
    """An action that the AI may never take alone, whatever the rule says."""


def carry_out(
    decisions: Sequence[Decision], messages: Mapping[int, Message], members: Mapping[int, int]
) -> None:
    """Do what the decisions say, in the caller's transaction.

    ``messages`` and ``members`` give the record and the author's id of each decision's message.
    Each decision's ``visibility_before`` must be set. Nothing here is done twice: the outbox knows
    the keys ``dec_<decision>_<n>``.
    """
    visibility: dict[str, list[int]] = defaultdict(list)
    restrictions: list[Restriction] = []
    for decision in decisions:
        actions = [action_from_json(action) for action in decision.actions]
        if decision.is_by_machine and effects.needs_person(actions):
            raise NeedsPerson(f"a person must decide: {effects.main_kind(actions)}")
        after = effects.visibility_after(actions, decision.visibility_before)
        if after != decision.visibility_before:
            visibility[after].append(decision.message_id)
        restrictions += _restrictions(decision, actions, members[decision.message_id])
        _count(actions, members[decision.message_id], 1)
        _on_the_desk(decision, actions, messages[decision.message_id])
        deliver(decision, messages[decision.message_id],
                effects.channel_actions(actions, decision.visibility_before), "dec")  # fmt: skip
    for value, ids in visibility.items():
        inbox.set_visibility_many(ids, value)
    Restriction.objects.bulk_create(restrictions, batch_size=500)


def deliver(decision: Decision, message: Message, actions: Sequence[Action], prefix: str) -> None:
    """Put the actions in the outbox, in the author's language, with the way to the reasons."""
    for number, action in enumerate(actions):
        connections.order_action(
            message,
            explain.for_author(action, decision, message.language),
            community_id=decision.community_id,
            subject=f"decision:{decision.id}",
            idempotency_key=f"{prefix}_{decision.id}_{number}",
        )


def _restrictions(
    decision: Decision, actions: Sequence[Action], member_id: int
) -> list[Restriction]:
    return [
        Restriction(
            community_id=decision.community_id,
            member_id=member_id,
            decision_id=decision.id,
            kind=action.kind,
            started_at=decision.made_at,
            ends_at=decision.made_at + timedelta(seconds=action.parameters["duration_seconds"]),
        )
        for action in actions
        if action.kind in effects.TIMED
    ]


def _count(actions: Sequence[Action], member_id: int, delta: int) -> None:
    for action in actions:
        if action.kind == "warn":
            inbox.count_restriction(member_id, "warning", delta)
        elif action.kind in ("hide", "remove", "mute", "ban"):
            inbox.count_restriction(member_id, "restriction", delta)


def uncount(actions: Sequence[Action], member_id: int) -> None:
    """Take back what carrying out added to the author's history."""
    _count(actions, member_id, -1)


def _on_the_desk(decision: Decision, actions: Sequence[Action], message: Message) -> None:
    names: list[Any] = [n for a in actions if a.kind == "tag" for n in a.parameters["names"]]
    if names:
        inbox.tag_thread_of(decision.message_id, names)
