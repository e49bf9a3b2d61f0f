"""What the API of this room takes and gives. Unknown fields are refused: a typo loses no data."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, model_validator

from harmonie import records
from harmonie.apps.moderation.contracts import KINDS, CaseCard, CaseView, DecisionCard, DecisionView
from harmonie.apps.moderation.queries.mandates import MandateCard
from harmonie.apps.moderation.verdict_json import action_to_json

MAXIMUM_TEXT = 50_000
MAXIMUM_BATCH = 1_000
BIGGEST_ID = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
Text = Annotated[str, StringConstraints(max_length=MAXIMUM_TEXT)]
Short = Annotated[str, StringConstraints(max_length=200)]
Plain = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Kind = Literal["approve", "hide", "remove", "warn", "mute", "ban", "escalate"]
assert set(Kind.__args__) == set(KINDS)  # type: ignore[attr-defined]  # noqa: S101


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class JudgedIn(Strict):
    """A message to judge; nothing of it is stored."""

    text: Text
    id: Short = Field("", description="Given back as it is.")
    role: Literal["member", "staff", "bot"] = "member"
    channel: Short = ""
    parent_text: Text = ""
    language: Literal["fr", "en"] | None = None
    reach: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0
    reports: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0

    def to_record(self, place: int) -> records.Message:
        return records.Message(
            text=self.text,
            id=self.id or str(place),
            author=records.Author(external_id="", role=self.role),
            channel=self.channel,
            parent_text=self.parent_text,
            language=self.language,
            reach=self.reach,
            reports=self.reports,
        )


class TextsIn(Strict):
    text: Text | None = Field(None, description="One text, or else `messages`.")
    messages: (
        Annotated[list[JudgedIn], Field(min_length=1, max_length=MAXIMUM_BATCH)] | None
    ) = None  # fmt: skip
    tier: Literal["fast", "full", "deep"] | None = Field(
        None, description="The community's model in use when left out; else the best tier that is "
        "installed and not above this one.",
    )  # fmt: skip

    @model_validator(mode="after")
    def one_of_both(self) -> TextsIn:
        if (self.text is None) == (self.messages is None):
            raise ValueError("send either text or messages")
        return self

    def to_records(self) -> list[records.Message]:
        if self.messages is None:
            return [records.Message(text=self.text or "", id="0")]
        return [message.to_record(place) for place, message in enumerate(self.messages)]


class AnalyseIn(TextsIn):
    aspects: bool = Field(
        False, description="Add what each text speaks of, and how; several times slower."
    )


class DecideIn(TextsIn):
    policy: Plain | None = Field(
        None, description="A pack (brand_page, forum, young_audience); the community's own rules "
        "when left out.",
    )  # fmt: skip


class AnalysedOut(Schema):
    results: list[dict[str, Any]] = Field(description="One analysis a message, in order.")


class ActionOut(Schema):
    kind: str
    parameters: dict[str, Any]


class ReasonOut(Schema):
    rule_id: str
    fr: str
    en: str
    signal: str | None
    score: float | None
    spans: list[tuple[int, int, float]]

    @classmethod
    def of(cls, reason: records.Reason) -> ReasonOut:
        return cls(
            rule_id=reason.rule_id, fr=reason.fr, en=reason.en, signal=reason.signal,
            score=reason.score, spans=[tuple(span) for span in reason.spans],
        )  # fmt: skip


class VerdictOut(Schema):
    mode: Literal["act", "propose", "ask", "allow"]
    severity: int
    confidence: float
    actions: list[ActionOut]
    rules: list[str]
    reasons: list[ReasonOut]
    policy: str
    policy_version: str

    @classmethod
    def of(cls, verdict: records.Verdict) -> VerdictOut:
        return cls(
            mode=verdict.mode,
            severity=verdict.severity,
            confidence=verdict.confidence,
            actions=[ActionOut(**action_to_json(action)) for action in verdict.actions],
            rules=list(verdict.rules),
            reasons=[ReasonOut.of(reason) for reason in verdict.reasons],
            policy=verdict.policy,
            policy_version=verdict.policy_version,
        )


class DecidedOut(Schema):
    id: str
    analysis: dict[str, Any]
    verdict: VerdictOut


class DecidedListOut(Schema):
    results: list[DecidedOut]


class CaseLineOut(Schema):
    id: int
    state: str
    severity: int
    mode: str
    channel: str
    opened_at: datetime
    main_signal: str
    identical_count: int
    cannot_judge: str
    reports: int

    @classmethod
    def of(cls, card: CaseCard) -> CaseLineOut:
        return cls(
            id=card.id, state=card.state, severity=card.severity, mode=card.mode,
            channel=card.channel, opened_at=card.opened_at, main_signal=card.main_signal,
            identical_count=card.identical_count, cannot_judge=card.cannot_judge,
            reports=card.reports,
        )  # fmt: skip


class CasesOut(Schema):
    items: list[CaseLineOut]
    next_cursor: str = Field(description="Empty on the last page.")


class CasesQuery(Strict):
    tab: Literal["todo", "undecided", "escalated"] = "todo"
    sort: Literal["priority", "oldest", "newest"] = "priority"
    rule: Annotated[str, StringConstraints(max_length=60)] = ""
    signal: Annotated[str, StringConstraints(max_length=20)] = ""
    cursor: Plain = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DecisionOut(Schema):
    id: int
    case_id: int | None
    message_id: int
    kind: str
    is_by_machine: bool
    decided_by: int | None = Field(description="Id of the person; empty for a program or the AI.")
    made_at: datetime
    rule_id: str
    confidence: float
    main_signal: str
    agreed_with_ai: bool | None
    note: str
    batch: str
    undone_at: datetime | None
    mandate_id: int | None = Field(description="Under which mandate the AI decided alone.")

    @classmethod
    def of(cls, card: DecisionCard) -> DecisionOut:
        return cls(
            id=card.id, case_id=card.case_id, message_id=card.message_id, kind=card.kind,
            is_by_machine=card.is_by_machine, decided_by=card.decided_by_id,
            made_at=card.made_at, rule_id=card.rule_id, confidence=card.confidence,
            main_signal=card.main_signal, agreed_with_ai=card.agreed_with_ai, note=card.note,
            batch=card.batch, undone_at=card.undone_at, mandate_id=card.mandate_id,
        )  # fmt: skip


class DecisionsOut(Schema):
    items: list[DecisionOut]
    next_cursor: str = Field(description="Empty on the last page; else give it as `after`.")


class DecisionsQuery(Strict):
    after: Annotated[int, Field(ge=1, le=BIGGEST_ID)] | None = None
    kind: Kind | Literal["", "tag", "reply"] = ""
    by: Literal["", "machine", "person"] = ""
    message_id: Id | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class OutcomeOut(Schema):
    status: str
    detail: str
    at: datetime


class DecisionRecordOut(DecisionOut):
    revision: int
    mode: str
    severity: int
    actions: list[ActionOut]
    reasons: list[ReasonOut]
    policy_version: int | None
    evidence: dict[str, Any] = Field(description="What was judged, as it was then.")
    outcomes: list[OutcomeOut] = Field(description="What the channel answered.")
    statement_url: str = Field(description="To be sent to the author; empty without restriction.")

    @classmethod
    def record(cls, view: DecisionView, statement_url: str) -> DecisionRecordOut:
        return cls(
            **DecisionOut.of(view.card).model_dump(),
            revision=view.revision,
            mode=view.mode,
            severity=view.severity,
            actions=[ActionOut(**action_to_json(action)) for action in view.actions],
            reasons=[ReasonOut.of(reason) for reason in view.reasons],
            policy_version=view.policy_version,
            evidence=dict(view.evidence),
            outcomes=[OutcomeOut(status=o.status, detail=o.detail, at=o.at) for o in view.outcomes],
            statement_url=statement_url,
        )


class CaseOut(CaseLineOut):
    message_id: int
    thread_id: int
    revision: int = Field(description="Of the message; send it back with a decision.")
    language: str
    reach: int
    visibility: str
    suggestion: str = Field(description="What the AI proposes; empty when it proposes nothing.")
    confidence: float
    actions: list[ActionOut]
    reasons: list[ReasonOut]
    decision: DecisionOut | None

    @classmethod
    def view(cls, view: CaseView) -> CaseOut:
        return cls(
            id=view.id, state=view.state, severity=view.severity, mode=view.mode,
            channel=view.channel, opened_at=view.opened_at, main_signal=view.main_signal,
            identical_count=view.identical_count, cannot_judge=view.cannot_judge,
            reports=view.reports, message_id=view.message_id, thread_id=view.thread_id,
            revision=view.revision, language=view.language, reach=view.reach,
            visibility=view.visibility, suggestion=view.suggestion.kind,
            confidence=view.suggestion.confidence,
            actions=[ActionOut(**action_to_json(a)) for a in view.suggestion.actions],
            reasons=[ReasonOut.of(reason) for reason in view.reasons],
            decision=DecisionOut.of(view.decision) if view.decision else None,
        )  # fmt: skip


class CaseDecisionIn(Strict):
    kind: Kind
    parameters: dict[str, Any] = Field(
        default_factory=dict,
        description="`duration_seconds` for mute and ban, `text` for warn, `to` for escalate.",
    )
    note: Annotated[str, StringConstraints(max_length=500)] = ""
    revision: Annotated[int, Field(ge=0, le=32_767)] | None = Field(
        None, description="Of the message that was read: refused when it was edited since."
    )
    include_identical: bool = Field(
        False, description="Also decide the open cases whose messages say the same."
    )


class MandateOut(Schema):
    id: int
    action: str
    rule_id: str = Field(description="Empty when the mandate is about a signal.")
    signal: str = Field(description="Empty when the mandate is about a rule.")
    language: str = Field(description="`fr`, `en`, or empty for both.")
    hours: str = Field(description="Stretches of the week; empty: always.")
    time_zone: str
    maximum_error: float
    confidence: float
    minimum_evidence: int
    state: Literal["off", "asked", "shadow", "granted", "withdrawn"]
    threshold: float | None = Field(description="Lowest confidence at which the AI acts alone.")
    changed_at: datetime

    @classmethod
    def of(cls, card: MandateCard) -> MandateOut:
        return cls(
            id=card.id, action=card.action, rule_id=card.rule_id, signal=card.signal,
            language=card.language, hours=card.hours["en"], time_zone=card.time_zone,
            maximum_error=card.wrong_in_100 / 100, confidence=card.confidence,
            minimum_evidence=card.minimum_evidence, state=card.state, threshold=card.threshold,
            changed_at=card.changed_at,
        )  # fmt: skip


class MandatesOut(Schema):
    items: list[MandateOut]


class CaseDecidedOut(Schema):
    decision_ids: list[int]
    batch: str = Field(description="Empty for a single decision.")
