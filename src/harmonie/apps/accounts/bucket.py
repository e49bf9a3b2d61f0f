"""A token bucket per key: so many requests a minute, with bursts up to that number."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from django.core.cache import cache

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Allowance:
    """``retry_after`` is in whole seconds, 0 when the request is allowed."""

    is_allowed: bool
    remaining: int
    retry_after: int


def take(name: str, per_minute: int, now: float | None = None) -> Allowance:
    """Take one token from the bucket ``name`` that refills at ``per_minute`` tokens a minute.

    The lock makes it exact within a process; several processes on a shared cache may let a few
    requests more through, never lose count for good.
    """
    now = time.time() if now is None else now
    capacity, rate = float(max(1, per_minute)), max(1, per_minute) / 60
    key = f"bucket.{name}"
    with _lock:
        tokens, at = cache.get(key, (capacity, now))
        tokens = min(capacity, tokens + max(0.0, now - at) * rate)
        if tokens < 1:
            return Allowance(False, 0, math.ceil((1 - tokens) / rate))
        cache.set(key, (tokens - 1, now), 120)
    return Allowance(True, int(tokens - 1), 0)
