"""What appeals say of rules, models and people; and the deadline that a community sets."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.appeals import labels, operations, queries
from harmonie.apps.appeals.forms import TermsForm


@require_GET
@never_cache
@desk("appeal.read")
def counted(request: DeskRequest) -> HttpResponse:
    """Shares of overturned decisions with their intervals; by person for leads alone."""
    with_people = request.actor.may("appeal.figures")
    found = queries.figures(request.actor.community_id, with_people=with_people)
    context = {
        "figures": found,
        "axes": [(axis, *labels.AXES[axis], lines) for axis, lines in found.by.items()],
    }
    return render(request, "appeals/figures.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@desk("settings.edit")
def terms(request: DeskRequest) -> HttpResponse:
    """Within how many days the team answers."""
    days = queries.answer_within_days(request.actor.community_id)
    form = TermsForm(request.POST or None, initial={"answer_within_days": days})
    if request.method == "POST" and form.is_valid():
        operations.set_terms(request.actor, form.cleaned_data["answer_within_days"])
        messages.success(request, _("The changes are saved."))
        return redirect("appeals:terms", request.community.slug)
    status = 422 if form.errors else 200
    context = {"page": "appeal_terms", "form": form}
    return render(request, "appeals/terms.html", context, status=status)
