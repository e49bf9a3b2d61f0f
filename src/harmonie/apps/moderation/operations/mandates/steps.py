"""What every step of a mandate has in common: may I, one row locked, the step kept, the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit
from harmonie.apps.moderation import life_json
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.models import MandateRecord, MandateState, MandateStep
from harmonie.autonomy import mandate as autonomy
from harmonie.autonomy.mandate import Life
from harmonie.wording import Wording, in_language


def locked(mandate_id: int, actor: Actor) -> tuple[MandateRecord, Life]:
    """The mandate and its life, for somebody who may set limits here."""
    actor.require("rule.edit", actor.community_id)
    rows = MandateRecord.objects.select_for_update().filter(community_id=actor.community_id)
    row = rows.filter(pk=mandate_id).first()
    if row is None:
        raise unknown(mandate_id)
    return row, life_json.from_json(row.life)


def by(actor: Actor) -> autonomy.Actor:
    """Who acts, as lives know it: a program's key is no person."""
    return autonomy.Actor("person" if actor.is_person else "machine", actor.label)


def keep(
    row: MandateRecord,
    life: Life,
    kind: str,
    actor: Actor,
    at: datetime,
    *,
    why: Wording | str = "",
    figures: dict[str, Any] | None = None,
) -> None:
    """Write the life and the step that led to it, with the threshold that it now has."""
    row.life = life_json.to_json(life)
    row.state = MandateState(life.state)
    row.granted_at = (row.granted_at or at) if life.state == "granted" else None
    if kind not in ("tested", "refused"):
        row.changed_at = at
    row.save()
    MandateStep.objects.create(
        mandate=row,
        number=row.steps.count() + 1,
        kind=kind,
        state=row.state,
        actor=actor.label,
        by_id=actor.id if actor.is_person else None,
        why_fr=in_language(why, "fr"),
        why_en=in_language(why, "en"),
        figures=figures or {},
        life=row.life,
        at=at,
    )


def note(type: str, row: MandateRecord, actor: Actor, **data: Any) -> None:
    """The step in the audit log: what the mandate is about, never a text."""
    audit.record(
        type,
        actor=actor.label,
        community_id=row.community_id,
        subject=f"mandate:{row.pk}",
        data={
            "action": row.action,
            "rule": row.rule_id,
            "signal": row.signal,
            "language": row.language,
            **data,
        },
    )


def now() -> datetime:
    return timezone.now()


def refused(why: Wording) -> DecisionRefused:
    return DecisionRefused(why.code, str(why), why.fr)


def unknown(id: int) -> DecisionRefused:
    return DecisionRefused(
        "unknown",
        f"No such mandate in this community: {id}.",
        f"Aucun mandat de ce numéro dans cette communauté\u00a0: {id}.",
    )
