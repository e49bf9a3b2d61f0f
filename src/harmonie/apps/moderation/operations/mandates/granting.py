"""Testing the promise on the team's own decisions, and granting what the test found possible."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.in_force import NoPolicy, in_force
from harmonie.apps.moderation.life_json import calibration_from_json, calibration_to_json
from harmonie.apps.moderation.limits import rules_mark
from harmonie.apps.moderation.models import MandateRecord
from harmonie.apps.moderation.operations.mandates import steps
from harmonie.apps.moderation.queries.mandate_evidence import Material, material
from harmonie.autonomy.calibrate import Calibration, calibrate
from harmonie.autonomy.mandate import Forbidden, Life
from harmonie.autonomy.request import Request
from harmonie.autonomy.wording import tell
from harmonie.wording import Wording


def put_to_test(mandate_id: int, actor: Actor) -> Calibration:
    """Test the promise; what passed waits for a person to grant it, what failed is refused.

    A test that looked at verdicts and failed makes the next one stricter. Raises
    :class:`DecisionRefused` outside of the shadow, and when a passed test waits already.
    """
    at = steps.now()
    with transaction.atomic():
        row, life = steps.locked(mandate_id, actor)
        _must_be_testable(row, life, actor)
        found = material(row, life.request, _mark(row, life.request))
        result = calibrate(
            life.request, found.decisions, attempt=life.attempt, since=life.withdrawn_at
        )
        figures = _figures(result)
        row.proof = _proof(result, found) if result.is_granted else None
        life = life if result.is_granted else life.refuse(result)
        kind = "tested" if result.is_granted else "refused"
        steps.keep(row, life, kind, actor, at, why=result.why, figures=figures)
        told = {name: figures[name] for name in ("answer", "attempt", "decisions", "cases")}
        steps.note("mandate.tested", row, actor, **told)
        if not result.is_granted:
            steps.note(
                "mandate.refused", row, actor, answer=result.answer, missing=result.missing,
                least_missing=result.least_missing,
            )  # fmt: skip
    return result


def grant(mandate_id: int, actor: Actor) -> None:
    """Let the AI act alone from the confidence that the test found, and keep watching it."""
    at = steps.now()
    with transaction.atomic():
        row, life = steps.locked(mandate_id, actor)
        if row.proof is None:
            raise DecisionRefused(
                "untested",
                "No test of this mandate has passed yet. Test it first.",
                "Aucun test de ce mandat n’a encore réussi. Testez-le d’abord.",
            )
        if row.proof["rules_mark"] != _mark(row, life.request):
            raise _outdated()
        calibration = calibration_from_json(row.proof["calibration"], life.request)
        try:
            life = life.grant(steps.by(actor), at, calibration)
        except Forbidden as error:
            raise steps.refused(error.why) from None
        steps.keep(
            row, life, "granted", actor, at, why=calibration.why, figures=_figures(calibration)
        )
        steps.note(
            "mandate.granted", row, actor, threshold=calibration.threshold,
            cases=calibration.cases, wrong=calibration.wrong,
        )  # fmt: skip


def _must_be_testable(row: MandateRecord, life: Life, actor: Actor) -> None:
    if not actor.is_person:
        raise steps.refused(tell("person_needed"))
    if life.state != "shadow":
        why = Wording(
            "not_in_shadow",
            "A mandate is tested while it runs in the shadow. Begin the shadow first.",
            "Un mandat se teste pendant qu’il tourne dans l’ombre. Commencez par là.",
        )
        raise steps.refused(why)
    if row.proof is not None and row.proof["rules_mark"] == _mark(row, life.request):
        raise DecisionRefused(
            "passed",
            "A test of this mandate has passed: grant it, or ask anew with other limits.",
            "Un test de ce mandat a réussi\u00a0: accordez-le, ou redemandez-le avec d’autres "
            "limites.",
        )


def _mark(row: MandateRecord, request: Request) -> str:
    try:
        return rules_mark(in_force(row.community_id).policy, request)
    except NoPolicy:
        raise _outdated() from None


def _outdated() -> DecisionRefused:
    return DecisionRefused(
        "other_rules",
        "The rules changed since the test: only decisions made under the new ones count. Test "
        "anew.",
        "Les règles ont changé depuis le test\u00a0: seules comptent les décisions prises sous les "
        "nouvelles. Refaites le test.",
    )


def _proof(result: Calibration, found: Material) -> dict[str, Any]:
    return {
        "calibration": calibration_to_json(result),
        "reference": found.reference(result),
        "rules_mark": found.rules_mark,
        "model_version": found.model_version,
    }


def _figures(result: Calibration) -> dict[str, Any]:
    low, high = result.interval
    return {**calibration_to_json(result), "low": low, "high": high}
