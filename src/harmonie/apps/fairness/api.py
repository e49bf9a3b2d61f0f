"""API v1: audits of the model in use, bias reports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from harmonie.apps.accounts.gate import community_of, scope
from harmonie.apps.fairness import operations, queries
from harmonie.apps.fairness.contracts import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    AuditCard,
    AuditView,
    Refused,
    ReportView,
)

router = Router()
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Head = Literal[
    "toxicity", "insult", "profanity", "harassment", "hate", "threat", "sexual", "self_harm",
    "violence", "spam", "scam", "distress", "injection",
]  # fmt: skip


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class PageQuery(Strict):
    before: Id | None = Field(None, description="The last id of the page before.")
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ReportsQuery(PageQuery):
    state: Literal["", "open", "confirmed", "dismissed", "in_suite"] = ""


class AuditLineOut(Schema):
    id: int
    state: str = Field(description="`queued`, `running`, `done` or `failed`.")
    why: str
    asked_at: datetime
    model_version: str
    tier: str
    passed: bool | None
    made_at: datetime | None
    own_right: int = Field(description="The community's own cases judged right, of `own_total`.")
    own_total: int
    error: str

    @classmethod
    def of(cls, card: AuditCard) -> AuditLineOut:
        return cls(
            id=card.id, state=card.state, why=card.why, asked_at=card.asked_at,
            model_version=card.model_version, tier=card.tier, passed=card.passed,
            made_at=card.made_at, own_right=card.own_right, own_total=card.own_total,
            error=card.error,
        )  # fmt: skip


class AuditsOut(Schema):
    items: list[AuditLineOut]


class AuditOut(AuditLineOut):
    report: dict[str, Any] = Field(
        description="The report, as `harmonie audit` writes it; of old audits, with `is_abridged`, "
        "the verdict and what failed."
    )

    @classmethod
    def view(cls, view: AuditView) -> AuditOut:
        return cls(**AuditLineOut.of(view.card).model_dump(), report=view.report.to_json())


class AskedOut(Schema):
    id: int


class BiasReportIn(Strict):
    message_id: Id
    what: Literal["harsh", "lenient", "uneven"]
    towards: Literal[
        "gender", "orientation", "trans", "religion", "origin", "disability", "age", "speech",
        "other",
    ]  # fmt: skip
    towards_whom: Annotated[str, StringConstraints(max_length=120)] = ""
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)] = Field(
        description="The message without what names anybody."
    )
    language: Literal["fr", "en"]
    expected: dict[Head, Literal[0, 1]] = Field(
        description="What a fair judgement finds: 0 or 1 by signal, at least one."
    )
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE)] = ""


class BiasReportOut(Schema):
    id: int
    state: str = Field(description="`open`, `confirmed`, `dismissed` or `in_suite`.")
    message_id: int | None
    what: str
    towards: str
    towards_whom: str
    text: str
    language: str
    expected: dict[str, int]
    note: str
    reported_at: datetime
    resolved_at: datetime | None
    resolution: str

    @classmethod
    def of(cls, view: ReportView) -> BiasReportOut:
        return cls(
            id=view.id, state=view.state, message_id=view.message_id, what=view.what,
            towards=view.towards, towards_whom=view.towards_whom, text=view.text,
            language=view.language, expected=dict(view.expected), note=view.note,
            reported_at=view.reported_at, resolved_at=view.resolved_at, resolution=view.resolution,
        )  # fmt: skip


class BiasReportsOut(Schema):
    items: list[BiasReportOut]


@router.get(
    "/fairness/audits", auth=scope("fairness:read"), response=AuditsOut, tags=["fairness"],
    summary="List audits",
)  # fmt: skip
def list_audits(request: HttpRequest, query: Query[PageQuery]) -> AuditsOut:
    """Audits of the model in use, newest first, those under way or failed included."""
    cards = queries.audits(community_of(request), before=query.before, limit=query.limit)
    return AuditsOut(items=[AuditLineOut.of(card) for card in cards])


@router.post(
    "/fairness/audits", auth=scope("fairness:write"), response={202: AskedOut}, tags=["fairness"],
    summary="Ask for an audit",
)  # fmt: skip
def ask_for_audit(request: HttpRequest) -> Status[AskedOut]:
    """Have the model in use audited; the id is that of the audit under way, if there is one."""
    return Status(202, AskedOut(id=operations.ask(request.actor)))  # type: ignore[attr-defined]


@router.get(
    "/fairness/audits/{audit_id}", auth=scope("fairness:read"), response=AuditOut,
    tags=["fairness"], summary="Fetch an audit",
)  # fmt: skip
def fetch_audit(request: HttpRequest, audit_id: Path[Id]) -> AuditOut:
    """A finished audit with its whole report."""
    try:
        return AuditOut.view(queries.audit(community_of(request), audit_id))
    except Refused as refusal:
        raise refusal.as_error() from None


@router.get(
    "/fairness/reports", auth=scope("fairness:read"), response=BiasReportsOut, tags=["fairness"],
    summary="List bias reports",
)  # fmt: skip
def list_reports(request: HttpRequest, query: Query[ReportsQuery]) -> BiasReportsOut:
    """Biases that the team reported, newest first. A person resolves them, on the desk."""
    found = queries.reports(
        community_of(request), state=query.state, before=query.before, limit=query.limit
    )
    return BiasReportsOut(items=[BiasReportOut.of(one) for one in found])


@router.post(
    "/fairness/reports", auth=scope("fairness:write"), response={201: BiasReportOut},
    tags=["fairness"], summary="Report a bias",
)  # fmt: skip
def report_bias(request: HttpRequest, payload: BiasReportIn) -> Status[BiasReportOut]:
    """Say that the AI was unfair in a message. A team lead looks at it."""
    fields = payload.model_dump()
    message_id = fields.pop("message_id")
    try:
        report_id = operations.report(message_id, request.actor, **fields)  # type: ignore[attr-defined]
        return Status(201, BiasReportOut.of(queries.report(community_of(request), report_id)))
    except Refused as refusal:
        raise refusal.as_error() from None
