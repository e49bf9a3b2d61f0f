"""API keys: list, create (shown once), revoke."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.forms import KeyForm
from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.accounts.operations import keys as operations


@never_cache
@require_http_methods(["GET", "POST"])
@desk("key.manage")
def keys(request: DeskRequest) -> HttpResponse:
    """A posted form answers with the page itself: a redirect would lose the secret."""
    actor = request.actor
    form, secret = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        days = values["expires_in_days"]
        _key, secret = operations.create(
            actor, name=values["name"], scopes=values["scopes"],
            requests_per_minute=values["requests_per_minute"],
            expires_at=timezone.now() + timedelta(days=days) if days else None,
        )  # fmt: skip
        form = KeyForm()
    context = {
        "form": form, "secret": secret, "page": "keys", "keys": queries.keys(actor.community_id),
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "accounts/keys.html", context, status=422 if form.errors else 200)


@require_POST
@desk("key.manage")
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        operations.revoke(request.actor, pk)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Key revoked: programs that use it are refused from now on"))
    return redirect("accounts:keys", community=request.community.slug)
