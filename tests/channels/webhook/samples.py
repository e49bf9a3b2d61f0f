"""Deliveries to be damaged one message at a time, then signed again as their sender would."""

from __future__ import annotations

import json
from collections.abc import Mapping

from harmonie.channels.signatures import secrets_of, sign
from tests.channels.file.samples import Sample, author, text

SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
CLOCK = 1768469400.0


def sample(kind: int, count: int) -> Sample:
    items = [
        json.dumps(
            {"id": f"i{k}", "author": {"id": author(k)}, "text": text(k)},
            ensure_ascii=bool(kind % 2),
        ).encode()
        for k in range(count)
    ]
    head = b'{"type":"message.created","timestamp":"2026-01-15T09:30:00Z","data":['
    return head, [b"," * (k > 0) + item for k, item in enumerate(items)], b"]}", {}


def sealed(payload: bytes, headers: Mapping[str, str]) -> tuple[Mapping[str, str], dict[str, str]]:
    keys = secrets_of(SECRET)
    return sign(keys, "msg_1", int(CLOCK), payload), {"secret": SECRET}


def may_merge(record: bytes, damaged: bytes) -> bool:
    """A body whose JSON is broken is refused as a whole, with an error: the sender tries again."""
    try:
        json.loads(b"[" + b"0" * record.startswith(b",") + damaged + b"]")
    except (ValueError, RecursionError):
        return True
    return False
