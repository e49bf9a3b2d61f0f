"""What pages and programs hold of models: frozen values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from harmonie.apps.web import errors
from harmonie.wording import Wording, in_language

#: How many messages a comparison reads unless told otherwise, and at most.
MESSAGES = 1_000
MOST_MESSAGES = 20_000
LONGEST_NOTE = 500


class Refused(errors.Refused):
    """Of a model or a measurement."""

    @classmethod
    def broken(cls, why: object) -> Refused:
        """Weights that cannot be read; ``why`` may know both languages."""
        return cls(
            "broken",
            f"This model cannot be used: {in_language(str(why), 'en')}",
            f"Ce modèle ne peut pas servir\u00a0: {_in_french(why)}",
        )


def _in_french(why: object) -> str:
    return in_language(why if isinstance(why, str) else str(why), "fr")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that could serve: a tier that is installed, or one in a folder of weights.

    ``key`` names it in addresses ("shipped.full", "atelier.fast"); ``mark`` is the SHA-256 of all
    its files, so that what was audited is what goes live. ``problem`` says why it cannot serve.
    """

    key: str
    name: str
    tier: str
    folder: Path
    version: str
    mark: str
    made_at: datetime | None
    card: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def is_shipped(self) -> bool:
        return self.name == ""


@dataclass(frozen=True, slots=True)
class LiveCard:
    """A model that is, or was, in use."""

    id: int
    number: int
    tier: str
    name: str
    version: str
    how: str
    note: str
    by: str
    at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class UnsoundModel:
    """A model in use that is not what it should be; ``problem`` says why, in both languages."""

    community: str
    version: str
    problem: Wording
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A comparison or an audit of a candidate, as far as it got."""

    id: int
    state: str
    progress: float
    error: str
    version: str
    mark: str
    by: str
    asked_at: datetime
    finished_at: datetime | None
    passed: bool | None = None
    against: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.state in ("queued", "running")


@dataclass(frozen=True, slots=True)
class Example:
    """A message on which both models disagree; its text is read when it is shown."""

    message_id: int
    thread_id: int
    text: str
    is_concealed: bool
    language: str
    changes: tuple[tuple[str, float, float], ...]
    live_mode: str
    candidate_mode: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    card: WorkCard
    result: Mapping[str, Any]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a candidate may go live, and what remains to be done first."""

    comparison: WorkCard | None
    audit: WorkCard | None
    is_live: bool
    missing: tuple[str, ...]

    @property
    def may_go_live(self) -> bool:
        return not self.missing and not self.is_live
