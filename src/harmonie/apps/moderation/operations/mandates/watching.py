"""Looking at the mandates in force: the machine steps back by itself when one no longer holds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.moderation import life_json
from harmonie.apps.moderation.in_force import NoPolicy, in_force
from harmonie.apps.moderation.limits import rules_mark
from harmonie.apps.moderation.models import MandateRecord, MandateState
from harmonie.apps.moderation.operations.mandates import steps
from harmonie.apps.moderation.operations.mandates.ending import withdraw_alone
from harmonie.apps.moderation.queries.mandate_watch import watched
from harmonie.autonomy.mandate import Life
from harmonie.wording import Wording

OTHER_RULES = Wording(
    "other_rules",
    "the rules that this mandate carries changed, or are no longer in force: it was tested on "
    "others",
    "les règles que porte ce mandat ont changé ou ne sont plus en vigueur\u00a0: il a été testé "
    "sur d’autres",
)
OTHER_MODEL = Wording(
    "other_model",
    "another model is in use: the mandate was tested on the scores of the one before",
    "un autre modèle est en service\u00a0: le mandat a été testé sur les scores du précédent",
)


def watch_all() -> list[int]:
    """Look at every mandate in force; returns the ids of those withdrawn. Can run twice."""
    ids = MandateRecord.objects.filter(state=MandateState.GRANTED).order_by("pk")
    return [pk for pk in ids.values_list("pk", flat=True) if not watch(pk)]


def watch(mandate_id: int, at: datetime | None = None) -> bool:
    """Whether a mandate still holds; withdraws it, with the reason, when it does not."""
    at = at or steps.now()
    with transaction.atomic():
        rows = MandateRecord.objects.select_for_update().filter(pk=mandate_id)
        row = rows.filter(state=MandateState.GRANTED).first()
        if row is None:
            return True
        life = life_json.from_json(row.life)
        why = _outdated(row, life) or watched(row, life.request, at).why
        if why is not None:
            withdraw_alone(row, life, why, at)
    return why is None


def _outdated(row: MandateRecord, life: Life) -> Wording | None:
    """Why the evidence is about something else, when it is."""
    proof = row.proof or {}
    try:
        mark = rules_mark(in_force(row.community_id).policy, life.request)
    except NoPolicy:
        return OTHER_RULES
    if proof.get("rules_mark") != mark:
        return OTHER_RULES
    if proof.get("model_version") != current_pipeline(row.community_id).version:
        return OTHER_MODEL
    return None
