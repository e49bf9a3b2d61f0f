"""The community's settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from harmonie.apps.accounts.forms import CommunityForm
from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.accounts.operations import community as operations


@require_http_methods(["GET", "POST"])
@desk("settings.edit")
def community(request: DeskRequest) -> HttpResponse:
    card = request.community
    initial = {name: getattr(card, name) for name in operations.FIELDS}
    form = CommunityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.change(request.actor, form.cleaned_data)
        messages.success(request, _("Saved"))
        return redirect(request.path)
    return render(request, "accounts/community.html", {"form": form, "page": "community"})
