"""The addresses of the shell itself: home, communities, preferences, counters, live feed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.context import THEMES, last_community
from harmonie.apps.accounts.gate import DeskRequest, desk, needs_second_factor
from harmonie.apps.accounts.operations import profile
from harmonie.apps.web import live, navigation

_YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """To the person's first page; to the log-in; or to a word on how to start."""
    if not request.user.is_authenticated:
        if not queries.has_owner() and not queries.all_communities():
            return render(request, "accounts/not_set_up.html", status=503)
        return redirect(f"{reverse('account_login')}")
    if needs_second_factor(request.user):
        return redirect("mfa_index")
    community = last_community(request)
    if community is None:
        return render(request, "accounts/no_community.html")
    return redirect("accounts:community", community=community.slug)


@require_GET
@desk("inbox.read")
def community(request: DeskRequest) -> HttpResponse:
    """The first room that the person may open there."""
    links = navigation.links(
        request.actor, request.community.slug, with_counts=False
    )  # fmt: skip
    if links:
        return redirect(links[0].url)
    return redirect("accounts:profile", community=request.community.slug)


@require_GET
@desk("inbox.read")
def counters(request: DeskRequest) -> HttpResponse:
    """The rail's links with fresh figures (an htmx fragment)."""
    room = request.GET.get("at", "")[:30]
    return render(request, "web/parts/rail_links.html", {"room": room})


@desk("inbox.read")
async def live_feed(request: DeskRequest) -> StreamingHttpResponse:
    """Server-sent events of the community."""
    return live.response(request, request.community.id)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and theme, for people with and without an account; back to where they were."""
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    where = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(where, {request.get_host()}, request.is_secure()):
        where = "/"
    response = redirect(where)
    languages = dict(settings.LANGUAGES)
    if request.user.is_authenticated:
        profile.prefer(
            request.user,
            language=language if language in languages else None,
            theme=theme if theme in THEMES else None,
        )
    options: dict[str, Any] = {"max_age": _YEAR, "samesite": "Lax", "secure": request.is_secure()}
    if language in languages:
        translation.activate(language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, httponly=True, **options)
    if theme in THEMES:
        response.set_cookie("harmonie-theme", theme, httponly=True, **options)
    return response
