"""The two doors: ``desk`` for people in a browser, ``KeyAuth`` for programs. Deny by default."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from harmonie.apps.accounts import bucket, keys, queries
from harmonie.apps.accounts.contracts import Actor, CommunityCard, NotAllowed, Permission
from harmonie.apps.accounts.models import User
from harmonie.apps.web.errors import ApiError


class DeskRequest(HttpRequest):
    """A request that passed :func:`desk`: who acts, where."""

    user: User
    actor: Actor
    community: CommunityCard


def desk(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a view run for a person who is logged in (with a second factor where the policy asks
    for one), belongs to ``/c/<community>/`` and has ``permission`` there.

    Sets ``request.actor`` and ``request.community``. A stranger to the community gets 404, a
    member without the permission the 403 page. Works for synchronous and asynchronous views.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(view):

            @functools.wraps(view)
            async def run_async(
                request: HttpRequest, community: str, *args: Any, **kwargs: Any
            ) -> HttpResponseBase:
                refusal = await sync_to_async(_admit)(request, community, permission)
                return refusal or await view(request, *args, **kwargs)

            run_async.permission = permission  # type: ignore[attr-defined]
            return run_async

        @functools.wraps(view)
        def run(request: HttpRequest, community: str, *args: Any, **kwargs: Any) -> HttpResponse:
            refusal = _admit(request, community, permission)
            if refusal is not None:
                return refusal
            try:
                response: HttpResponse = view(request, *args, **kwargs)
                return response
            except NotAllowed:
                return denied(request)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate


def community_of(request: HttpRequest) -> int:
    """The community that a door let the request into."""
    return request.actor.community_id  # type: ignore[attr-defined,no-any-return]


def denied(request: HttpRequest) -> HttpResponse:
    """The designed 403 page, inside the shell."""
    return render(request, "web/states/403.html", status=403)


def needs_second_factor(user: Any) -> bool:
    """Whether the policy sends this person to set a second factor up first.

    ``HARMONIE_MFA`` is "required" (default) or "optional". People who only belong to the demo may
    skip it while ``HARMONIE_DEMO_LOGIN`` is on, which ``harmonie up`` allows on loopback only.
    """
    from allauth.mfa.utils import is_mfa_enabled

    if settings.MFA_POLICY != "required" or is_mfa_enabled(user):
        return False
    return not (settings.DEMO_LOGIN and queries.is_only_demo(user.pk))


def _admit(request: HttpRequest, slug: str, permission: Permission) -> HttpResponse | None:
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    actor = queries.actor_for(user, slug)
    if actor is None:
        raise Http404
    if needs_second_factor(user):
        return redirect("mfa_index")
    request.actor = actor  # type: ignore[attr-defined]
    request.community = queries.community(actor.community_id)  # type: ignore[attr-defined]
    timezone.activate(request.community.time_zone)  # type: ignore[attr-defined]
    if request.session.get("community") != slug:
        request.session["community"] = slug
    return None if actor.may(permission) else denied(request)


class KeyAuth(HttpBearer):
    """``Authorization: Bearer hk_…``: a live key of the scope, within its rate.

    Sets ``request.actor`` and ``request.community``; answers 401, 403 or 429 with ``Retry-After``.
    """

    openapi_bearerFormat = "hk_…"  # noqa: N815  (ninja reads this name)

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        if not request.headers.get("Authorization"):
            raise _unknown_key()
        actor = super().__call__(request)
        if actor is None:
            raise _unknown_key()
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        key = keys.find(token)
        if key is None:
            raise _unknown_key()
        if self.scope not in key.scopes:
            raise ApiError(
                "missing_scope",
                _("This key lacks the scope %(scope)s. Create a key that has it in Settings.")
                % {"scope": self.scope},
                status=403,
            )
        allowance = bucket.take(f"key.{key.pk}", key.requests_per_minute)
        if not allowance.is_allowed:
            raise ApiError(
                "rate_limited",
                _("Too many requests with this key. Try again in %(seconds)s s.")
                % {"seconds": allowance.retry_after},
                status=429,
                headers={"Retry-After": str(allowance.retry_after)},
            )
        keys.touch(key)
        actor = keys.actor_of(key)
        request.actor = actor  # type: ignore[attr-defined]
        request.community = queries.community(key.community_id)  # type: ignore[attr-defined]
        return actor


def scope(name: str) -> KeyAuth:
    """``auth=scope("messages:write")`` on a ninja operation or router."""
    if name not in keys.SCOPES:
        raise ValueError(f"unknown scope {name!r}; known: {', '.join(keys.SCOPES)}")
    return KeyAuth(name)


def _unknown_key() -> ApiError:
    return ApiError(
        "unknown_key",
        _("Send a valid key: Authorization: Bearer hk_… (Settings, API keys)."),
        status=401,
        headers={"WWW-Authenticate": "Bearer"},
    )
