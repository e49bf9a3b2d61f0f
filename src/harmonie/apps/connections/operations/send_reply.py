"""An answer written in the inbox leaves by the channel of the message it answers."""

from __future__ import annotations

from harmonie.apps.connections.contracts import Ticket
from harmonie.apps.connections.operations.order import order_action
from harmonie.apps.inbox import queries as inbox
from harmonie.records import Action


def send_reply(message_id: int, community_id: int) -> Ticket:
    """Order the answer once per message, however often the job runs."""
    answer = inbox.record_of(message_id)
    return order_action(
        answer,
        Action("reply", {"text": answer.text}),
        community_id=community_id,
        subject=f"message:{message_id}",
        idempotency_key=f"reply_{message_id}",
    )
