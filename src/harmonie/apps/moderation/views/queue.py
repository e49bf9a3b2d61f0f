"""The queue: three panes, one case at a time, decided by keyboard."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.moderation import labels, operations, queries
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.views import workspace
from harmonie.apps.moderation.views.workspace import Place
from harmonie.apps.web.toast import toast


def _is_part(request: DeskRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and not request.headers.get(
        "HX-History-Restore-Request"
    )


@require_GET
@desk("case.read")
def queue(request: DeskRequest) -> HttpResponse:
    """The list, with its first free case open beside it."""
    place = workspace.place_of(request)
    context = workspace.list_context(request.actor, place, request.GET.get("after", ""))
    if request.GET.get("part") == "more":
        return render(request, "moderation/parts/items.html", context)
    if request.GET.get("part") == "list":
        context["current"] = int(request.GET.get("current") or 0)
        return render(request, "moderation/parts/list_update.html", context)
    if place.tab != "decided":
        first = workspace.first_free(context["page"], request.actor.id)
        if first is not None:
            context |= workspace.case_context(request.actor, first)
            context["current"] = first
    return render(request, "moderation/queue.html", context)


@require_GET
@desk("case.read")
def case(request: DeskRequest, case_id: int) -> HttpResponse:
    """One case; as a part when the page asks for it, whole otherwise."""
    place = workspace.place_of(request)
    try:
        context = workspace.case_context(
            request.actor, case_id, left_behind=workspace.case_left_behind(request)
        )
    except DecisionRefused as refusal:
        raise Http404(str(refusal)) from None
    context |= workspace.list_context(request.actor, place) | {"current": case_id, "is_open": True}
    if not _is_part(request):
        return render(request, "moderation/queue.html", context)
    response = render(request, "moderation/parts/panes.html", context)
    response.headers["HX-Push-Url"] = workspace.case_url(request.community.slug, case_id, place)
    return response


@require_POST
@desk("case.decide")
def decide(request: DeskRequest, case_id: int) -> HttpResponse:
    """Decide the case, then open the next one."""
    place = workspace.place_of(request)
    slug = request.community.slug
    next_id = queries.next_case(
        request.actor.community_id, request.actor, case_id,
        tab=place.tab, sort=place.sort, rule_id=place.rule, signal=place.signal,
    )  # fmt: skip
    kind, _sep, seconds = request.POST.get("kind", "").partition(":")
    parameters: dict[str, Any] = {"duration_seconds": int(seconds)} if seconds.isdigit() else {}
    note = request.POST.get("note", "")
    try:
        if request.POST.get("identical"):
            batch = operations.decide_many(
                [case_id], kind, request.actor, parameters=parameters, note=note,
                include_identical=True,
            )  # fmt: skip
            if not batch.decision_ids:
                raise next(iter(batch.refused.values()))
            return _after(request, place, next_id, *_batch_words(slug, kind, batch))
        decision_id = operations.decide(
            case_id, kind, request.actor, parameters=parameters, note=note,
            expected_revision=_revision(request),
            with_suggestion=True,
        )  # fmt: skip
    except DecisionRefused as refusal:
        return _refused(request, place, case_id, refusal)
    undo_url = reverse("moderation:undo", kwargs={"community": slug, "decision_id": decision_id})
    words = labels.TOASTS[kind] % {"name": queries.author_of(decision_id)}
    return _after(request, place, next_id, str(words), undo_url)


@require_POST
@desk("case.decide")
def decide_many(request: DeskRequest) -> HttpResponse:
    """Decide the ticked cases as one batch."""
    place = workspace.place_of(request)
    ids = [int(value) for value in request.POST.getlist("case") if value.isdigit()]
    kind = request.POST.get("kind", "")
    page = workspace.list_context(request.actor, place)["page"]
    try:
        batch = operations.decide_many(ids, kind, request.actor, include_identical=True)
        if not batch.decision_ids:
            raise next(iter(batch.refused.values()))
    except DecisionRefused as refusal:
        return _toast_only(refusal.text(get_language()))
    left = [card.id for card in page.cards if card.id not in ids or card.id in batch.refused]
    words, undo_url = _batch_words(request.community.slug, kind, batch)
    return _after(request, place, left[0] if left else None, words, undo_url)


def _batch_words(slug: str, kind: str, batch: operations.BatchResult) -> tuple[str, str]:
    count = len(batch.decision_ids)
    done = str(labels.DONE.get(kind, kind))
    words = ngettext("%(done)s: %(count)s message", "%(done)s: %(count)s messages", count) % {
        "count": count, "done": done,
    }  # fmt: skip
    if batch.refused:
        words += ". " + ngettext(
            "%(count)s left alone: somebody works on it or already decided",
            "%(count)s left alone: somebody works on them or already decided",
            len(batch.refused),
        ) % {"count": len(batch.refused)}
    return words, reverse("moderation:undo_batch", kwargs={"community": slug, "batch": batch.batch})


@require_POST
@desk("case.decide")
def undo(request: DeskRequest, decision_id: int) -> HttpResponse:
    """Undo one decision and show its case again."""
    try:
        operations.undo(decision_id, request.actor)
    except DecisionRefused as refusal:
        if refusal.code == "unknown":
            raise Http404(str(refusal)) from None
        if _is_part(request):
            return _toast_only(refusal.text(get_language()))
        messages.error(request, refusal.text(get_language()))
    if not _is_part(request):
        return redirect("moderation:decision", request.community.slug, decision_id)
    record = queries.decision(request.actor.community_id, decision_id)
    return _reopened(request, record.card.case_id, _("Decision undone"))


@require_POST
@desk("case.decide")
def undo_batch(request: DeskRequest, batch: str) -> HttpResponse:
    try:
        ids = operations.undo_batch(str(batch), request.actor)
    except DecisionRefused as refusal:
        return _toast_only(refusal.text(get_language()))
    first = queries.decision(request.actor.community_id, ids[0])
    words = ngettext("%(count)s decision undone", "%(count)s decisions undone", len(ids))
    return _reopened(request, first.card.case_id, words % {"count": len(ids)})


def _reopened(request: DeskRequest, case_id: int | None, words: str) -> HttpResponse:
    """The page fetches the reopened case itself: the toast that undoes swaps nothing."""
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = json.dumps({"queue-changed": {"case": case_id or 0}})
    return toast(response, words)


@require_POST
@desk("case.decide")
def take(request: DeskRequest, case_id: int) -> HttpResponse:
    """Keep one's claim on a case (every twenty seconds), or take it for oneself (``mine=1``)."""
    if request.POST.get("mine"):
        try:
            operations.take(case_id, request.actor)
        except DecisionRefused as refusal:
            return _toast_only(refusal.text(get_language()))
        return toast(HttpResponse(status=204), _("This case is yours: see the tab “Mine”"))
    inbox.claim(f"case:{case_id}", request.actor)
    return HttpResponse(status=204)


