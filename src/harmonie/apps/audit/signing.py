"""The Ed25519 key that signs tree heads; made at first use, readable by its owner only."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from harmonie.keyfiles import audit_key


def head(size: int, root: bytes) -> bytes:
    """The bytes that are signed."""
    return b"harmonie audit log v1\n%d\n%s\n" % (size, root.hex().encode())


def sign(data: bytes) -> bytes:
    return _private_key().sign(data)


def public_key() -> bytes:
    return _private_key().public_key().public_bytes_raw()


def is_signed(data: bytes, signature: bytes, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(audit_key(Path(settings.HOME))))
