"""What pages, commands and other rooms may hold about statements sent to the Commission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: EU and EEA countries, as the database names them.
COUNTRIES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
#: Statements in one call, at most (documentation of the database's API).
BATCH = 100
#: What a rule's own category is kept under when a person decided without any rule.
NO_RULE = "-"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field of a record, in both languages."""

    field: str
    en: str
    fr: str

    def text(self, language: str) -> str:
        return self.fr if language.startswith("fr") else self.en


@dataclass(frozen=True, slots=True)
class Scope:
    """What a community says once for all its statements.

    ``categories`` gives the category of rules that no table knows, by rule id (:data:`NO_RULE`
    for decisions without a rule), without the prefix ``STATEMENT_CATEGORY_``.
    """

    territories: tuple[str, ...] = COUNTRIES
    categories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Translated:
    """A decision in the Commission's words.

    ``missing`` names the fields that nothing tells: the record is then no statement yet.
    ``problems`` are values that the schema refuses. A decision that restricts nothing (a warning)
    is ``is_exempt`` and has no record.
    """

    decision_id: int
    puid: str
    reference: str
    rule_id: str
    rule_title: str
    made_at: datetime
    record: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_exempt: bool = False

    @property
    def is_ready(self) -> bool:
        return not (self.missing or self.problems or self.is_exempt)


@dataclass(frozen=True, slots=True)
class ReportingCard:
    """How a community reports; ``has_token`` says that one is kept, never which."""

    profile: str = "page_operator"
    is_small: bool = True
    is_voluntary: bool = False
    is_on: bool = False
    address: str = ""
    has_token: bool = False
    scope: Scope = Scope()
    started_at: datetime | None = None
    paused_until: datetime | None = None
    last_error: str = ""

    @property
    def is_due(self) -> bool:
        """Whether articles 19 and 24(5) ask for it: an online platform that is not small."""
        return self.profile == "online_platform" and not self.is_small


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A statement on its way, and what stops it."""

    decision_id: int
    puid: str
    state: str
    problems: Mapping[str, list[str]]
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What one run of sending did; ``paused_until`` when the database asked to wait."""

    sent: int = 0
    refused: int = 0
    incomplete: int = 0
    waiting: int = 0
    paused_until: datetime | None = None
    error: str = ""
