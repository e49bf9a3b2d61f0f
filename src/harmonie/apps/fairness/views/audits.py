"""The latest audit, the earlier ones, and their exports."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.fairness import operations, queries, showing
from harmonie.apps.fairness.contracts import AuditView, Refused
from harmonie.apps.inbox.judging import current_pipeline


@require_GET
@never_cache
@desk("fairness.read")
def latest(request: DeskRequest) -> HttpResponse:
    """The newest audit of the model in use, or the state of having none yet."""
    view = queries.latest(request.actor.community_id)
    if view is None:
        return render(request, "fairness/no_audit.html", _around(request))
    return render(request, "fairness/audit.html", _context(request, view, is_latest=True))


@require_GET
@never_cache
@desk("fairness.read")
def one(request: DeskRequest, audit_id: int) -> HttpResponse:
    """An earlier audit."""
    view = _found(request, audit_id)
    return render(request, "fairness/audit.html", _context(request, view, is_latest=False))


@require_POST
@desk("fairness.edit")
def run(request: DeskRequest) -> HttpResponse:
    """Have the model in use audited now."""
    operations.ask(request.actor)
    messages.success(request, _("The audit has begun. It takes a few minutes; you may leave."))
    return redirect("fairness:audit", request.community.slug)


@require_GET
@never_cache
@desk("fairness.read")
def progress(request: DeskRequest) -> HttpResponse:
    """How far the audit under way is; once it is over, the page is loaded again."""
    card = queries.under_way(request.actor.community_id)
    response = render(request, "fairness/parts/under_way.html", {"under_way": card})
    if card is None:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@desk("fairness.edit")
def public_page(request: DeskRequest) -> HttpResponse:
    """Publish the page of figures, or take it off."""
    is_on = request.POST.get("to") == "on"
    operations.show_public_page(is_on, request.actor)
    told = _("Members can read the figures.") if is_on else _("Members no longer see the figures.")
    messages.success(request, told)
    return redirect("fairness:audit", request.community.slug)


@require_GET
@desk("fairness.read")
def as_json(request: DeskRequest, audit_id: int) -> HttpResponse:
    """The whole report, as ``harmonie audit`` writes it."""
    view = _found(request, audit_id)
    response = JsonResponse(view.report.to_json(), json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{view.card.id}.json"'
    return response


@require_GET
@desk("fairness.read")
def as_csv(request: DeskRequest, audit_id: int, part: str) -> HttpResponse:
    """One part of the report as a table."""
    view = _found(request, audit_id)
    table = None if view.report.is_abridged else showing.tables(view.report).get(part)
    if table is None:
        raise Http404(part)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{audit_id}-{part}.csv"'
    writer = csv.writer(response)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return response


def _found(request: DeskRequest, audit_id: int) -> AuditView:
    try:
        return queries.audit(request.actor.community_id, audit_id)
    except Refused as refusal:
        raise Http404(refusal.text()) from None


def _around(request: DeskRequest) -> dict[str, Any]:
    community_id = request.actor.community_id
    return {
        "under_way": queries.under_way(community_id),
        "audits": queries.audits(community_id, limit=12),
        "reports": queries.reports(community_id, limit=5),
        "open_reports": queries.open_count(community_id),
        "is_published": queries.is_published(community_id),
        "may_edit": request.actor.may("fairness.edit"),
    }


def _context(request: DeskRequest, view: AuditView, *, is_latest: bool) -> dict[str, Any]:
    return _around(request) | {
        "view": view,
        "report": view.report,
        "is_latest": is_latest,
        "live_version": current_pipeline(request.actor.community_id).version,
        "groups": showing.groups(view.report),
        "gate": showing.gate(view.report),
        "functions": showing.functions(view.report),
        "swaps": showing.swaps(view.report),
        "robustness": showing.robustness(view.report),
        "training": showing.training(view.report),
        "moves": showing.moves(view),
        "history": showing.curves(queries.history(request.actor.community_id)),
        "history_cards": queries.history(request.actor.community_id),
    }
