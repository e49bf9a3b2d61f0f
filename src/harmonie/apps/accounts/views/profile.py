"""The person's own settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from harmonie.apps.accounts.forms import ProfileForm
from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.accounts.operations import profile as operations


@require_http_methods(["GET", "POST"])
@desk("inbox.read")
def profile(request: DeskRequest) -> HttpResponse:
    user = request.user
    current = {name: getattr(user, name) for name in ("name", "pseudonym", "language", "theme")}
    form = ProfileForm(request.POST or None, initial=current)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        operations.rename(user, name=values["name"], pseudonym=values["pseudonym"])
        operations.prefer(user, language=values["language"], theme=values["theme"])
        translation.activate(values["language"])
        messages.success(request, _("Saved"))
        return redirect(request.path)
    return render(request, "accounts/profile.html", {"form": form, "page": "profile"})
