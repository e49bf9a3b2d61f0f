"""What pages and programs hold of audits and reports: frozen values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from harmonie.apps.web import errors
from harmonie.records import BINARY_SIGNALS

if TYPE_CHECKING:
    from harmonie.learning.fairness import AuditReport

LONGEST_TEXT = 2_000
LONGEST_NOTE = 1_000
#: Signals that a report or a case may speak of.
HEADS = BINARY_SIGNALS
THRESHOLD = 0.5
#: What was unfair.
WHAT = {
    "harsh": _("Harmless, but the AI held something against it"),
    "lenient": _("Hurtful, and the AI let it pass"),
    "uneven": _("Judged otherwise than a message just like it"),
}
#: Towards whom; close to the axes of the audit's swaps.
TOWARDS = {
    "gender": _("Women or men"),
    "orientation": _("Gay, lesbian or bisexual people"),
    "trans": _("Trans people"),
    "religion": _("Believers of a religion"),
    "origin": _("People of an origin or a colour"),
    "disability": _("Disabled or ill people"),
    "age": _("The young or the old"),
    "speech": _("A way of speaking: region, accent, slang"),
    "other": pgettext_lazy("a group of people", "Others"),
}
STATES = {
    "open": pgettext_lazy("a bias report", "To look at"),
    "confirmed": pgettext_lazy("a bias report", "Confirmed"),
    "dismissed": pgettext_lazy("a bias report", "Dismissed"),
    "in_suite": pgettext_lazy("a bias report", "In every audit"),
}
TONES = {"open": "warn", "confirmed": "bad", "dismissed": "outline", "in_suite": "ok"}


class Refused(errors.Refused):
    """Of an audit, a report or a case."""


@dataclass(frozen=True, slots=True)
class AuditCard:
    """An audit as one line of the history."""

    id: int
    state: str
    why: str
    asked_by: str
    asked_at: datetime
    progress: float
    error: str
    model_version: str
    tier: str
    passed: bool | None
    made_at: datetime | None
    own_right: int
    own_total: int
    summary: Mapping[str, Mapping[str, float]]

    @property
    def is_under_way(self) -> bool:
        return self.state in ("queued", "running")


@dataclass(frozen=True, slots=True)
class OwnResult:
    """One of the community's own cases as an audit judged it."""

    case_id: int
    text: str
    language: str
    towards: str
    expected: Mapping[str, int]
    scores: Mapping[str, float]
    is_right: bool
    cannot_judge: str


@dataclass(frozen=True, slots=True)
class AuditView:
    card: AuditCard
    report: AuditReport
    own: tuple[OwnResult, ...]
    previous: AuditCard | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A bias report with what surrounds it."""

    id: int
    community_id: int
    state: str
    what: str
    towards: str
    towards_whom: str
    text: str
    language: str
    expected: Mapping[str, int]
    note: str
    judged: Mapping[str, Any]
    message_id: int | None
    thread_id: int | None
    reported_by: str
    reported_by_id: int | None
    reported_at: datetime
    resolved_by: str
    resolved_at: datetime | None
    resolution: str
    case_id: int | None
    is_retired: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case of the community's own suite."""

    id: int
    text: str
    language: str
    expected: Mapping[str, int]
    towards: str
    report_id: int | None
    added_by: str
    added_at: datetime
