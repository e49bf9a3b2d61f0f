"""The inbox as pages and as the fragments that keep them live."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.inbox import queries
from harmonie.apps.inbox.contracts import NotFound
from harmonie.apps.inbox.forms import FilterForm
from harmonie.apps.inbox.views.showing import (
    choice,
    list_context,
    shown_aspects,
    thread_context,
)


@require_GET
@never_cache
@vary_on_headers("HX-Request")
@desk("inbox.read")
def inbox(request: DeskRequest) -> HttpResponse:
    """The list, with no conversation open."""
    context = list_context(request, choice(request))
    return render(request, "inbox/inbox.html", {**context, **_filters(request)})


@require_GET
@never_cache
@desk("inbox.read")
def items(request: DeskRequest) -> HttpResponse:
    """The list alone: refreshed by live events, or one more page of it."""
    context = list_context(request, choice(request))
    part = "rows" if request.GET.get("cursor") else "list"
    return render(request, f"inbox/parts/{part}.html", {**context, **_filters(request)})


@require_GET
@never_cache
@vary_on_headers("HX-Request")
@desk("inbox.read")
def thread(request: DeskRequest, thread_id: int) -> HttpResponse:
    """A conversation with its context: a page, or the two panes for htmx."""
    chosen = choice(request)
    context = {**found_or_404(request, thread_id), "choice": chosen}
    if is_fragment(request):
        return render(request, "inbox/parts/panes.html", context)
    context |= list_context(request, chosen) | _filters(request)
    return render(request, "inbox/inbox.html", context)


@require_GET
@never_cache
@desk("inbox.read")
def messages(request: DeskRequest, thread_id: int) -> HttpResponse:
    """The conversation's messages; 204 when the page has shown this version already."""
    context = found_or_404(request, thread_id)
    if request.GET.get("version") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "inbox/parts/messages.html", context)


@require_GET
@never_cache
@desk("inbox.read")
def earlier(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Older messages, put above those already shown."""
    return render(request, "inbox/parts/lines.html", found_or_404(request, thread_id))


@require_GET
@never_cache
@desk("inbox.read")
def about(request: DeskRequest, message_id: int) -> HttpResponse:
    """What a message speaks of, as chips; nothing while its text is concealed."""
    community_id = request.actor.community_id
    try:
        is_concealed = queries.message(community_id, message_id).is_concealed
        found = () if is_concealed else queries.about(community_id, message_id)
    except NotFound:
        raise Http404 from None
    return render(request, "inbox/parts/about.html", {"aspects": shown_aspects(found)})


@require_GET
@desk("inbox.read")
def build_filter(request: DeskRequest) -> HttpResponse:
    """Turn the filter form into a search, so that it can be read, changed and kept."""
    form = FilterForm(request.GET)
    address = reverse("inbox:inbox", kwargs={"community": request.community.slug})
    query = form.query() if form.is_valid() else ""
    return redirect(f"{address}?{query}" if query else address)


def found_or_404(request: DeskRequest, thread_id: int, **more: object) -> dict[str, object]:
    try:
        return thread_context(request, thread_id, **more)
    except NotFound:
        raise Http404 from None


def is_fragment(request: DeskRequest) -> bool:
    """Whether htmx asks for the panes only; going back in history needs the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def _filters(request: DeskRequest) -> dict[str, object]:
    community_id = request.actor.community_id
    return {
        "filter_menu": _filter_menu(
            get_language() or "",
            request.community.slug,
            tuple(queries.channels(community_id)),
            tuple(queries.tag_names(community_id)),
        )
    }


@lru_cache(maxsize=64)
def _filter_menu(
    language: str, community: str, channels: tuple[str, ...], tags: tuple[str, ...]
) -> SafeString:
    """The filter form, drawn once for all who see the same: it is the slowest part of the list."""
    form = FilterForm(channels=channels, tags=tags)
    context = {"filter_form": form, "community_slug": community}
    return render_to_string("inbox/parts/filter.html", context)
