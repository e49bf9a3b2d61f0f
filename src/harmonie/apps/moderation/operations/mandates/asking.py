"""Asking for a mandate, and letting the AI run in the shadow."""

from __future__ import annotations

from django.db import transaction

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.in_force import NoPolicy, in_force
from harmonie.apps.moderation.life_json import to_json
from harmonie.apps.moderation.limits import covered
from harmonie.apps.moderation.models import MandateRecord
from harmonie.apps.moderation.operations.mandates import steps
from harmonie.autonomy.hours import InvalidHours, hours
from harmonie.autonomy.mandate import Forbidden, Life
from harmonie.autonomy.request import InvalidRequest, Request
from harmonie.wording import Wording, in_language

#: Bounds of the share of automatic actions that a person checks.
REVIEW_SHARES = (0.02, 1.0)


def ask(
    actor: Actor,
    *,
    action: str,
    rule_id: str = "",
    signal: str = "",
    language: str = "",
    hours_text: str = "",
    maximum_error: float = 0.05,
    confidence: float = 0.95,
    minimum_evidence: int = 50,
    review_share: float = 0.2,
) -> int:
    """Ask for a mandate, or ask again for the same action, rule or signal, and language.

    Returns its id. Raises :class:`DecisionRefused` when it cannot be asked, :class:`NotAllowed`.
    """
    actor.require("rule.edit", actor.community_id)
    asked = _request(
        actor.community_id, action=action, rule_id=rule_id or None, signal=signal or None,
        language=language or None, hours_text=hours_text, maximum_error=maximum_error,
        confidence=confidence, minimum_evidence=minimum_evidence,
    )  # fmt: skip
    _must_be_possible(actor.community_id, asked, review_share)
    at = steps.now()
    with transaction.atomic():
        row, life = _row(actor.community_id, asked)
        try:
            life = life.ask(steps.by(actor), at, asked)
        except Forbidden as error:
            raise _granted_already(error, life) from None
        row.review_share = review_share
        row.proof = None
        steps.keep(row, life, "asked", actor, at)
        steps.note(
            "mandate.asked", row, actor, maximum_error=maximum_error, confidence=confidence,
            minimum_evidence=minimum_evidence, review_share=review_share,
        )  # fmt: skip
    return row.pk


def begin_shadow(mandate_id: int, actor: Actor) -> None:
    """From now on the AI says in silence what it would do; people judge before they see it."""
    at = steps.now()
    with transaction.atomic():
        row, life = steps.locked(mandate_id, actor)
        try:
            life = life.begin_shadow(steps.by(actor), at)
        except Forbidden as error:
            raise steps.refused(error.why) from None
        steps.keep(row, life, "shadow", actor, at)
        steps.note("mandate.shadowed", row, actor)


def _row(community_id: int, asked: Request) -> tuple[MandateRecord, Life]:
    """The one row of this target, made when there is none."""
    from harmonie.apps.moderation.life_json import from_json

    row, _ = MandateRecord.objects.select_for_update().get_or_create(
        community_id=community_id,
        action=asked.action,
        rule_id=asked.rule_id or "",
        signal=asked.signal or "",
        language=asked.language or "",
        defaults={"life": to_json(Life(asked))},
    )
    return row, from_json(row.life)


def _request(
    community_id: int,
    *,
    action: str,
    rule_id: str | None,
    signal: str | None,
    language: str | None,
    hours_text: str,
    maximum_error: float,
    confidence: float,
    minimum_evidence: int,
) -> Request:
    try:
        when = hours(hours_text, accounts.community(community_id).time_zone)
        return Request(
            action, rule_id, signal, language, when, "act", maximum_error, confidence,
            minimum_evidence,
        )  # fmt: skip
    except InvalidHours as error:
        (why,) = error.args
        raise DecisionRefused("hours", str(why), in_language(why, "fr")) from None
    except InvalidRequest as error:
        raise DecisionRefused("request", error.text("en"), error.text("fr")) from None


def _must_be_possible(community_id: int, asked: Request, review_share: float) -> None:
    low, high = REVIEW_SHARES
    if not low <= review_share <= high:
        raise DecisionRefused(
            "review_share",
            f"Between {low:.0%} and {high:.0%} of the actions must be checked.",
            f"Il faut contrôler entre {100 * low:.0f}\u202f% et {100 * high:.0f}\u202f% des "
            "actions.",
        )
    try:
        rules = covered(in_force(community_id).policy, asked)
    except NoPolicy:
        rules = []
    if not rules:
        raise DecisionRefused(
            "no_rule",
            "No rule in force asks for this action and lets a mandate carry it. Write "
            "“under_mandate: act” in the rule first.",
            "Aucune règle en vigueur ne demande cette action en laissant un mandat la porter. "
            "Écrivez d’abord «\u202funder_mandate: act\u202f» dans la règle.",
        )


def _granted_already(error: Forbidden, life: Life) -> DecisionRefused:
    if life.state != "granted":
        return steps.refused(error.why)
    why = Wording(
        "granted",
        "This mandate is in force. Withdraw it first, then ask for other limits.",
        "Ce mandat est en vigueur. Retirez-le d’abord, puis demandez d’autres limites.",
    )
    return steps.refused(why)
