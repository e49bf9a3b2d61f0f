"""The page where a lead exports statements, gives what is missing and sets reporting up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.dsa import labels, operations, queries
from harmonie.apps.dsa.forms import ExportForm, ReportingForm

DAYS = 30
NEWEST = 500
SHOWN = 50


@require_GET
@never_cache
@desk("audit.read")
def statements(request: DeskRequest) -> HttpResponse:
    """What can be exported, what lacks something, and what became of what was sent."""
    return _page(request, 200)


@require_GET
@never_cache
@desk("audit.read")
def export(request: DeskRequest) -> HttpResponse:
    """The statements of a period as a file of JSON lines."""
    form = ExportForm(request.GET)
    if not form.is_valid():
        return _page(request, 422, export_form=form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    actor = request.actor
    try:
        found = operations.export(
            actor.community_id, first, last, actor.label, form.cleaned_data["form"]
        )
    except operations.InvalidRecord as error:
        language = get_language() or "en"
        told = "; ".join(f"{one.field} {one.text(language)}" for one in error.problems)
        form.add_error(None, f"{error.reference} – {told}")
        return _page(request, 422, export_form=form)
    body = "".join(f"{line}\n" for line in found.lines)
    response = HttpResponse(body, content_type="application/x-ndjson; charset=utf-8")
    name = f"statements-{request.community.slug}-{first}-{last}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@desk("settings.edit")
def set_up(request: DeskRequest) -> HttpResponse:
    """Keep how the community reports."""
    community_id = request.actor.community_id
    form = ReportingForm(queries.reporting(community_id), request.POST)
    if form.is_valid():
        try:
            operations.set_up(community_id, request.actor, **form.cleaned_data)
        except operations.InvalidReporting as error:
            for name, text in error.problems.items():
                form.add_error(name if name in form.fields else None, text)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("dsa:statements", community=request.community.slug)
    return _page(request, 422, reporting_form=form)


@require_POST
@desk("settings.edit")
def choose(request: DeskRequest) -> HttpResponse:
    """Give rules their category."""
    rules, names = request.POST.getlist("rule"), request.POST.getlist("category")
    try:
        operations.choose_categories(
            request.actor.community_id, request.actor, dict(zip(rules, names, strict=False))
        )
    except operations.InvalidReporting as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The changes are saved."))
    return redirect("dsa:statements", community=request.community.slug)


@require_POST
@desk("settings.edit")
def retry(request: DeskRequest) -> HttpResponse:
    """Send again what the database refused."""
    count = operations.retry(request.actor.community_id, request.actor)
    messages.success(
        request,
        ngettext("%(count)s statement will be sent again.",
                 "%(count)s statements will be sent again.", count) % {"count": count},
    )  # fmt: skip
    return redirect("dsa:statements", community=request.community.slug)


def _page(request: DeskRequest, status: int, **forms: Any) -> HttpResponse:
    community_id = request.actor.community_id
    card = queries.reporting(community_id)
    now = timezone.now()
    today = timezone.localdate()
    recent = queries.newest(community_id, now - timedelta(days=DAYS), now, NEWEST)
    incomplete = [one for one in recent if one.missing or one.problems]
    counts = queries.counts(community_id)
    uncategorised = {one.rule_id: one.rule_title for one in incomplete if "category" in one.missing}
    context = {
        "page": "dsa",
        "card": card,
        "ready": sum(one.is_ready for one in recent),
        "exempt": sum(one.is_exempt for one in recent),
        "incomplete": incomplete[:SHOWN],
        "incomplete_count": len(incomplete),
        "uncategorised": sorted(uncategorised.items()),
        "chosen": [(rule, labels.CATEGORIES[name], name)
                   for rule, name in sorted(card.scope.categories.items())],
        "categories": labels.CATEGORIES.items(),
        "counts": [(labels.STATES[state], counts[state], labels.TONES.get(state, "outline"))
                   for state in labels.STATES if counts[state]],
        "has_refused": counts["refused"] > 0,
        "unsettled": queries.unsettled(community_id, SHOWN),
        "may_edit": request.actor.may("settings.edit"),
        "export_form": ExportForm(
            initial={"first": today - timedelta(days=DAYS), "last": today, "form": "lines"}
        ),
        "reporting_form": ReportingForm(card),
        **forms,
    }  # fmt: skip
    return render(request, "dsa/statements.html", context, status=status)
