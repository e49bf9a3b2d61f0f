"""Jobs of the outbox."""

from __future__ import annotations

from harmonie.apps.connections.operations import attempt as attempting
from harmonie.apps.connections.operations import feed as feeding
from harmonie.apps.connections.operations import send_reply as replying
from harmonie.apps.connections.operations import sweep as sweeping
from harmonie.apps.jobs.retry import job


@job(retries=2)
def attempt(delivery_id: int) -> None:
    """Try to send one delivery."""
    attempting.attempt(delivery_id)


@job(retries=0)
def sweep() -> None:
    """Re-enqueue deliveries whose time has come and whose job was lost."""
    sweeping.sweep()


@job(retries=0)
def feed() -> None:
    """Turn new audit events into deliveries for those who subscribed."""
    feeding.feed()


@job()
def send_reply(message_id: int, community_id: int) -> None:
    """Put a written answer in the outbox."""
    replying.send_reply(message_id, community_id)
