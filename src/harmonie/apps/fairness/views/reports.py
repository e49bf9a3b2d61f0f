"""Reporting a bias from a message, and what a lead makes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.fairness import operations, queries
from harmonie.apps.fairness.contracts import STATES, Refused, ReportView
from harmonie.apps.fairness.forms import BiasForm, CaseForm
from harmonie.apps.inbox import operations as inbox_operations
from harmonie.apps.inbox import queries as inbox
from harmonie.apps.inbox.contracts import MessageView, NotFound


@never_cache
@require_http_methods(["GET", "POST"])
@desk("fairness.report")
def new(request: DeskRequest, message_id: int) -> HttpResponse:
    """The form beside the message. A hard text comes into it only when somebody asks."""
    message = _message(request, message_id)
    text = message.text
    if request.method == "POST" and "reveal" in request.POST:
        text = inbox_operations.reveal(message_id, request.actor)
        form = BiasForm(message=message, text=text)
    elif request.method == "POST":
        form = BiasForm(request.POST, message=message, text=text)
        if form.is_valid():
            try:
                report_id = operations.report(message_id, request.actor, **form.fields_of_report())
            except Refused as refusal:
                form.add_error(None, refusal.text())
            else:
                messages.success(request, _("Thank you. A team lead will look at it."))
                return redirect("fairness:report", request.community.slug, report_id)
    else:
        form = BiasForm(message=message, text=text)
    context = {"form": form, "message": message, "is_hidden": message.is_concealed and not text}
    status = 422 if form.errors else 200
    return render(request, "fairness/new_report.html", context, status=status)


@require_GET
@never_cache
@desk("fairness.read")
def listing(request: DeskRequest) -> HttpResponse:
    """Every report, and the community's own cases."""
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else ""
    community_id = request.actor.community_id
    context = {
        "reports": queries.reports(community_id, state=state, limit=200),
        "cases": queries.cases(community_id),
        "states": STATES,
        "state": state,
        "may_edit": request.actor.may("fairness.edit"),
    }
    return render(request, "fairness/reports.html", context)


@require_GET
@never_cache
@desk("fairness.report")
def one(request: DeskRequest, report_id: int) -> HttpResponse:
    """One report: its author may read it, leads resolve it."""
    return _page(request, report_id)


@require_POST
@desk("fairness.edit")
def resolve(request: DeskRequest, report_id: int) -> HttpResponse:
    """Confirm or dismiss."""
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    try:
        operations.resolve(report_id, outcome, note, request.actor)
    except Refused as refusal:
        return _page(request, report_id, refusal=refusal.text())
    return redirect("fairness:report", request.community.slug, report_id)


@require_POST
@desk("fairness.edit")
def reopen(request: DeskRequest, report_id: int) -> HttpResponse:
    """Look at it again."""
    try:
        operations.reopen(report_id, request.actor)
    except Refused as refusal:
        return _page(request, report_id, refusal=refusal.text())
    return redirect("fairness:report", request.community.slug, report_id)


@require_POST
@desk("fairness.edit")
def add_case(request: DeskRequest, report_id: int) -> HttpResponse:
    """Have every audit judge the text from now on."""
    report = _report(request, report_id)
    form = CaseForm(request.POST, report=report)
    if not form.is_valid():
        return _page(request, report_id, form=form)
    try:
        operations.add_case(report_id, request.actor, **form.fields_of_case())
    except Refused as refusal:
        return _page(request, report_id, refusal=refusal.text(), form=form)
    messages.success(request, _("The next audits judge this text."))
    return redirect("fairness:report", request.community.slug, report_id)


@require_POST
@desk("fairness.edit")
def retire(request: DeskRequest, case_id: int) -> HttpResponse:
    """Take a case out of the audits."""
    try:
        operations.retire_case(case_id, request.actor)
    except Refused as refusal:
        raise Http404(refusal.text()) from None
    messages.success(request, _("Audits no longer judge this text."))
    return redirect("fairness:reports", request.community.slug)


def _page(
    request: DeskRequest, report_id: int, *, refusal: str = "", form: CaseForm | None = None
) -> HttpResponse:
    report = _report(request, report_id)
    context: dict[str, Any] = {
        "report": report,
        "refusal": refusal,
        "may_edit": request.actor.may("fairness.edit"),
        "may_read": request.actor.may("fairness.read"),
        "form": form or CaseForm(report=report),
    }
    status = 422 if refusal or (form is not None and form.errors) else 200
    return render(request, "fairness/report.html", context, status=status)


def _report(request: DeskRequest, report_id: int) -> ReportView:
    only_by = None if request.actor.may("fairness.read") else request.actor.id
    try:
        return queries.report(request.actor.community_id, report_id, only_by=only_by)
    except Refused as refusal:
        raise Http404(refusal.text()) from None


def _message(request: DeskRequest, message_id: int) -> MessageView:
    try:
        return inbox.message(request.actor.community_id, message_id)
    except NotFound:
        raise Http404(str(message_id)) from None
