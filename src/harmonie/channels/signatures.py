"""Standard Webhooks signatures (https://www.standardwebhooks.com), symmetric scheme ``v1``.

Written over hmac rather than taken from the ``standardwebhooks`` package, which decodes the body
as text and raises ``ValueError`` on malformed headers: bytes from strangers must never do that.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

from harmonie.channels.channel import InvalidPayload, SignatureRefused
from harmonie.channels.wording import problem

TOLERANCE_SECONDS = 300
_MOST_SIGNATURES = 16


def secrets_of(setting: str) -> list[bytes]:
    """The keys in a setting: one secret, or several separated by spaces while they are rotated.

    Raises :class:`InvalidPayload` for a secret that is not ``whsec_`` and base64 of 24 to 64 bytes.
    """
    keys = []
    for secret in re.split(r"[\s,]+", setting.strip()):
        if not secret:
            continue
        bare = secret.removeprefix("whsec_")
        try:
            key = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
        except (binascii.Error, ValueError) as error:
            raise InvalidPayload(problem("bad_secret")) from error
        if not 24 <= len(key) <= 64:
            raise InvalidPayload(problem("bad_secret"))
        keys.append(key)
    return keys


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """``v1,<base64 of HMAC-SHA256>`` of ``id.timestamp.body``."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def sign(keys: Sequence[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers; signed with every key, so that a receiver may rotate at its own pace."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(k, message_id, timestamp, body) for k in keys),
    }


def verify(keys: Sequence[bytes], headers: Mapping[str, str], body: bytes, now: float) -> str:
    """The ``webhook-id`` of an authentic, recent delivery.

    ``body`` is the bytes as received. Every key is compared, in constant time. Raises
    :class:`SignatureRefused`.
    """
    if not keys:
        raise SignatureRefused(problem("no_secret"))
    lowered = {name.lower(): value for name, value in headers.items()}
    message_id = lowered.get("webhook-id", "")
    given = lowered.get("webhook-signature", "")
    stamp = lowered.get("webhook-timestamp", "")
    if not (message_id and given and re.fullmatch(r"[0-9]{1,12}", stamp, re.ASCII)):
        raise SignatureRefused(problem("no_signature"))
    if abs(now - int(stamp)) > TOLERANCE_SECONDS:
        raise SignatureRefused(problem("stale_signature", minutes=TOLERANCE_SECONDS // 60))
    try:
        candidates = [part.encode("ascii") for part in given.split()[:_MOST_SIGNATURES]]
        expected = [signature(k, message_id, int(stamp), body).encode() for k in keys]
    except UnicodeEncodeError as error:
        raise SignatureRefused(problem("wrong_signature")) from error
    matches = [hmac.compare_digest(mine, theirs) for mine in expected for theirs in candidates]
    if not any(matches):
        raise SignatureRefused(problem("wrong_signature"))
    return message_id
