"""A blind check: what a person would do with a message, not knowing what the AI did."""

from __future__ import annotations

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.jobs.operations import enqueue
from harmonie.apps.moderation.contracts import REVIEW_ANSWERS, DecisionRefused
from harmonie.apps.moderation.limits import is_right
from harmonie.apps.moderation.models import SampledReview
from harmonie.apps.moderation.operations.mandates import steps
from harmonie.autonomy.wording import tell


def review(review_id: int, answer: str, actor: Actor) -> None:
    """Keep what somebody would have done; the mandate is looked at again.

    An answer that is not the AI's action says that it was wrong, “I cannot tell” included. Raises
    :class:`DecisionRefused` (``unknown``, ``answer``, ``answered``).
    """
    actor.require("case.decide", actor.community_id)
    if not actor.is_person:
        raise steps.refused(tell("person_needed"))
    if answer not in REVIEW_ANSWERS:
        raise _no_answer(answer)
    with transaction.atomic():
        row = _locked(review_id, actor)
        if row.mandate is None:
            row.is_wrong = answer != "approve"
        else:
            row.is_wrong = not is_right(row.mandate.action, [answer])
        row.answer = answer
        row.reviewed_by_id = actor.id
        row.reviewed_at = steps.now()
        row.save(update_fields=["is_wrong", "answer", "reviewed_by", "reviewed_at"])
        audit.record(
            "mandate.reviewed",
            actor=actor.label,
            community_id=row.community_id,
            subject=f"review:{row.pk}",
            data={"mandate": row.mandate_id, "message": row.message_id, "answer": answer,
                  "is_wrong": row.is_wrong},
        )  # fmt: skip
        if row.mandate_id is not None:
            enqueue("moderation.watch_mandate", row.mandate_id)


def _locked(review_id: int, actor: Actor) -> SampledReview:
    rows = SampledReview.objects.select_for_update(of=("self",)).select_related("mandate")
    row = rows.filter(pk=review_id, community_id=actor.community_id).first()
    if row is None:
        raise DecisionRefused(
            "unknown",
            f"No such check in this community: {review_id}.",
            f"Aucun contrôle de ce numéro dans cette communauté\u00a0: {review_id}.",
        )
    if row.answer:
        raise DecisionRefused(
            "answered",
            "Somebody already answered this check; nothing was changed.",
            "Quelqu’un a déjà répondu à ce contrôle\u202f; rien n’a été changé.",
        )
    return row


def _no_answer(given: str) -> DecisionRefused:
    return DecisionRefused(
        "answer",
        f"Choose what you would do: {', '.join(REVIEW_ANSWERS)}.",
        f"Choisissez ce que vous feriez\u00a0: {', '.join(REVIEW_ANSWERS)}.",
        given=given[:20],
    )
