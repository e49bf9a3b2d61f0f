"""Appeals on the desk: the list, and one appeal with what is needed to decide on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.appeals import labels, operations, queries
from harmonie.apps.appeals.contracts import LONGEST_TEXT, TABS, AppealView, Refused
from harmonie.apps.moderation import queries as moderation


@require_GET
@never_cache
@desk("appeal.read")
def listing(request: DeskRequest) -> HttpResponse:
    """Open appeals by deadline; under the other tabs, what its name says."""
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "waiting"
    after = request.GET.get("after", "")
    community_id = request.actor.community_id
    rule = request.GET.get("rule", "")[:60]
    found = queries.appeals(
        community_id,
        actor=request.actor,
        tab=tab,
        rule_id=rule,
        after=int(after) if after.isdecimal() and len(after) < 7 else None,
    )
    counts = queries.counts(community_id, request.actor)
    context = {
        "found": found,
        "tab": tab,
        "rule": rule,
        "tabs": [(key, labels.TABS[key], counts.get(key, 0)) for key in TABS],
    }
    return render(request, "appeals/list.html", context)


@require_GET
@never_cache
@desk("appeal.read")
def one(request: DeskRequest, appeal_id: int) -> HttpResponse:
    """One appeal: what is contested, on what evidence, what both sides say."""
    operations.close_moot([appeal_id])
    return _page(request, appeal_id)


@require_POST
@desk("appeal.decide")
def take(request: DeskRequest, appeal_id: int) -> HttpResponse:
    """Examine it oneself."""
    take_over = request.POST.get("take_over") == "1"
    return _do(
        request, appeal_id,
        lambda: operations.take(appeal_id, request.actor, take_over=take_over),
        _("You examine this appeal now."),
    )  # fmt: skip


@require_POST
@desk("appeal.decide")
def give_back(request: DeskRequest, appeal_id: int) -> HttpResponse:
    """Leave it to somebody else."""
    return _do(
        request, appeal_id, lambda: operations.give_back(appeal_id, request.actor),
        _("Somebody else can take this appeal now."),
    )  # fmt: skip


@require_POST
@desk("appeal.decide")
def answer(request: DeskRequest, appeal_id: int) -> HttpResponse:
    """Write to the member."""
    text = request.POST.get("text", "")
    return _do(
        request, appeal_id, lambda: operations.answer(appeal_id, text, request.actor),
        _("The member reads it on the page of the appeal."), text=text,
    )  # fmt: skip


@require_POST
@desk("appeal.decide")
def resolve(request: DeskRequest, appeal_id: int) -> HttpResponse:
    """Uphold or overturn."""
    outcome, reasons = request.POST.get("outcome", ""), request.POST.get("reasons", "")
    done = {
        "upheld": _("The decision stays; the member reads your reasons."),
        "overturned": _("The decision is undone; the channel is told."),
    }
    return _do(
        request, appeal_id,
        lambda: operations.resolve(appeal_id, outcome, reasons, request.actor),
        done.get(outcome, ""), reasons=reasons,
    )  # fmt: skip


def _do(
    request: DeskRequest, appeal_id: int, act: Callable[[], None], done: str, **written: str
) -> HttpResponse:
    """Act and show the appeal again; a refusal keeps what was written."""
    try:
        act()
    except Refused as refusal:
        return _page(request, appeal_id, refusal=refusal, **written)
    messages.success(request, done)
    return redirect("appeals:appeal", request.community.slug, appeal_id)


def _page(
    request: DeskRequest, appeal_id: int, *, refusal: Refused | None = None, **written: str
) -> HttpResponse:
    view = _appeal(request, appeal_id)
    record = moderation.decision(request.actor.community_id, view.card.decision_id)
    may_decide = request.actor.may("appeal.decide") and view.card.is_open
    is_mine = view.card.state == "taken" and view.card.assignee_id == request.actor.id
    context: dict[str, Any] = {
        "view": view,
        "appeal": view.card,
        "record": record,
        "spans": record.spans,
        "is_revealed": not record.is_blurred,
        "refusal": refusal.text() if refusal else "",
        "may_take": may_decide and not view.card.is_barred and not is_mine,
        "is_barred": may_decide and view.card.is_barred,
        "is_mine": may_decide and is_mine,
        "longest": LONGEST_TEXT,
        "written": written,
        "language_name": labels.LANGUAGES.get(view.card.language, view.card.language),
        "closed_because": labels.CLOSED_BECAUSE.get(view.card.closed_because, ""),
    }
    status = refusal.status if refusal else 200
    return render(request, "appeals/appeal.html", context, status=status)


def _appeal(request: DeskRequest, appeal_id: int) -> AppealView:
    try:
        return queries.appeal(request.actor.community_id, appeal_id, request.actor)
    except Refused as refusal:
        raise Http404(refusal.text()) from None
