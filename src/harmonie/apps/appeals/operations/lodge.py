"""Contesting a decision, from the page of its reasons or by a program of the community."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.appeals import checking, refusals
from harmonie.apps.appeals.contracts import MOST_APPEALS, Lodged
from harmonie.apps.appeals.models import Appeal
from harmonie.apps.appeals.operations.writing_down import record
from harmonie.apps.appeals.queries.terms import answer_within_days
from harmonie.apps.moderation import queries as moderation
from harmonie.apps.moderation.contracts import DecisionView, Statement
from harmonie.apps.moderation.explain import NoStatement


def lodge(
    token: str,
    text: str,
    *,
    language: str | None = None,
    actor: Actor | None = None,
    once: str = "",
) -> Lodged:
    """Contest the decision behind the statement's ``token``.

    ``language`` ("fr", "en") is what the member reads, the statement's by default. ``actor`` is a
    program that lodges for the member; nobody on the public page. The same ``once`` again gives
    the appeal that it already made. Raises :class:`Refused`.
    """
    words = checking.words(text)
    try:
        decision_id, community_id, found = moderation.statement(token, language)
    except NoStatement:
        raise refusals.no_statement() from None
    if actor is not None:
        if actor.community_id != community_id:
            raise refusals.no_statement()
        actor.require("appeal.lodge", community_id)
    if again := _sent_before(decision_id, once):
        return again
    _check_time(found)
    with transaction.atomic():
        if Appeal.objects.filter(decision_id=decision_id).count() >= MOST_APPEALS:
            raise refusals.too_many_appeals()
        view = moderation.decision(community_id, decision_id)
        row = _create(view, found.language, words, actor, once)
        record(
            "appeal.lodged",
            row,
            row.lodged_as,
            {"kind": row.kind, "language": row.language, "due_at": row.due_at.isoformat()},
        )
    return Lodged(row.pk, row.public_id)


def _sent_before(decision_id: int, once: str) -> Lodged | None:
    row = Appeal.objects.filter(decision_id=decision_id, once=once).exclude(once="").first()
    return Lodged(row.pk, row.public_id) if row is not None else None


def _check_time(found: Statement) -> None:
    if found.is_undone:
        raise refusals.undone()
    if found.contest_until is None or timezone.now() > found.contest_until:
        raise refusals.too_late()


def _create(
    view: DecisionView, language: str, words: str, actor: Actor | None, once: str
) -> Appeal:
    card, now = view.card, timezone.now()
    days = answer_within_days(view.community_id)
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                community_id=view.community_id,
                decision_id=card.id,
                language=language,
                text=words,
                lodged_at=now,
                lodged_as=actor.label if actor is not None else "public",
                once=once,
                due_at=now + timedelta(days=days),
                decided_as=_decided_as(view),
                moderator_id=card.decided_by_id,
                is_by_machine=card.is_by_machine,
                kind=card.kind,
                rule_id=card.rule_id,
                main_signal=card.main_signal,
                model_version=_model_version(view),
                content_language=str(view.evidence.get("language") or "")[:8],
            )
    except IntegrityError:
        raise refusals.already_open() from None


def _decided_as(view: DecisionView) -> str:
    if view.card.is_by_machine:
        return "machine"
    return f"user:{view.card.decided_by_id}" if view.card.decided_by_id else "key"


def _model_version(view: DecisionView) -> str:
    """The version that found what the decision is about, else any that judged the message."""
    signals = view.evidence.get("signals") or {}
    main = signals.get(view.card.main_signal)
    versions = sorted({str(signal.get("version", "")) for signal in signals.values()})
    chosen = str(main.get("version", "")) if main else next(iter(versions), "")
    return chosen[:80]
