"""Pages of connections, and the address that platforms post to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.connections import queries
from harmonie.apps.connections.contracts import EVENT_TYPES
from harmonie.apps.connections.forms import ConnectionForm, EndpointForm
from harmonie.apps.connections.operations import connect as setting_up
from harmonie.apps.connections.operations.receive import UnknownConnection, receive
from harmonie.apps.connections.wording import in_words
from harmonie.channels.channel import CHANNELS, InvalidPayload, SignatureRefused
from harmonie.plugins import UnknownPlugin


@desk("connection.read")
def index(request: DeskRequest) -> HttpResponse:
    """What is connected, how it fares, and what can be connected."""
    community = request.community
    language = (get_language() or "en")[:2]
    kinds = [
        (channel.name, channel.label.get(language) or channel.label["en"])
        for channel in CHANNELS
        if {"webhook", "polling"} & channel.capabilities
    ]
    context = {
        "page": "connections",
        "connections": queries.connections(community.id),
        "kinds": kinds,
        "kind_names": dict(kinds),
        "given_up": queries.deliveries(community.id, state="dead", limit=50),
        "may_edit": request.actor.may("connection.edit"),
        "incoming": request.build_absolute_uri(f"/in/{community.slug}/"),
    }
    return render(request, "connections/index.html", context)


@desk("connection.edit")
def add(request: DeskRequest, kind: str) -> HttpResponse:
    channel = _channel(kind)
    form = ConnectionForm(channel, request.POST or None)
    if request.method == "POST" and form.is_valid():
        community = request.community
        name = form.cleaned_data["name"]
        try:
            actor = request.actor
            setting_up.connect(community.id, kind, name, form.values(), actor)
        except setting_up.InvalidSettings as error:
            _show_problems(form, error)
        else:
            messages.success(request, _("%(name)s is connected.") % {"name": name})
            return redirect("connections:index", community=community.slug)
    new_secret = setting_up.new_secret()
    return _form_page(request, form, channel, card=None, new_secret=new_secret)


@desk("connection.edit")
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    community = request.community
    card = queries.connection(community.id, pk)
    if card is None:
        raise Http404
    channel = _channel(card.kind)
    form = ConnectionForm(channel, request.POST or None, card=card)
    if request.method == "POST" and form.is_valid():
        try:
            actor = request.actor
            setting_up.change(pk, form.cleaned_data["name"], form.values(), actor)
        except setting_up.InvalidSettings as error:
            _show_problems(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("connections:index", community=community.slug)
    return _form_page(request, form, channel, card=card, new_secret="")


@desk("connection.edit")
@require_POST
def switch(request: DeskRequest, pk: int) -> HttpResponse:
    """Pause or resume."""
    actor, community = request.actor, request.community
    try:
        setting_up.switch(pk, request.POST.get("to") == "on", actor)
    except LookupError as error:
        raise Http404 from error
    return redirect("connections:index", community=community.slug)


@desk("connection.edit")
@require_POST
def replay(request: DeskRequest, pk: int) -> HttpResponse:
    """Try again what was given up."""
    actor, community = request.actor, request.community
    try:
        setting_up.replay(pk, actor)
    except LookupError as error:
        raise Http404 from error
    messages.success(request, _("It will be tried again within a minute."))
    return redirect("connections:index", community=community.slug)


@desk("connection.edit")
def events(request: DeskRequest) -> HttpResponse:
    """Addresses that receive our events; a new one's secret is shown this once."""
    actor, community = request.actor, request.community
    form, secret = EndpointForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            _pk, secret = setting_up.subscribe(community.id, wanted["url"], wanted["types"], actor)
            form = EndpointForm()
        except setting_up.InvalidSettings as error:
            _show_problems(form, error)
    context = {
        "page": "connections",
        "form": form,
        "secret": secret,
        "endpoints": queries.endpoints(community.id),
        "event_types": EVENT_TYPES,
    }
    return render(request, "connections/events.html", context)


@desk("connection.edit")
@require_POST
def unsubscribe(request: DeskRequest, pk: int) -> HttpResponse:
    actor, community = request.actor, request.community
    try:
        setting_up.unsubscribe(pk, actor)
    except LookupError as error:
        raise Http404 from error
    messages.success(request, _("This address receives nothing any more."))
    return redirect("connections:events", community=community.slug)


@csrf_exempt  # signed by the platform instead: see channels/<kind>.parse
@require_POST
def incoming(request: HttpRequest, community: str, key: str) -> JsonResponse:
    """What a platform posts. The signature is checked on the raw bytes before anything is read."""
    try:
        received = receive(community, key, request.body, dict(request.headers))
    except UnknownConnection:
        return _refusal("unknown_connection", _("Nothing is connected at this address."), 404)
    except SignatureRefused as error:
        return _refusal("signature_refused", in_words(error), 401)
    except InvalidPayload as error:
        return _refusal("invalid_payload", in_words(error), 422)
    return JsonResponse(
        {
            "accepted": received.accepted,
            "duplicates": received.duplicates,
            "errors": list(received.errors),
            "replay": received.is_replay,
        },
        status=200 if received.is_replay else 202,
    )


def _refusal(code: str, message: str, status: int) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message, "fields": {}}}, status=status)


def _channel(kind: str) -> Any:
    try:
        return CHANNELS.get(kind)
    except UnknownPlugin as error:
        raise Http404 from error


def _show_problems(form: Any, error: setting_up.InvalidSettings) -> None:
    for name, text in error.problems.items():
        form.add_error(name if name in form.fields else None, text)


def _form_page(request: HttpRequest, form: Any, channel: Any, **context: Any) -> HttpResponse:
    language = (get_language() or "en")[:2]
    label = channel.label.get(language) or channel.label["en"]
    status = 422 if form.errors else 200
    context |= {
        "page": "connections",
        "form": form,
        "label": label,
        "capabilities": sorted(channel.capabilities),
    }
    return render(request, "connections/connection.html", context, status=status)
