"""First-run set-up and invitations."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.forms import JoinForm, SetupForm
from harmonie.apps.accounts.models import Invitation, User
from harmonie.apps.accounts.operations import entry


def setup_without_token(request: HttpRequest) -> HttpResponse:
    """How to get the link, for someone who guessed the address."""
    if queries.has_owner():
        return redirect("accounts:home")
    return render(request, "accounts/not_set_up.html", status=403)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Organisation, community, rules and owner, in one form; then the second factor."""
    try:
        entry.check_setup_token(token)
        form = SetupForm(request.POST or None, initial={"language": get_language()})
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            owner = entry.set_up(
                token,
                entry.NewOrganisation(
                    values["organisation"], values["community"], values["language"],
                    values["time_zone"], values["policy_pack"],
                ),
                name=values["name"], email=values["email"], password=values["password"],
            )  # fmt: skip
            return _enter(request, owner, "mfa_index")
    except entry.Refused as refusal:
        return render(request, "accounts/refused.html", {"reason": refusal}, status=403)
    return render(request, "accounts/setup.html", {"form": form})


@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in as a person of the demo, without a password: on loopback, while it is switched on."""
    is_loopback = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    # Behind a proxy every caller looks like loopback.
    if not settings.DEMO_LOGIN or not is_loopback or "X-Forwarded-For" in request.headers:
        raise Http404
    known = {person.id for person in queries.demo_people()}
    chosen = request.POST.get("person", "")
    user = User.objects.filter(pk=chosen if chosen.isdecimal() else None).first()
    if user is None or user.pk not in known or not queries.is_only_demo(user.pk):
        raise Http404
    return _enter(request, user, "accounts:home")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation with a new account, or with the one that is logged in."""
    try:
        invitation = entry.check_invitation(token)
        known = request.user if isinstance(request.user, User) else None
        form = JoinForm(request.POST or None, initial={"email": invitation.email})
        if request.method == "POST" and (known or form.is_valid()):
            user = known or _new_person(invitation, form.cleaned_data)
            _check_address(invitation, user.email)
            entry.accept(token, user)
            if known is None:
                return _enter(request, user, "accounts:home")
            return redirect("accounts:home")
    except entry.Refused as refusal:
        return render(request, "accounts/refused.html", {"reason": refusal}, status=403)
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation})


def _enter(request: HttpRequest, user: User, where: str) -> HttpResponse:
    """Log in through allauth, which lists the session and remembers how the person came in."""
    record_authentication(request, user, method="password", email=user.email)
    perform_login(request, user, redirect_url=reverse(where))
    return redirect(where)


def _new_person(invitation: Invitation, values: dict[str, str]) -> User:
    _check_address(invitation, values["email"])
    return entry.create_person(
        email=values["email"], name=values["name"], password=values["password"],
        language=get_language() or "fr",
    )  # fmt: skip


def _check_address(invitation: Invitation, email: str) -> None:
    if invitation.email and invitation.email.casefold() != email.casefold():
        raise entry.Refused(entry.wrong_address())
