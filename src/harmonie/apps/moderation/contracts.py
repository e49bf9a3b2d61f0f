"""What pages, the API and other rooms may hold about cases, decisions and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from harmonie.records import Action, Reason, Span

#: What a person may decide, in the order of the buttons, with the key of each.
KINDS = ("approve", "hide", "remove", "warn", "mute", "ban", "escalate")
KEYS = {"approve": "a", "hide": "h", "remove": "r", "warn": "w", "mute": "m", "ban": "b",
        "escalate": "e"}  # fmt: skip
RESTRICTING = frozenset({"hide", "remove", "warn", "mute", "ban"})
TABS = ("todo", "mine", "undecided", "escalated", "decided")
SORTS = ("priority", "oldest", "newest")
#: What a person may answer to a blind check.
REVIEW_ANSWERS = ("approve", "hide", "remove", "warn", "mute", "ban", "unsure")
#: From this severity on, a text is blurred until somebody chooses to see it.
BLURRED_FROM = 3

Tab = Literal["todo", "mine", "undecided", "escalated", "decided"]


class DecisionRefused(ValueError):
    """The decision cannot be taken; ``code`` says why and ``context`` names who and when.

    Codes: ``already_decided``, ``claimed``, ``edited``, ``unknown``, ``kind``, ``duration``,
    ``already_undone``, ``superseded``, ``empty``, ``staff``.
    """

    def __init__(self, code: str, english: str, french: str, **context: Any) -> None:
        super().__init__(english)
        self.code = code
        self.en = english
        self.fr = french
        self.context = context

    def text(self, language: str | None) -> str:
        return self.fr if (language or "").startswith("fr") else self.en


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works on a case right now."""

    id: int
    name: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A line of the queue. ``excerpt`` is empty when the text is blurred."""

    id: int
    state: str
    severity: int
    mode: str
    channel: str
    opened_at: datetime
    excerpt: str
    is_blurred: bool
    main_signal: str
    rule_title: Mapping[str, str]
    identical_count: int
    cannot_judge: str
    reports: int
    author_name: str
    holder: Holder | None = None
    decided_kind: str = ""
    decided_at: datetime | None = None
    decision_id: int | None = None
    is_by_machine: bool = False
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    cards: tuple[CaseCard, ...]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal in words and figures; ``word`` is a msgid, ``score`` is ``None`` if not judged."""

    name: str
    label: str | None
    score: float | None
    word: str
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A message beside the case's own; ``text`` is empty when it is blurred."""

    id: int
    author_name: str
    text: str
    created_at: datetime
    is_case: bool
    is_blurred: bool
    is_outgoing: bool
    is_staff: bool
    severity: int
    main_signal: str
    visibility: str
    parent_author: str = ""
    spans: tuple[Span, ...] = ()
    is_opening: bool = False


@dataclass(frozen=True, slots=True)
class CertaintyRecord:
    """What people decided when the AI was as sure as now: ``counts`` by kind of decision."""

    signal: str
    low: float
    high: float
    total: int
    counts: Mapping[str, int]
    needed: int = 20

    @property
    def is_enough(self) -> bool:
        return self.total >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.total, 0)

    @property
    def usual(self) -> tuple[str, int]:
        """The commonest decision and how often it was taken."""
        if not self.counts:
            return ("", 0)
        return max(self.counts.items(), key=lambda item: item[1])


