"""What the AI may do alone: the list, asking, one mandate with its test, its watch, its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.moderation import queries
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.forms import MandateForm
from harmonie.apps.moderation.operations import mandates as operations


@require_GET
@never_cache
@desk("rule.read")
def listing(request: DeskRequest) -> HttpResponse:
    """Every mandate with its state in words, and the rules that act alone without one."""
    community_id = request.actor.community_id
    context = {
        "found": queries.mandates(community_id),
        "reviews": queries.waiting_reviews(community_id),
        "may_edit": request.actor.may("rule.edit"),
        "may_review": request.actor.may("case.decide"),
    }
    return render(request, "moderation/mandates.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@desk("rule.edit")
def ask(request: DeskRequest) -> HttpResponse:
    """The form; what cannot be asked says why."""
    rules, signals, actions = queries.subjects(request.actor.community_id)
    choices: dict[str, Any] = {"rules": rules, "signals": signals, "actions": actions}
    form = MandateForm(request.POST or None, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            mandate_id = operations.ask(request.actor, **form.asked())
        except DecisionRefused as refusal:
            form.add_error("hours_text" if refusal.code == "hours" else None,
                           refusal.text(get_language()))  # fmt: skip
        else:
            return redirect("moderation:mandate", request.community.slug, mandate_id)
    context = {"form": form, "is_possible": bool(rules)}
    status = 422 if form.errors else 200
    return render(request, "moderation/ask_mandate.html", context, status=status)


@require_GET
@never_cache
@desk("rule.read")
def one(request: DeskRequest, mandate_id: int) -> HttpResponse:
    """A mandate: what it allows, how the shadow or the watch goes, what happened."""
    return _page(request, mandate_id)


@require_POST
@desk("rule.edit")
def shadow(request: DeskRequest, mandate_id: int) -> HttpResponse:
    return _step(
        request, mandate_id, lambda: operations.begin_shadow(mandate_id, request.actor),
        _("The AI now says in silence what it would do. Decide as usual."),
    )  # fmt: skip


@require_POST
@desk("rule.edit")
def test(request: DeskRequest, mandate_id: int) -> HttpResponse:
    return _step(request, mandate_id, lambda: operations.put_to_test(mandate_id, request.actor))


@require_POST
@desk("rule.edit")
def grant(request: DeskRequest, mandate_id: int) -> HttpResponse:
    return _step(
        request, mandate_id, lambda: operations.grant(mandate_id, request.actor),
        _("Granted. The AI acts alone from now on; it steps back by itself."),
    )  # fmt: skip


@require_POST
@desk("rule.edit")
def withdraw(request: DeskRequest, mandate_id: int) -> HttpResponse:
    why = request.POST.get("why", "")
    return _step(
        request, mandate_id, lambda: operations.withdraw(mandate_id, why, request.actor),
        _("Withdrawn. What it did stays done, and can be undone one by one."),
    )  # fmt: skip


@require_POST
@desk("rule.edit")
def switch_off(request: DeskRequest, mandate_id: int) -> HttpResponse:
    why = request.POST.get("why", "")
    return _step(
        request, mandate_id, lambda: operations.switch_off(mandate_id, why, request.actor),
        _("Switched off."),
    )  # fmt: skip


def _step(
    request: DeskRequest, mandate_id: int, take: Callable[[], object], done: str = ""
) -> HttpResponse:
    """Take a step and show the mandate again; a refusal says what to do instead."""
    try:
        take()
    except DecisionRefused as refusal:
        if refusal.code == "unknown":
            raise Http404(str(refusal)) from None
        return _page(request, mandate_id, refusal.text(get_language()))
    if done:
        messages.success(request, done)
    return redirect("moderation:mandate", request.community.slug, mandate_id)


def _page(request: DeskRequest, mandate_id: int, refusal: str = "") -> HttpResponse:
    try:
        page = queries.mandate(request.actor.community_id, mandate_id)
    except DecisionRefused as unknown:
        raise Http404(str(unknown)) from None
    context = {
        "page": page,
        "card": page.card,
        "refusal": refusal,
        "may_edit": request.actor.may("rule.edit"),
        "may_review": request.actor.may("case.decide"),
    }
    return render(request, "moderation/mandate.html", context, status=422 if refusal else 200)
