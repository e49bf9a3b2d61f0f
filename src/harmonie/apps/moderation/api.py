"""API v1: judge texts without storing them; cases and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from harmonie import records
from harmonie.analysers.aspects import aspects, plain
from harmonie.apps.accounts.gate import community_of, scope
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.in_force import NoPolicy, in_force
from harmonie.apps.moderation.schemas import (
    AnalysedOut,
    AnalyseIn,
    CaseDecidedOut,
    CaseDecisionIn,
    CaseLineOut,
    CaseOut,
    CasesOut,
    CasesQuery,
    DecidedListOut,
    DecidedOut,
    DecideIn,
    DecisionOut,
    DecisionRecordOut,
    DecisionsOut,
    DecisionsQuery,
    Id,
    MandateOut,
    MandatesOut,
    TextsIn,
    VerdictOut,
)
from harmonie.apps.web.errors import ApiError
from harmonie.pipeline import Pipeline, default_pipeline, to_json
from harmonie.policies.decide import decide
from harmonie.policies.policy import Policy, load_policy, packs

router = Router()
_STATUS = {
    "already_decided": 409, "already_undone": 409, "superseded": 409, "edited": 409,
    "claimed": 409, "unknown": 404, "person": 403,
}  # fmt: skip


def _error(refusal: DecisionRefused) -> ApiError:
    """A refusal of the operations as the API says it; who and when stand in ``fields``."""
    status = _STATUS.get(refusal.code, 422)
    code = "not_found" if refusal.code == "unknown" else refusal.code
    fields = {name: str(value) for name, value in refusal.context.items() if value is not None}
    return ApiError(code, refusal.text(get_language()), status=status, fields=fields)


@router.post(
    "/analyse", auth=scope("judge"), response=AnalysedOut, tags=["judge"], summary="Analyse texts"
)
def analyse(request: HttpRequest, payload: AnalyseIn) -> AnalysedOut:
    """What the analysers say of a text or of at most 1,000 messages. Nothing is stored.

    Each result holds the language, the signals with their scores, versions and evidence spans
    (code points of the original text), and `cannot_judge` when the text could not be judged. With
    `aspects`, also what the text speaks of and how each thing is felt.
    """
    messages, analyses = _analysed(request, payload)
    results = [to_json(analysis) for analysis in analyses]
    if payload.aspects:
        told = aspects(_pipeline(request, payload), messages, analyses)
        for result, mine in zip(results, told, strict=True):
            result["aspects"] = [plain(aspect) for aspect in mine]
    return AnalysedOut(results=results)


@router.post(
    "/decide",
    auth=scope("judge"),
    response=DecidedListOut,
    tags=["judge"],
    summary="Judge texts by rules",
)
def judge(request: HttpRequest, payload: DecideIn) -> DecidedListOut:
    """What the rules say of a text or of at most 1,000 messages. Nothing is stored or done.

    Without `policy`, the rules in force in the key's community apply. The verdict's `mode` says how
    far the AI would go: `act`, `propose`, `ask` (a person must look) or `allow`.
    """
    policy = _policy(request, payload.policy)
    messages, analyses = _analysed(request, payload)
    return DecidedListOut(
        results=[
            DecidedOut(
                id=message.id,
                analysis=to_json(analysis),
                verdict=VerdictOut.of(decide(message, policy, analysis=analysis)),
            )
            for message, analysis in zip(messages, analyses, strict=True)
        ]
    )


def _analysed(
    request: HttpRequest, payload: TextsIn
) -> tuple[list[records.Message], Sequence[records.Analysis]]:
    messages = payload.to_records()
    return messages, _pipeline(request, payload).analyse(messages)


def _pipeline(request: HttpRequest, payload: TextsIn) -> Pipeline:
    """The model that judges the community's messages, unless the request names a tier."""
    if payload.tier is None:
        return current_pipeline(community_of(request))
    return default_pipeline(payload.tier)


def _policy(request: HttpRequest, name: str | None) -> Policy:
    if name is None:
        try:
            return in_force(community_of(request)).policy
        except NoPolicy:
            raise ApiError(
                "no_rules",
                _("This community has no rules in force: install some, or name a pack."),
                status=409,
            ) from None
    if name not in packs():
        known = ", ".join(packs())
        raise ApiError(
            "unknown_policy",
            _("There is no such pack. Known: %(known)s.") % {"known": known},
            status=422,
            fields={"policy": known},
        )
    return load_policy(name)


