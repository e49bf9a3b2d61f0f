"""What other rooms write to and read from the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: ``type`` is dotted and in the past tense ("case.decided").

    ``data`` holds ids, kinds and scores, never a text or personal data.
    """

    type: str
    actor: str
    community_id: int | None
    subject: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventRecord:
    index: int
    at: datetime
    type: str
    actor: str
    community_id: int | None
    subject: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the log is not what it was: ``index`` of the event, and what is wrong."""

    index: int
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    size: int
    root_hash: bytes
    faults: tuple[Fault, ...] = ()

    @property
    def is_intact(self) -> bool:
        return not self.faults
