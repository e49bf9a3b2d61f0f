"""API v1: models on this machine, comparisons and audits. Putting one in use is for people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import ConfigDict, Field, StringConstraints

from harmonie.apps.accounts.gate import community_of, scope
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.tuning import operations, queries, weights
from harmonie.apps.tuning.contracts import MESSAGES, MOST_MESSAGES, LiveCard, Refused, WorkCard

router = Router()
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.-]+$")]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class WorkOut(Schema):
    id: int
    state: str = Field(description="`queued`, `running`, `done` or `failed`.")
    progress: float
    error: str
    version: str
    against: str = Field(description="Version of the model that was in use then.")
    passed: bool | None
    asked_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, card: WorkCard) -> WorkOut:
        return cls(
            id=card.id, state=card.state, progress=card.progress, error=card.error,
            version=card.version, against=card.against, passed=card.passed,
            asked_at=card.asked_at, finished_at=card.finished_at,
        )  # fmt: skip


class ModelOut(Schema):
    key: str = Field(description="Names the model in the other routes.")
    tier: str
    version: str
    sha256: str = Field(description="Of all its files together.")
    is_live: bool
    may_go_live: bool
    missing: list[str] = Field(
        description="`comparison`, `comparison_old`, `audit`, `audit_old` or `audit_failed`."
    )
    problem: str = Field(description="Why it cannot be used; empty when it can.")
    comparison: WorkOut | None
    audit: WorkOut | None


class LiveOut(Schema):
    version: str
    tier: str
    how: str
    note: str
    since: datetime | None

    @classmethod
    def of(cls, version: str, tier: str, card: LiveCard | None) -> LiveOut:
        return cls(
            version=version, tier=tier, how=card.how if card else "installed",
            note=card.note if card else "", since=card.at if card else None,
        )  # fmt: skip


class ModelsOut(Schema):
    live: LiveOut
    items: list[ModelOut]


class CompareIn(Strict):
    messages: Annotated[int, Field(ge=1, le=MOST_MESSAGES)] = MESSAGES


class AskedOut(Schema):
    id: int


class ExampleOut(Schema):
    message_id: int
    language: str
    changes: list[tuple[str, float, float]] = Field(
        description="Signal, score of the model in use, score of the candidate."
    )
    live_mode: str
    candidate_mode: str


class ComparisonOut(WorkOut):
    result: dict[str, Any]
    examples: list[ExampleOut]


class CandidateAuditOut(WorkOut):
    report: dict[str, Any] | None = Field(
        description="As `harmonie audit` writes it; of old audits, the verdict and what failed."
    )


@router.get(
    "/models", auth=scope("models:read"), response=ModelsOut, tags=["models"],
    summary="List models",
)  # fmt: skip
def list_models(request: HttpRequest) -> ModelsOut:
    """The model in use and those on this machine, with what was measured of each."""
    community_id = community_of(request)
    pipeline = current_pipeline(community_id)
    live = LiveOut.of(pipeline.version, pipeline.tier, queries.live(community_id))
    return ModelsOut(live=live, items=[_model(community_id, one) for one in weights.candidates()])


def _model(community_id: int, candidate: Any) -> ModelOut:
    ready = queries.readiness(community_id, candidate)
    return ModelOut(
        key=candidate.key,
        tier=candidate.tier,
        version=candidate.version,
        sha256=candidate.mark,
        is_live=ready.is_live,
        may_go_live=ready.may_go_live,
        missing=list(ready.missing),
        problem=candidate.problem,
        comparison=None if ready.comparison is None else WorkOut.of(ready.comparison),
        audit=None if ready.audit is None else WorkOut.of(ready.audit),
    )


@router.post(
    "/models/{key}/comparisons", auth=scope("models:write"), response={202: AskedOut},
    tags=["models"], summary="Compare a model",
)  # fmt: skip
def compare(request: HttpRequest, key: Path[Key], payload: CompareIn) -> Status[AskedOut]:
    """Judge the newest messages with the model and with the one in use. Nothing is done to them."""
    try:
        found = operations.ask_for_comparison(
            key,
            request.actor,  # type: ignore[attr-defined]
            messages=payload.messages,
        )
    except Refused as refusal:
        raise refusal.as_error() from None
    return Status(202, AskedOut(id=found))


@router.get(
    "/models/comparisons/{comparison_id}", auth=scope("models:read"), response=ComparisonOut,
    tags=["models"], summary="Fetch a comparison",
)  # fmt: skip
def fetch_comparison(request: HttpRequest, comparison_id: Path[Id]) -> ComparisonOut:
    """Where both agree, what changes sides, what the rules would decide otherwise."""
    try:
        view = queries.comparison(community_of(request), comparison_id)
    except Refused as refusal:
        raise refusal.as_error() from None
    return ComparisonOut(
        **WorkOut.of(view.card).model_dump(),
        result=dict(view.result),
        examples=[
            ExampleOut(
                message_id=one.message_id, language=one.language, changes=list(one.changes),
                live_mode=one.live_mode, candidate_mode=one.candidate_mode,
            )
            for one in view.examples
        ],
    )  # fmt: skip


@router.post(
    "/models/{key}/audits", auth=scope("models:write"), response={202: AskedOut}, tags=["models"],
    summary="Audit a model",
)  # fmt: skip
def audit(request: HttpRequest, key: Path[Key]) -> Status[AskedOut]:
    """Have a model audited before a person may put it in use."""
    try:
        return Status(202, AskedOut(id=operations.ask_for_audit(key, request.actor)))  # type: ignore[attr-defined]
    except Refused as refusal:
        raise refusal.as_error() from None


@router.get(
    "/models/audits/{audit_id}", auth=scope("models:read"), response=CandidateAuditOut,
    tags=["models"], summary="Fetch a model's audit",
)  # fmt: skip
def fetch_audit(request: HttpRequest, audit_id: Path[Id]) -> CandidateAuditOut:
    """The gate's answer, with the whole report once it is made."""
    try:
        card, report = queries.audit_report(community_of(request), audit_id)
    except Refused as refusal:
        raise refusal.as_error() from None
    return CandidateAuditOut(
        **WorkOut.of(card).model_dump(), report=report.to_json() if report else None
    )
