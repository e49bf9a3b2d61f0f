"""Blind checks: one message after the other, without what the AI did."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from harmonie.apps.accounts.gate import DeskRequest, desk
from harmonie.apps.moderation import labels, queries
from harmonie.apps.moderation import operations as room
from harmonie.apps.moderation.contracts import BLURRED_FROM, REVIEW_ANSWERS, DecisionRefused
from harmonie.apps.moderation.operations import mandates as operations


@require_GET
@never_cache
@desk("case.decide")
def following(request: DeskRequest) -> HttpResponse:
    """The check that waits for the longest time, and what became of the one before."""
    community_id = request.actor.community_id
    before = request.GET.get("after", "")
    context = {
        "review": queries.next_review(community_id),
        "before": queries.answered(community_id, int(before)) if _is_id(before) else None,
    }
    return render(request, "moderation/review.html", context | _counts(community_id))


@require_POST
@desk("case.decide")
def show(request: DeskRequest, review_id: int) -> HttpResponse:
    """The text, once somebody is ready for it: the veil must not tell hard texts from others."""
    community_id = request.actor.community_id
    review = queries.review_of(community_id, review_id)
    if review is None:
        return redirect("moderation:reviews", request.community.slug)
    if review.severity >= BLURRED_FROM:
        # Counted for the day's breaks; a message without any decision is no hard one by a rule.
        with suppress(DecisionRefused):
            room.reveal(review.message_id, request.actor)
    context = {
        "review": review,
        "is_shown": True,
        "answers": [(name, labels.ANSWERS[name]) for name in REVIEW_ANSWERS],
    }
    return render(request, "moderation/review.html", context | _counts(community_id))


@require_POST
@desk("case.decide")
def answer(request: DeskRequest, review_id: int) -> HttpResponse:
    """Keep the answer, then say what the AI had done."""
    try:
        operations.review(review_id, request.POST.get("answer", ""), request.actor)
    except DecisionRefused as refusal:
        if refusal.code == "unknown":
            raise Http404(str(refusal)) from None
        messages.error(request, refusal.text(get_language()))
        return redirect("moderation:reviews", request.community.slug)
    response = redirect("moderation:reviews", request.community.slug)
    response.headers["Location"] += f"?after={review_id}"
    return response


def _counts(community_id: int) -> dict[str, int]:
    return {
        "waiting": queries.waiting_reviews(community_id),
        "overdue": queries.overdue_reviews(community_id),
    }


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
