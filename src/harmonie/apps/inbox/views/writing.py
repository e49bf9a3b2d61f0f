"""The composer: answers, drafts that nobody loses, notes, and who is writing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.inbox import operations, queries
from harmonie.apps.inbox.contracts import ClaimResult, Held, NotFound, Refused
from harmonie.apps.inbox.views.acting import CHANGED
from harmonie.apps.inbox.views.pages import found_or_404
from harmonie.apps.inbox.views.showing import choice, is_held
from harmonie.apps.web.toast import toast


@require_POST
@desk("inbox.work")
def compose(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Send what was written, or keep it as a note; the text is never lost on a refusal."""
    text = request.POST.get("text", "")
    is_note = request.POST.get("mode") == "note"
    try:
        told = _note(request, thread_id, text) if is_note else _reply(request, thread_id, text)
    except Held as problem:
        return _again(request, thread_id, text, held_by=problem.holder)
    except Refused as problem:
        return _again(request, thread_id, text, problem=str(problem), is_note=is_note)
    except NotFound:
        raise Http404 from None
    if request.headers.get("HX-Request") != "true":
        return redirect(
            reverse(
                "inbox:thread",
                kwargs={"community": request.community.slug, "thread_id": thread_id},
            )
        )
    context = found_or_404(request, thread_id, choice=choice(request), is_fresh=True)
    response = render(request, "inbox/parts/panes.html", context)
    response.headers["HX-Trigger"] = CHANGED
    return toast(response, told, seconds=5)


def _note(request: DeskRequest, thread_id: int, text: str) -> str:
    operations.note(thread_id, text, request.actor)
    return _("Note kept. Only your team sees it.")


def _reply(request: DeskRequest, thread_id: int, text: str) -> str:
    and_wait = request.POST.get("and_wait") == "1"
    operations.reply(
        thread_id,
        text,
        request.actor,
        key=_key(request.POST.get("key", "")),
        is_sure=request.POST.get("is_sure") == "1",
        and_wait=and_wait,
    )
    operations.release(f"thread:{thread_id}", request.actor)
    if and_wait:
        return _("Sent. The conversation comes back when they answer, or in three days.")
    return _("Sent.")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _again(request: DeskRequest, thread_id: int, text: str, **why: object) -> HttpResponse:
    """The panes again, with what was written and why it did not go."""
    context = found_or_404(request, thread_id, choice=choice(request), written=text, **why)
    return render(request, "inbox/parts/panes.html", context, status=422)


@require_POST
@desk("inbox.reply")
def draft(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Keep what is being written; notes are not drafts of answers."""
    if request.POST.get("mode") == "note":
        return HttpResponse(status=204)
    try:
        is_kept = operations.save_draft(thread_id, request.POST.get("text", ""), request.actor)
    except NotFound:
        raise Http404 from None
    return render(request, "inbox/parts/draft_state.html", {"is_kept": is_kept})


@require_POST
@desk("inbox.read")
def presence(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Say that this person is at it (when they may work here), and show who is."""
    subject = f"thread:{thread_id}"
    try:
        queries.thread(request.actor.community_id, thread_id)
    except NotFound:
        raise Http404 from None
    holder: ClaimResult | None
    if request.actor.may("inbox.work"):
        holder = operations.claim(subject, request.actor)
    else:
        holder = queries.holder(subject, request.actor.id)
    return render(
        request, "inbox/parts/presence.html", {"holder": holder, "is_held": is_held(holder)}
    )
