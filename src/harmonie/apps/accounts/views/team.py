"""The team: who is here, who is invited, who holds which role."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.forms import ROLE_HELP, InviteForm
from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.accounts.models import Role
from harmonie.apps.accounts.operations import entry
from harmonie.apps.accounts.operations import team as operations


@require_GET
@desk("inbox.read")
def team(request: DeskRequest) -> HttpResponse:
    return _page(request, InviteForm())


@never_cache
@require_POST
@desk("member.manage")
def invite(request: DeskRequest) -> HttpResponse:
    """Show the new link on the page that answers: it is not kept anywhere."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    actor = request.actor
    try:
        token = entry.invite(actor, community_id=actor.community_id, **form.cleaned_data)
    except entry.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    link = request.build_absolute_uri(reverse("accounts:join", kwargs={"token": token}))
    return _page(request, InviteForm(), link=link)


@require_POST
@desk("member.manage")
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    return _do(request, lambda: entry.withdraw(request.actor, pk), _("Invitation withdrawn"))


@require_POST
@desk("member.manage")
def change_role(request: DeskRequest, pk: int) -> HttpResponse:
    role = request.POST.get("role", "")
    return _do(request, lambda: operations.change_role(request.actor, pk, role), _("Role changed"))


@require_POST
@desk("member.manage")
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    return _do(request, lambda: operations.remove(request.actor, pk), _("Removed from the team"))


def _do(request: DeskRequest, change: Callable[[], object], done: str) -> HttpResponse:
    try:
        change()
    except entry.Refused as refusal:
        messages.error(request, str(refusal))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    else:
        messages.success(request, done)
    return redirect("accounts:team", community=request.community.slug)


def _page(
    request: DeskRequest, form: InviteForm, *, link: str = "", status: int = 200
) -> HttpResponse:
    actor = request.actor
    may_manage = actor.may("member.manage")
    context = {
        "form": form, "page": "team", "link": link, "may_manage": may_manage,
        "roles": [(value, label, ROLE_HELP[value]) for value, label in Role.choices],
        "memberships": queries.memberships(actor.community_id),
        "invitations": queries.open_invitations(actor.community_id) if may_manage else [],
    }  # fmt: skip
    return render(request, "accounts/team.html", context, status=status)
