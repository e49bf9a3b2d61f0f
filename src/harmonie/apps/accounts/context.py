"""What every page of the desk needs: who, where, which rooms. Computed only when drawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.contracts import Actor, CommunityCard
from harmonie.apps.accounts.models import User
from harmonie.apps.audit import queries as audit
from harmonie.apps.web import live, navigation

#: What this process knows to have happened, so that it asks the log only while the demo loads.
_SEEN: set[str] = set()
THEMES = ("light", "dark", "auto")
#: Rooms without an entry of their own in the rail belong to Settings.
_SETTINGS_ROOMS = frozenset({"accounts", "connections", ""})


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: theme, communities, rail, panels, current room."""
    user = getattr(request, "user", None)
    context: dict[str, Any] = {"theme": theme_of(request), "live_types": " ".join(live.TYPES)}
    if user is None or not user.is_authenticated:
        if settings.DEMO_LOGIN:
            context["demo_people"] = SimpleLazyObject(queries.demo_people)
        return context
    place = SimpleLazyObject(lambda: _place(request))
    context |= {
        "communities": SimpleLazyObject(lambda: queries.communities_of(user)),
        "rail_links": SimpleLazyObject(lambda: _links(place, "rail")),
        "settings_links": SimpleLazyObject(lambda: _links(place, "settings")),
        "rail_panels": SimpleLazyObject(lambda: _panels(place)),
        "room": room_of(request),
        "actor": SimpleLazyObject(lambda: place["actor"]),
        "actor_role": SimpleLazyObject(lambda: _role_label(place)),
        "search_url": SimpleLazyObject(lambda: _search_url(place)),
        "demo_is_loading": settings.DEMO_LOGIN and _demo_is_loading(),
    }
    # A plain value, not a proxy: templates test it and views may override it.
    context["community"] = place["community"]
    return context


def theme_of(request: HttpRequest) -> str:
    """The person's choice; on pages without a person, the browser's cookie."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.theme in THEMES:
        return str(user.theme)
    cookie = request.COOKIES.get("harmonie-theme", "auto")
    return cookie if cookie in THEMES else "auto"


def room_of(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    namespace = match.namespaces[0] if match and match.namespaces else ""
    return "settings" if namespace in _SETTINGS_ROOMS else namespace


def last_community(request: HttpRequest) -> CommunityCard | None:
    """Where the person was last, else the first community they belong to."""
    known = queries.communities_of(request.user) if isinstance(request.user, User) else []
    slug = request.session.get("community")
    return next((card for card in known if card.slug == slug), known[0] if known else None)


def _demo_is_loading() -> bool:
    """Whether the demonstration is being brought in: its first pages are not yet what it is."""
    if "demo.loaded" in _SEEN:
        return False
    for kind in ("demo.loaded", "demo.started"):
        if audit.events(None, types=[kind], limit=1):
            _SEEN.add(kind)
            return kind == "demo.started"
    return False


def _place(request: HttpRequest) -> dict[str, Any]:
    community: CommunityCard | None = getattr(request, "community", None)
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        from harmonie.apps.accounts.gate import needs_second_factor

        # Until the second factor is set up, the shell shows no room and no figure.
        user = request.user
        if not isinstance(user, User) or needs_second_factor(user):
            return {"community": None, "actor": None}
        community = last_community(request)
        actor = queries.actor_in(user, community.id) if community else None
    return {"community": community, "actor": actor}


def _links(place: Any, section: str) -> list[navigation.Link]:
    if place["actor"] is None:
        return []
    return navigation.links(place["actor"], place["community"].slug, section)


def _panels(place: Any) -> list[SafeString]:
    if place["actor"] is None:
        return []
    return [
        mark_safe(render_to_string(template, dict(context)))  # noqa: S308  (a template's output)
        for template, context in navigation.panels(place["actor"])
    ]


def _role_label(place: Any) -> str:
    return str(queries.role_labels().get(place["actor"].role, "")) if place["actor"] else ""


def _search_url(place: Any) -> str:
    return f"/c/{place['community'].slug}/inbox/" if place["community"] else "/"
