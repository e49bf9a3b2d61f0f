"""Our own events as signed requests: Standard Webhooks, symmetric scheme."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

from harmonie.channels.channel import Request


def request(url: str, secrets: Sequence[str], event_id: str, payload: Mapping[str, Any]) -> Request:
    """Build the request for one event; with two secrets, both sign (rotation)."""
    now = datetime.now(UTC)
    body = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
    signatures = [Webhook(secret).sign(event_id, now, body) for secret in secrets]
    return Request(
        method="POST",
        url=url,
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Harmonie",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
        },
        body=body.encode(),
        idempotency_key=event_id,
    )
