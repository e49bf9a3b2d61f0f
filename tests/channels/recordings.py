"""Recorded payloads: what a platform sent, and the messages that it must become."""

from __future__ import annotations

import base64
import importlib
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from harmonie.channels.channel import CHANNELS, Channel, Parsed
from harmonie.records import Message

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Recording:
    """One file ``tests/channels/<platform>/<name>.json``."""

    platform: str
    name: str
    payload: bytes
    headers: Mapping[str, str]
    settings: Mapping[str, Any]
    clock: float
    messages: list[dict[str, Any]]
    errors: list[dict[str, Any]]
    notices: list[str]

    def parse(self) -> list[Parsed]:
        return list(channel_at(self.platform, self.clock).parse(
            self.payload, self.headers, self.settings))  # fmt: skip


def recordings(platform: str) -> list[Recording]:
    found = []
    for path in sorted((FOLDER / platform).glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        payload = data["payload"]
        raw = base64.b64decode(payload["base64"]) if isinstance(payload, dict) else payload.encode()
        found.append(
            Recording(
                platform, path.stem, raw, data.get("headers", {}), data.get("settings", {}),
                data.get("clock", 0.0), data["messages"], data["errors"], data["notices"],
            )
        )  # fmt: skip
    return found


def channel_at(platform: str, clock: float) -> Channel:
    """The channel, with its clock set when it reads one."""
    kind = CHANNELS.get(platform)
    if "clock" in inspect.signature(kind).parameters:
        return kind(clock=lambda: clock)  # type: ignore[call-arg]
    return kind()


def samples(platform: str) -> ModuleType:
    """``tests/channels/<platform>/samples.py``: payloads to be damaged, record by record."""
    return importlib.import_module(f"tests.channels.{platform}.samples")


def described(parsed: Parsed) -> dict[str, Any]:
    """A message as a recording writes it: only the fields that say something."""
    message = parsed.message
    assert message is not None
    plain: dict[str, Any] = {"row": parsed.row, "text": message.text, "id": message.external_id}
    if message.author is not None:
        author = message.author
        plain["author"] = {"id": author.external_id, "name": author.name, "role": author.role}
    empty = Message("")
    for name in ("thread_id", "parent_id", "parent_text", "language", "reach", "url", "reports"):
        if getattr(message, name) != getattr(empty, name):
            plain[name] = getattr(message, name)
    if message.created_at is not None:
        plain["created_at"] = message.created_at.isoformat()
    if message.extra:
        plain["extra"] = dict(message.extra)
    return plain
