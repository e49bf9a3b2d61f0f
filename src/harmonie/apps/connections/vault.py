"""Secrets at rest: a JSON object, encrypted with the master key that lives outside the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from harmonie.keyfiles import master_key


class VaultLocked(RuntimeError):
    """The secrets were encrypted with another master key: put the right one back and try again."""


def lock(secrets: Mapping[str, Any]) -> bytes:
    return _cipher().encrypt(json.dumps(dict(secrets)).encode())


def unlock(data: bytes | memoryview) -> dict[str, Any]:
    if not data:
        return {}
    try:
        opened: dict[str, Any] = json.loads(_cipher().decrypt(bytes(data)))
    except InvalidToken as error:
        raise VaultLocked("the master key does not open these secrets") from error
    return opened


def _cipher() -> Fernet:
    return Fernet(master_key(Path(settings.HOME)).encode())
