"""What this room tells those above it. Sent inside the transaction: a listener only enqueues."""

from __future__ import annotations

from django.dispatch import Signal

#: ``appeal_id``, ``decision_id``, ``community_id``, ``outcome`` ("upheld", "overturned").
appeal_resolved = Signal()
