"""What people do to conversations: one address for one or many, every answer can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.inbox import operations
from harmonie.apps.inbox.contracts import ChangeResult, NotFound, Refused
from harmonie.apps.web import wording
from harmonie.apps.web.toast import toast

#: Events that the panes listen to.
CHANGED = '{"inbox-changed": {}}'


@require_POST
@desk("inbox.work")
def act(request: DeskRequest) -> HttpResponse:
    """Do ``verb`` to the conversations ``ids``."""
    verb = VERBS.get(request.POST.get("verb", ""))
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 18]
    if verb is None:
        raise Http404
    if not ids:
        return refuse(_("Choose at least one conversation."))
    try:
        result, text = verb(request, ids)
    except Refused as problem:
        return refuse(str(problem))
    except NotFound:
        raise Http404 from None
    return _changed(request, result, text)


@require_POST
@desk("inbox.work")
def undo(request: DeskRequest, change_id: int) -> HttpResponse:
    """Take the last change back."""
    try:
        result = operations.undo(change_id, request.actor)
    except Refused as problem:
        return refuse(str(problem))
    except NotFound:
        raise Http404 from None
    text = _("Undone.")
    if result.unchanged_ids:
        text = ngettext(
            "Undone, except for %(count)d conversation that a colleague changed since.",
            "Undone, except for %(count)d conversations that colleagues changed since.",
            len(result.unchanged_ids),
        ) % {"count": len(result.unchanged_ids)}
    return toast(HttpResponse(status=204, headers={"HX-Trigger": CHANGED}), text, seconds=4)


@require_POST
@desk("inbox.read")
def save_view(request: DeskRequest) -> HttpResponse:
    """Keep a search under a name."""
    address = reverse("inbox:inbox", kwargs={"community": request.community.slug})
    try:
        view_id = operations.save_view(
            request.POST.get("name", ""),
            request.POST.get("query", ""),
            request.actor,
            is_shared=request.POST.get("is_shared") == "on",
        )
    except Refused as problem:
        return refuse(str(problem))
    return _go(request, f"{address}?view=v{view_id}")


@require_POST
@desk("inbox.read")
def delete_view(request: DeskRequest, view_id: int) -> HttpResponse:
    """Forget one's own view."""
    try:
        operations.delete_view(view_id, request.actor)
    except NotFound:
        raise Http404 from None
    return _go(request, reverse("inbox:inbox", kwargs={"community": request.community.slug}))


@require_POST
@desk("inbox.read")
def reveal(request: DeskRequest, message_id: int) -> HttpResponse:
    """Show one concealed text, because somebody asked; written in the log."""
    try:
        text = operations.reveal(message_id, request.actor)
    except NotFound:
        raise Http404 from None
    return render(request, "inbox/parts/revealed.html", {"text": text})


@require_POST
@desk("settings.edit")
def promise(request: DeskRequest) -> HttpResponse:
    """Set how soon a first answer is promised."""
    minutes = request.POST.get("minutes", "")
    try:
        seconds = int(minutes) * 60 if minutes.isdecimal() and len(minutes) < 7 else 0
        operations.promise_answer(seconds, request.actor)
    except Refused as problem:
        return refuse(str(problem))
    return toast(
        HttpResponse(status=204, headers={"HX-Trigger": CHANGED}),
        _("Kept: it holds for questions that come from now on."),
    )


def refuse(text: str) -> HttpResponse:
    """A toast that says why not; nothing is swapped."""
    return toast(HttpResponse(status=204), text, seconds=8)


def _go(request: DeskRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _changed(request: DeskRequest, result: ChangeResult, text: str) -> HttpResponse:
    if result.id is None:
        return refuse(_("Nothing to change: it is so already."))
    undo_url = reverse(
        "inbox:undo", kwargs={"community": request.community.slug, "change_id": result.id}
    )
    response = HttpResponse(status=204, headers={"HX-Trigger": CHANGED})
    return toast(response, text, undo_url=undo_url)


Outcome = tuple[ChangeResult, str]


def _several(one: str, many: str, result: ChangeResult, **words: object) -> str:
    """The sentence for one or several conversations."""
    count = len(result.thread_ids)
    return ngettext(one, many, count) % {"count": count, **words}


def _done(request: DeskRequest, ids: Sequence[int]) -> Outcome:
    result = operations.done(ids, request.actor)
    return result, _several("Conversation done.", "%(count)d conversations done.", result)


def _reopen(request: DeskRequest, ids: Sequence[int]) -> Outcome:
    result = operations.reopen(ids, request.actor)
    return result, _several("Conversation reopened.", "%(count)d conversations reopened.", result)


def _wake(request: DeskRequest, ids: Sequence[int]) -> Outcome:
    result = operations.wake(ids, request.actor)
    return result, _several("Conversation taken up.", "%(count)d conversations taken up.", result)


def _snooze(request: DeskRequest, ids: Sequence[int]) -> Outcome:
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise Refused(_("Choose a date and a time.")) from None
    if until.tzinfo is None:
        until = timezone.make_aware(until)
    result = operations.snooze(ids, until, request.actor)
    return result, _several(
        "Snoozed: it comes back %(when)s.",
        "%(count)d conversations snoozed: they come back %(when)s.",
        result,
        when=wording.moment(until),
    )


def _assign(request: DeskRequest, ids: Sequence[int]) -> Outcome:
    chosen = request.POST.get("user", "")
    if chosen == "me":
        user_id = request.actor.id
    else:
        user_id = int(chosen) if chosen.isdecimal() and len(chosen) < 18 else None
    result = operations.assign(ids, user_id, request.actor)
    if user_id is None:
        return result, _several("Nobody’s now.", "%(count)d conversations: nobody’s now.", result)
    return result, _several(
        "Given to %(name)s.",
        "%(count)d conversations given to %(name)s.",
        result,
        name=accounts.person_name(user_id),
    )


def _tag(request: DeskRequest, ids: Sequence[int]) -> Outcome:
    result = operations.tag(ids, request.POST.get("name", ""), request.actor)
    return result, _several("Tagged.", "%(count)d conversations tagged.", result)


def _untag(request: DeskRequest, ids: Sequence[int]) -> Outcome:
    result = operations.untag(ids, request.POST.get("name", ""), request.actor)
    return result, _several("Tag removed.", "Tag removed from %(count)d conversations.", result)


VERBS: dict[str, Callable[[DeskRequest, Sequence[int]], Outcome]] = {
    "done": _done,
    "reopen": _reopen,
    "wake": _wake,
    "snooze": _snooze,
    "assign": _assign,
    "tag": _tag,
    "untag": _untag,
}
