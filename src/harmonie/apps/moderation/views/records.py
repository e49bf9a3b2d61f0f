"""The decision record: one page for moderator, auditor and regulator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.audit import queries as audit
from harmonie.apps.audit.contracts import EventRecord
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.contracts import DecisionRefused, DecisionView
from harmonie.apps.moderation.queries.wellbeing import is_revealed_by


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a decision's timeline."""

    at: Any
    index: int
    type: str
    who: str
    is_machine: bool
    detail: str


@require_GET
@desk("case.read")
def decision(request: DeskRequest, decision_id: int) -> HttpResponse:
    """Everything about a decision, with the log's own timeline."""
    record = _record(request, decision_id)
    return render(request, "moderation/decision.html", _context(request, record))


@require_POST
@desk("case.read")
def reveal(request: DeskRequest, decision_id: int) -> HttpResponse:
    """Show the blurred text of a record to one person."""
    record = _record(request, decision_id)
    operations.reveal(record.card.message_id, request.actor)
    context = _context(request, record) | {"is_revealed": True}
    return render(request, "moderation/parts/record_text.html", context)


def _record(request: DeskRequest, decision_id: int) -> DecisionView:
    try:
        return queries.decision(request.actor.community_id, decision_id)
    except DecisionRefused as refusal:
        raise Http404(str(refusal)) from None


def _context(request: DeskRequest, record: DecisionView) -> dict[str, Any]:
    actor = request.actor
    revealed = (
        actor.id is not None
        and actor.is_person
        and is_revealed_by(actor.id, record.card.message_id)
    )
    return {
        "record": record,
        "spans": record.spans,
        "is_revealed": not record.is_blurred,
        "was_revealed": revealed,
        "steps": _timeline(actor.community_id, record),
        "may_undo": actor.may("case.decide") and record.card.undone_at is None,
        "may_audit": actor.may("audit.read"),
    }


def _timeline(community_id: int, record: DecisionView) -> list[Step]:
    subjects = [f"message:{record.card.message_id}", f"decision:{record.card.id}"]
    if record.card.case_id:
        subjects.append(f"case:{record.card.case_id}")
    found: dict[int, EventRecord] = {}
    for subject in subjects:
        for event in audit.events(community_id, subject=subject):
            found[event.index] = event
    return [_step(found[index]) for index in sorted(found)]


def _step(event: EventRecord) -> Step:
    kind, _, number = event.actor.partition(":")
    name = accounts.person_name(int(number)) if kind == "user" and number.isdigit() else ""
    if kind == "key":
        name = f"API ({number})"
    return Step(
        at=event.at,
        index=event.index,
        type=event.type,
        who=name,
        is_machine=event.actor == "machine",
        detail=str(event.data.get("kind") or ""),
    )
