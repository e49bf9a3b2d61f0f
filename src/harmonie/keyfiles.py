"""The instance's own secrets: made at first start, kept in files only their owner can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def secret_key(home: Path) -> str:
    """Django's signing key, from ``home/secret_key``; created once with mode 0600."""
    return _read_or_create(home / "secret_key", lambda: secrets.token_urlsafe(64))


def master_key(home: Path) -> str:
    """The Fernet key that encrypts connection secrets; outside the database and its backups."""
    from cryptography.fernet import Fernet

    return _read_or_create(home / "master_key", lambda: Fernet.generate_key().decode())


def audit_key(home: Path) -> str:
    """The Ed25519 seed (hexadecimal) that signs the audit log's tree heads."""
    return _read_or_create(home / "audit_key", lambda: secrets.token_hex(32))


def _read_or_create(path: Path, make: Callable[[], str]) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    value = make()
    temporary = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
    try:
        # Two processes may start together: link refuses to replace what the first one wrote.
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return path.read_text().strip()
