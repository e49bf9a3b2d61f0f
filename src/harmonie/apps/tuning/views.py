"""Models on this machine, what was measured of each, and which one serves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.tuning import operations, queries, showing, weights
from harmonie.apps.tuning.contracts import MESSAGES, Candidate, Refused


@require_GET
@never_cache
@desk("model.read")
def models(request: DeskRequest) -> HttpResponse:
    """The model in use, the candidates and the history."""
    community_id = request.actor.community_id
    pipeline = current_pipeline(community_id)
    live = queries.live(community_id)
    found = weights.candidates()
    context = {
        "live": live,
        "version": pipeline.version,
        "tier": pipeline.tier,
        "is_other": live is not None and live.version != pipeline.version,
        "lines": [(one, queries.readiness(community_id, one)) for one in found],
        "history": queries.history(community_id),
        "previous": queries.previous_card(community_id),
        "may_promote": request.actor.may("model.promote"),
    }
    return render(request, "tuning/models.html", context)


@require_GET
@never_cache
@desk("model.read")
def candidate(request: DeskRequest, key: str) -> HttpResponse:
    """A candidate's card and what remains to be done before it may serve."""
    return render(request, "tuning/candidate.html", _candidate_context(request, key))


@require_GET
@never_cache
@desk("model.read")
def measurements(request: DeskRequest, key: str) -> HttpResponse:
    """The steps alone: refreshed while one is under way."""
    return render(request, "tuning/parts/steps.html", _candidate_context(request, key))


@require_POST
@desk("model.promote")
def compare(request: DeskRequest, key: str) -> HttpResponse:
    """Compare it with the model in use, without acting."""
    asked = request.POST.get("messages", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 8 else MESSAGES
    try:
        operations.ask_for_comparison(key, request.actor, messages=wanted)
    except Refused as refusal:
        return _refused(request, key, refusal)
    return redirect("tuning:candidate", request.community.slug, key)


@require_POST
@desk("model.promote")
def ask_audit(request: DeskRequest, key: str) -> HttpResponse:
    """Have it audited."""
    try:
        operations.ask_for_audit(key, request.actor)
    except Refused as refusal:
        return _refused(request, key, refusal)
    return redirect("tuning:candidate", request.community.slug, key)


@never_cache
@require_http_methods(["GET", "POST"])
@desk("model.promote")
def promote(request: DeskRequest, key: str) -> HttpResponse:
    """Both models side by side, and a person's word before the change."""
    context = _candidate_context(request, key)
    if request.method == "GET":
        return render(request, "tuning/promote.html", context)
    try:
        operations.promote(
            key, request.POST.get("note", ""), request.actor, mark=request.POST.get("mark", "")
        )
    except Refused as refusal:
        context |= {"refusal": refusal.text(), "note": request.POST.get("note", "")}
        return render(request, "tuning/promote.html", context, status=422)
    messages.success(request, _("This model is in use. Open cases are being judged again."))
    return redirect("tuning:models", request.community.slug)


@never_cache
@require_http_methods(["GET", "POST"])
@desk("model.promote")
def roll_back(request: DeskRequest) -> HttpResponse:
    """Go back to the model that served before."""
    community_id = request.actor.community_id
    context: dict[str, Any] = {
        "live": queries.live(community_id),
        "previous": queries.previous_card(community_id),
        "refusal": "",
    }
    if context["previous"] is None:
        raise Http404
    if request.method == "GET":
        return render(request, "tuning/roll_back.html", context)
    try:
        operations.roll_back(request.POST.get("note", ""), request.actor)
    except Refused as refusal:
        context |= {"refusal": refusal.text(), "note": request.POST.get("note", "")}
        return render(request, "tuning/roll_back.html", context, status=422)
    messages.success(request, _("The model of before is in use again."))
    return redirect("tuning:models", request.community.slug)


@require_GET
@never_cache
@desk("model.read")
def comparison(request: DeskRequest, comparison_id: int) -> HttpResponse:
    """What a candidate would have judged otherwise."""
    try:
        view = queries.comparison(request.actor.community_id, comparison_id)
    except Refused as refusal:
        raise Http404(refusal.text()) from None
    context = {"view": view, "told": showing.comparison(view.result)}
    return render(request, "tuning/comparison.html", context)


@require_GET
@never_cache
@desk("model.read")
def audit(request: DeskRequest, audit_id: int) -> HttpResponse:
    """The gate's answer on a candidate."""
    card, report = _audit(request, audit_id)
    context = {"card": card, "report": report, "gate": showing.gate(report) if report else None}
    return render(request, "tuning/audit.html", context)


@require_GET
@desk("model.read")
def audit_as_json(request: DeskRequest, audit_id: int) -> HttpResponse:
    """The whole report, as ``harmonie audit`` writes it."""
    _card, report = _audit(request, audit_id)
    if report is None:
        raise Http404
    response = JsonResponse(report.to_json(), json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="candidate-{audit_id}.json"'
    return response


def _audit(request: DeskRequest, audit_id: int) -> Any:
    try:
        return queries.audit_report(request.actor.community_id, audit_id)
    except Refused as refusal:
        raise Http404(refusal.text()) from None


def _found(key: str) -> Candidate:
    try:
        return weights.candidate(key)
    except Refused as refusal:
        raise Http404(refusal.text()) from None


def _candidate_context(request: DeskRequest, key: str) -> dict[str, Any]:
    community_id = request.actor.community_id
    found = _found(key)
    ready = queries.readiness(community_id, found)
    comparison = ready.comparison
    view = (
        queries.comparison(community_id, comparison.id)
        if comparison is not None and comparison.state == "done"
        else None
    )
    pipeline = current_pipeline(community_id)
    return {
        "candidate": found,
        "facts": showing.card(found),
        "ready": ready,
        "missing": showing.missing(ready),
        "told": showing.comparison(view.result) if view else None,
        "live": queries.live(community_id),
        "live_version": pipeline.version,
        "live_tier": pipeline.tier,
        "is_working": any(
            one is not None and one.is_under_way for one in (ready.comparison, ready.audit)
        ),
        "may_promote": request.actor.may("model.promote"),
        "default_messages": MESSAGES,
        "refusal": "",
    }


def _refused(request: DeskRequest, key: str, refusal: Refused) -> HttpResponse:
    context = _candidate_context(request, key) | {"refusal": refusal.text()}
    return render(request, "tuning/candidate.html", context, status=422)
