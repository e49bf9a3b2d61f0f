"""Which automatic actions go to blind review: random to everybody, the same every time.

A keyed hash (HMAC-SHA256, RFC 2104) of the message decides. Without the key nobody can tell in
advance which message will be looked at; with it, anybody can derive afterwards that none was left
out. Raising the share keeps those already sampled.
"""

from __future__ import annotations

import hashlib
import hmac

#: Shortest key that is accepted, in bytes.
SHORTEST_KEY = 16


def is_sampled(key: bytes, purpose: str, message_id: str, share: float) -> bool:
    """Whether a message belongs to the sampled ``share`` (0 to 1) for ``purpose``.

    ``purpose`` names what is sampled (a mandate's id, ``"allow"``), so that the same message is
    drawn anew for each. Raises ``ValueError`` for a key that is too short or a share out of range.
    """
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the sampling key has {len(key)} bytes; at least {SHORTEST_KEY}")
    if not 0 <= share <= 1:
        raise ValueError(f"the share {share} is not between 0 and 1")
    return position(key, purpose, message_id) < share


def position(key: bytes, purpose: str, message_id: str) -> float:
    """A number in [0, 1), uniform over messages, that depends on nothing but its arguments."""
    told = f"{len(purpose)}:{purpose}{message_id}".encode()
    digest = hmac.new(key, told, hashlib.sha256).digest()
    return int.from_bytes(digest[:8]) / 2**64