@router.get(
    "/cases", auth=scope("cases:read"), response=CasesOut, tags=["cases"], summary="List cases"
)
def list_cases(request: HttpRequest, query: Query[CasesQuery]) -> CasesOut:
    """Cases that wait for a person, most urgent first. Follow `next_cursor` until it is empty."""
    page = queries.cases(
        community_of(request),
        request.actor,  # type: ignore[attr-defined]
        tab=query.tab,
        sort=query.sort,
        cursor=query.cursor,
        rule_id=query.rule,
        signal=query.signal,
        limit=query.limit,
    )
    return CasesOut(
        items=[CaseLineOut.of(card) for card in page.cards], next_cursor=page.next_cursor
    )


@router.get(
    "/cases/{case_id}",
    auth=scope("cases:read"),
    response=CaseOut,
    tags=["cases"],
    summary="Fetch a case",
)
def fetch_case(request: HttpRequest, case_id: Path[Id]) -> CaseOut:
    """A case with the AI's suggestion, its reasons and the decision in force."""
    try:
        return CaseOut.view(queries.case(community_of(request), case_id))
    except DecisionRefused as refusal:
        raise _error(refusal) from None


@router.post(
    "/cases/{case_id}/decision",
    auth=scope("cases:write"),
    response=CaseDecidedOut,
    tags=["cases"],
    summary="Decide a case",
)
def decide_case(request: HttpRequest, case_id: Path[Id], payload: CaseDecisionIn) -> CaseDecidedOut:
    """Decide a case as the key's program. 409 when somebody decided meanwhile or the message was
    edited; 403 for a ban, which only a person may decide.
    """
    actor: Any = request.actor  # type: ignore[attr-defined]
    try:
        if payload.include_identical:
            batch = operations.decide_many(
                [case_id], payload.kind, actor, parameters=payload.parameters, note=payload.note,
                include_identical=True,
            )  # fmt: skip
            if not batch.decision_ids:
                raise next(iter(batch.refused.values()))
            return CaseDecidedOut(decision_ids=list(batch.decision_ids), batch=batch.batch)
        decision_id = operations.decide(
            case_id, payload.kind, actor, parameters=payload.parameters, note=payload.note,
            expected_revision=payload.revision,
        )  # fmt: skip
    except DecisionRefused as refusal:
        raise _error(refusal) from None
    return CaseDecidedOut(decision_ids=[decision_id], batch="")


@router.get(
    "/decisions",
    auth=scope("decisions:read"),
    response=DecisionsOut,
    tags=["decisions"],
    summary="List decisions",
)
def list_decisions(request: HttpRequest, query: Query[DecisionsQuery]) -> DecisionsOut:
    """Decisions of people, programs and the AI, newest first."""
    cards = queries.decisions(
        community_of(request),
        after_id=query.after,
        kind=query.kind,
        by=query.by,
        message_id=query.message_id,
        limit=query.limit + 1,
    )
    page = cards[: query.limit]
    more = str(page[-1].id) if len(cards) > query.limit else ""
    return DecisionsOut(items=[DecisionOut.of(card) for card in page], next_cursor=more)


@router.get(
    "/decisions/{decision_id}",
    auth=scope("decisions:read"),
    response=DecisionRecordOut,
    tags=["decisions"],
    summary="Fetch a decision's record",
)
def fetch_decision(request: HttpRequest, decision_id: Path[Id]) -> DecisionRecordOut:
    """Everything about a decision: evidence, reasons, versions, outcome on the channel, and the
    address of the statement of reasons to send to the author.
    """
    community_id = community_of(request)
    try:
        view = queries.decision(community_id, decision_id)
    except DecisionRefused as refusal:
        raise _error(refusal) from None
    return DecisionRecordOut.record(view, queries.statement_address(community_id, decision_id))


@router.post(
    "/decisions/{decision_id}/undo",
    auth=scope("cases:write"),
    response=DecisionRecordOut,
    tags=["decisions"],
    summary="Undo a decision",
)
def undo_decision(request: HttpRequest, decision_id: Path[Id]) -> DecisionRecordOut:
    """Take a decision back: the channel is asked for the reverse and the case opens again. 409 when
    it is already undone or a newer decision holds.
    """
    community_id = community_of(request)
    try:
        operations.undo(decision_id, request.actor)  # type: ignore[attr-defined]
        view = queries.decision(community_id, decision_id)
    except DecisionRefused as refusal:
        raise _error(refusal) from None
    return DecisionRecordOut.record(view, queries.statement_address(community_id, decision_id))


@router.get(
    "/mandates",
    auth=scope("decisions:read"),
    response=MandatesOut,
    tags=["mandates"],
    summary="List mandates",
)
def list_mandates(request: HttpRequest) -> MandatesOut:
    """What the AI may do alone in the community, or did, or was asked for. Only people ask, test,
    grant and withdraw, on the desk; the AI itself can only step back.
    """
    found = queries.mandates(community_of(request))
    return MandatesOut(items=[MandateOut.of(card) for card in found.cards])