@require_POST
@desk("case.read")
def reveal(request: DeskRequest, case_id: int, message_id: int) -> HttpResponse:
    """Show one blurred text to one person, once they asked for it."""
    try:
        view = queries.case(request.actor.community_id, case_id)
        operations.reveal(message_id, request.actor)
    except DecisionRefused as refusal:
        raise Http404(str(refusal)) from None
    line = queries.one_line(view, message_id)
    if line is None:
        raise Http404
    context: dict[str, Any] = {"case": view, "line": line}
    if request.actor.id is not None and request.actor.is_person:
        context["exposure"] = queries.exposure(request.actor.id)
    return render(request, "moderation/parts/revealed.html", context)


def _revision(request: DeskRequest) -> int | None:
    value = request.POST.get("revision", "")
    return int(value) if value.isdigit() else None


def _after(
    request: DeskRequest, place: Place, next_id: int | None, words: str, undo_url: str
) -> HttpResponse:
    """The next case in the middle, the list without the decided one, the toast."""
    context = workspace.list_context(request.actor, place)
    slug = request.community.slug
    url = reverse("moderation:queue", kwargs={"community": slug}) + place.query
    if next_id is not None:
        context |= workspace.case_context(request.actor, next_id)
        url = workspace.case_url(slug, next_id, place)
    context["current"] = next_id
    response = render(request, "moderation/parts/panes.html", context)
    response.headers["HX-Push-Url"] = url
    return toast(response, words, undo_url=undo_url)


def _refused(
    request: DeskRequest, place: Place, case_id: int, refusal: DecisionRefused
) -> HttpResponse:
    """Nothing changed: say why, and show the case as it is now."""
    if refusal.code == "unknown":
        raise Http404(str(refusal))
    context = workspace.list_context(request.actor, place)
    context |= workspace.case_context(request.actor, case_id)
    context |= {"current": case_id, "refusal": refusal.text(get_language())}
    response = render(request, "moderation/parts/panes.html", context)
    return toast(response, refusal.text(get_language()))


def _toast_only(words: str) -> HttpResponse:
    return toast(HttpResponse(status=204), words)
