"""What this room tells those above it."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent in the transaction that settles a delivery: ``delivery_id``, ``subject`` ("decision:12"),
#: ``state`` ("sent", "dead"), ``detail``.
delivery_settled = Signal()
