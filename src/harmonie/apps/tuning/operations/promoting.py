"""Putting a model in use, and going back: a person's decision, with a note."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.audit import operations as audit_log
from harmonie.apps.inbox.announcements import live_model_changed
from harmonie.apps.jobs.operations import enqueue
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.tuning import refusals, weights
from harmonie.apps.tuning.candidates import pipeline_for, usable
from harmonie.apps.tuning.contracts import LONGEST_NOTE, Candidate, Refused
from harmonie.apps.tuning.in_use import pipeline_of
from harmonie.apps.tuning.models import How, LiveModel
from harmonie.apps.tuning.queries.readiness import previous, readiness
from harmonie.weights.store import WeightsError

#: Cases judged again between two looks at what else waits.
CHUNK = 100


def promote(key: str, note: str, actor: Actor, *, mark: str = "") -> int:
    """Put a candidate in use; returns the number of the new version in use.

    It must have been compared with the model in use and have passed its audit, both as it is now;
    ``mark`` is the SHA-256 of the weights that the person saw, if any. Raises :class:`Refused`.
    """
    _lead(actor)
    note = _checked(note)
    candidate = usable(key)
    if mark and mark != candidate.mark:
        raise refusals.changed()
    ready = readiness(actor.community_id, candidate)
    if not ready.may_go_live:
        raise refusals.not_ready(ready)
    weights.keep(candidate)
    _try(candidate.name, candidate.tier, candidate.mark)
    return _put_in_use(candidate, How.PROMOTED, note, actor)


def roll_back(note: str, actor: Actor) -> int:
    """Put the model that was in use before back; at once, since it served already."""
    _lead(actor)
    note = _checked(note)
    row = previous(actor.community_id)
    if row is None:
        raise refusals.nothing_before()
    if row.name:
        _try(row.name, row.tier, row.mark)
    return _put_in_use(row, How.ROLLED_BACK, note, actor)


def refresh_open_cases(community_id: int, after: int) -> None:
    """Have the next open cases judged by the model in use, until none is left."""
    last = moderation.rejudge_open(community_id, after=after, limit=CHUNK)
    if last is not None:
        enqueue("tuning.refresh_open_cases", community_id, last)


@transaction.atomic
def _put_in_use(model: Candidate | LiveModel, how: str, note: str, actor: Actor) -> int:
    rows = LiveModel.objects.select_for_update().filter(community_id=actor.community_id)
    before = rows.filter(is_current=True).first() or _installed(actor.community_id)
    newest = rows.aggregate(n=Max("number"))["n"]
    rows.filter(is_current=True).update(is_current=False)
    row = LiveModel.objects.create(
        community_id=actor.community_id,
        number=newest + 1,
        tier=model.tier,
        name=model.name,
        mark=model.mark,
        version=model.version,
        how=how,
        note=note,
        by_id=actor.id,
        is_current=True,
    )
    audit_log.record(
        "model.promoted" if how == How.PROMOTED else "model.rolled_back",
        actor=actor.label,
        community_id=actor.community_id,
        subject=f"live_model:{row.pk}",
        data={
            "number": row.number,
            "version": row.version,
            "tier": row.tier,
            "mark": row.mark,
            "before": before.version,
        },
    )
    live_model_changed.send(sender=None, community_id=actor.community_id, version=row.version)
    enqueue("tuning.refresh_open_cases", actor.community_id, 0)
    return row.number


def _installed(community_id: int) -> LiveModel:
    """The model that served before anybody chose one: the history begins with it."""
    pipeline = pipeline_of(community_id)
    return LiveModel.objects.create(
        community_id=community_id,
        number=1,
        tier=pipeline.tier,
        version=pipeline.version,
        how=How.INSTALLED,
    )


def _try(name: str, tier: str, mark: str) -> None:
    """Refuse now what the workers could not read later."""
    try:
        pipeline_for(name, tier, mark)
    except WeightsError as error:
        raise Refused.broken(error.args[0]) from None


def _lead(actor: Actor) -> None:
    actor.require("model.promote", actor.community_id)
    if not actor.is_person:
        raise NotAllowed("only a person puts a model in use")


def _checked(note: str) -> str:
    cleaned = note.replace("\x00", "").strip()
    if not cleaned or len(cleaned) > LONGEST_NOTE:
        raise Refused(
            "note",
            f"Say why, in 1 to {LONGEST_NOTE} characters: it stays in the history.",
            f"Dites pourquoi, en 1 à {LONGEST_NOTE} caractères\u202f: cela reste dans "
            "l’historique.",
        )
    return cleaned