@dataclass(frozen=True, slots=True)
class SimilarCase:
    case_id: int
    decision_id: int
    kind: str
    excerpt: str
    is_blurred: bool
    similarity: float
    decided_by: str
    decided_at: datetime
    is_by_machine: bool
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the AI proposes, how sure it is and on which rule it stands."""

    kind: str
    confidence: float
    mode: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    id: str
    title: Mapping[str, str]
    because: Mapping[str, str]
    version: int
    score: float | None = None
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the middle and right panes show. ``is_blind``: nothing of what the AI says."""

    id: int
    community_id: int
    message_id: int
    thread_id: int
    state: str
    mode: str
    severity: int
    revision: int
    opened_at: datetime
    channel: str
    author_name: str
    created_at: datetime
    language: str
    url: str
    reach: int
    reports: int
    visibility: str
    is_blurred: bool
    intent: str
    cannot_judge: str
    hidden_characters: tuple[str, ...]
    main_signal: str
    identical_count: int
    suggestion: Suggestion
    reasons: tuple[Reason, ...]
    signals: tuple[SignalLine, ...]
    rules: tuple[RuleLine, ...]
    model_version: str
    decision: DecisionCard | None
    holder: Holder | None = None
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class DecisionCard:
    id: int
    case_id: int | None
    message_id: int
    kind: str
    is_by_machine: bool
    decided_by_id: int | None
    decided_by: str
    made_at: datetime
    rule_id: str
    confidence: float
    main_signal: str
    agreed_with_ai: bool | None
    note: str
    batch: str
    reference: str
    undone_at: datetime | None = None
    undone_by: str = ""
    mandate_id: int | None = None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    status: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The decision record: one page for moderator, member, auditor and regulator."""

    card: DecisionCard
    community_id: int
    revision: int
    actions: tuple[Action, ...]
    reasons: tuple[Reason, ...]
    mode: str
    severity: int
    rules: tuple[RuleLine, ...]
    policy_version: int | None
    evidence: Mapping[str, Any]
    signals: tuple[SignalLine, ...]
    visibility_now: str
    channel: str
    author_name: str
    is_edited_since: bool
    is_blurred: bool
    spans: tuple[Span, ...] = ()
    restrictions: tuple[RestrictionLine, ...] = ()
    outcomes: tuple[OutcomeLine, ...] = ()
    statement_path: str = ""


@dataclass(frozen=True, slots=True)
class RestrictionLine:
    kind: str
    started_at: datetime
    ends_at: datetime | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much somebody saw today, for a proposed break."""

    revealed: int
    budget: int
    is_break_proposed: bool
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a statement of reasons, already in the reader's language."""

    key: str
    title: str
    text: str
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of reasons, with every element Article 17(3) of the DSA asks for.

    (a) ``what``, ``territory``, ``duration``; (b) ``facts`` and ``origin``; (c) ``automation``;
    (d, e) ``rule``; (f) ``redress``. ``missing`` lists the elements that could not be written: a
    statement with any is never sent.
    """

    reference: str
    language: str
    community_name: str
    community_colour: str
    charter_url: str
    contact_email: str
    author_name: str
    title: str
    opening: str
    quote: str
    spans: tuple[Span, ...]
    complaint_note: str
    what: Fact
    territory: Fact
    duration: Fact
    facts: Fact
    rule: Fact
    decided_by: Fact
    automation: Fact
    origin: Fact
    redress: tuple[Fact, ...]
    contest_until: datetime | None
    is_undone: bool
    undone_at: datetime | None
    made_at: datetime
    kind: str

    @property
    def missing(self) -> tuple[str, ...]:
        lines = (self.what, self.territory, self.duration, self.facts, self.rule,
                 self.decided_by, self.automation, self.origin)  # fmt: skip
        absent = [line.key for line in lines if not line.text.strip()]
        kinds = {line.key for line in self.redress if line.text.strip()}
        absent += [f"redress.{key}" for key in ("internal", "out_of_court", "court") if
                   key not in kinds]  # fmt: skip
        return tuple(absent)


@dataclass(frozen=True, slots=True)
class RestrictingDecision:
    """A restriction as it may be told outside: neither the text nor who wrote or judged it.

    ``ends_at`` gives the end of a mute or a ban by its kind, the lift when it came first, ``None``
    for one without end. ``ground`` and ``explanation`` are what the author reads about the rule and
    the facts, in ``language``; ``missing`` names what that statement lacks.
    """

    id: int
    public_id: str
    reference: str
    kinds: frozenset[str]
    made_at: datetime
    undone_at: datetime | None
    ends_at: Mapping[str, datetime | None]
    content_at: datetime
    content_language: str
    is_reported: bool
    is_by_machine: bool
    is_by_program: bool
    agreed_with_ai: bool | None
    rule_id: str
    rule_title: str
    main_signal: str
    ground: str
    explanation: str
    missing: tuple[str, ...]
    language: str
    time_zone: str
    charter_url: str = ""


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule in words, with how often it fired in the last thirty days."""

    id: str
    title: Mapping[str, str]
    because: Mapping[str, str]
    when: str
    mode: str
    severity: int
    signal: str | None
    actions: tuple[str, ...]
    min_confidence: float | None
    fired: int = 0
    acted: int = 0
    proposed: int = 0
    asked: int = 0
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionCard:
    number: int
    name: str
    why: str
    author: str
    created_at: datetime
    is_current: bool
