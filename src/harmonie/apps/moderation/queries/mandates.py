"""Mandates for people: what each allows, how it stands, what happened to it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from harmonie.apps.moderation import life_json
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.in_force import NoPolicy, in_force
from harmonie.apps.moderation.limits import holds_for, rules_mark
from harmonie.apps.moderation.models import MandateRecord, MandateState, MandateStep
from harmonie.apps.moderation.queries import mandate_watch
from harmonie.apps.moderation.queries.mandate_evidence import Material, material
from harmonie.apps.moderation.queries.mandate_watch import ErrorPoint
from harmonie.autonomy import binomial
from harmonie.autonomy.mandate import Life, State
from harmonie.autonomy.threshold import ASIDE
from harmonie.autonomy.watch import Missed, Watch
from harmonie.policies.policy import Policy, Rule


@dataclass(frozen=True, slots=True)
class MandateCard:
    """A line of the list. ``wrong_in_100`` is the maximum; ``why`` the reason of the last step."""

    id: int
    action: str
    rule_id: str
    rule_title: Mapping[str, str]
    signal: str
    language: str
    state: State
    threshold: float | None
    wrong_in_100: float
    confidence: float
    minimum_evidence: int
    hours: Mapping[str, str]
    time_zone: str
    review_share: float
    changed_at: datetime
    why: Mapping[str, str]
    is_by_machine: bool
    is_tested: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a mandate's history."""

    number: int
    kind: str
    state: str
    at: datetime
    by: str
    is_by_machine: bool
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TestLine:
    """The latest test: what it rested on and what it found."""

    __test__ = False

    at: datetime
    is_passed: bool
    why: Mapping[str, str]
    decisions: int
    cases: int
    wrong: int
    low: float
    high: float
    threshold: float | None
    missing: int | None
    least_missing: int
    attempt: int
    set_aside: Mapping[str, int]

    @property
    def right(self) -> int:
        return self.cases - self.wrong


@dataclass(frozen=True, slots=True)
class InForceNow:
    """A granted mandate at work."""

    watch: Watch
    points: tuple[ErrorPoint, ...]
    acted: int
    undone: int
    waiting: int
    covers_now: bool
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class MandatePage:
    card: MandateCard
    steps: tuple[StepLine, ...]
    material: Material | None
    last_test: TestLine | None
    now: InForceNow | None
    decisions_needed: int
    next_attempt: int


@dataclass(frozen=True, slots=True)
class MandateList:
    cards: tuple[MandateCard, ...]
    acting_alone: tuple[tuple[str, Mapping[str, str]], ...]
    let_through: Missed | None


def mandates(community_id: int) -> MandateList:
    """Every mandate, those at work first, and the rules that act alone without any."""
    rows = list(MandateRecord.objects.filter(community_id=community_id).order_by("pk"))
    policy = _policy(community_id)
    last = _last_steps([row.pk for row in rows])
    order = {name: rank for rank, name in enumerate(
        ("granted", "withdrawn", "shadow", "asked", "off"))}  # fmt: skip
    cards = sorted(
        (_card(row, policy, last.get(row.pk)) for row in rows), key=lambda c: order[c.state]
    )
    alone = [rule for rule in policy.rules if _acts_alone(rule)] if policy else []
    return MandateList(
        tuple(cards),
        tuple((rule.id, {"fr": rule.name("fr"), "en": rule.name("en")}) for rule in alone),
        mandate_watch.let_through(community_id),
    )


def mandate(community_id: int, mandate_id: int) -> MandatePage:
    """One mandate with its history; raises :class:`DecisionRefused` (``unknown``)."""
    row = MandateRecord.objects.filter(community_id=community_id, pk=mandate_id).first()
    if row is None:
        raise DecisionRefused(
            "unknown", f"No such mandate: {mandate_id}.", f"Pas de tel mandat\u00a0: {mandate_id}."
        )
    life = life_json.from_json(row.life)
    policy = _policy(community_id)
    steps = list(row.steps.select_related("by").order_by("-number"))
    mark = rules_mark(policy, life.request) if policy else ""
    tested = next((step for step in steps if step.kind in ("tested", "refused")), None)
    return MandatePage(
        card=_card(row, policy, steps[0] if steps else None),
        steps=tuple(_step(step) for step in steps),
        material=material(row, life.request, mark) if row.state == MandateState.SHADOW else None,
        last_test=_test(tested) if tested else None,
        now=_now(row, life, mark) if row.state == MandateState.GRANTED else None,
        decisions_needed=_needed(life),
        next_attempt=life.attempt,
    )


Titles = list[tuple[str, Mapping[str, str]]]


def subjects(community_id: int) -> tuple[Titles, list[str], list[str]]:
    """What a mandate can be about here: rules with their titles, signals, actions."""
    policy = _policy(community_id)
    rules = [rule for rule in policy.rules if rule.under_mandate == "act"] if policy else []
    titles: Titles = [(rule.id, {"fr": rule.name("fr"), "en": rule.name("en")}) for rule in rules]
    signals = sorted({rule.signal for rule in rules if rule.signal})
    return titles, signals, sorted({action.kind for rule in rules for action in rule.then})


def stepped_back(community_id: int) -> list[MandateCard]:
    """Mandates that the machine withdrew and about which nobody has done anything since."""
    rows = list(
        MandateRecord.objects.filter(community_id=community_id, state=MandateState.WITHDRAWN)
    )
    if not rows:
        return []
    policy, last = _policy(community_id), _last_steps([row.pk for row in rows])
    cards = [_card(row, policy, last.get(row.pk)) for row in rows]
    return [card for card in cards if card.is_by_machine]


def _policy(community_id: int) -> Policy | None:
    try:
        return in_force(community_id).policy
    except NoPolicy:
        return None


def _acts_alone(rule: Rule) -> bool:
    return rule.mode == "act" and any(
        action.kind not in ("tag", "escalate") for action in rule.then
    )


def _last_steps(ids: list[int]) -> dict[int, Any]:
    rows = MandateStep.objects.filter(mandate_id__in=ids).order_by("mandate_id", "number")
    return {row.mandate_id: row for row in rows}


def _card(row: MandateRecord, policy: Policy | None, last: Any) -> MandateCard:
    life = life_json.from_json(row.life)
    asked = life.request
    rule = next((r for r in policy.rules if r.id == row.rule_id), None) if policy else None
    title = {"fr": rule.name("fr"), "en": rule.name("en")} if rule else {}
    return MandateCard(
        id=row.pk,
        action=row.action,
        rule_id=row.rule_id,
        rule_title=title or {"fr": row.rule_id, "en": row.rule_id},
        signal=row.signal,
        language=row.language,
        state=life.state,
        threshold=life.calibration.threshold if life.calibration else None,
        wrong_in_100=100 * asked.maximum_error,
        confidence=asked.confidence,
        minimum_evidence=asked.minimum_evidence,
        hours={code: asked.hours.text(code) for code in ("fr", "en")},
        time_zone=asked.hours.timezone,
        review_share=row.review_share,
        changed_at=row.changed_at,
        why={"fr": last.why_fr, "en": last.why_en} if last else {},
        is_by_machine=last is not None and last.actor == "machine",
        is_tested=row.proof is not None,
    )


def _step(step: Any) -> StepLine:
    return StepLine(
        number=step.number,
        kind=step.kind,
        state=step.state,
        at=step.at,
        by=step.by.name if step.by else "",
        is_by_machine=step.actor == "machine",
        why={"fr": step.why_fr, "en": step.why_en},
    )


def _test(step: Any) -> TestLine:
    figures = step.figures
    return TestLine(
        at=step.at,
        is_passed=step.kind == "tested",
        why={"fr": step.why_fr, "en": step.why_en},
        **{name: figures[name] for name in (
            "decisions", "cases", "wrong", "low", "high", "threshold", "missing", "least_missing",
            "attempt", "set_aside")},
    )  # fmt: skip


def _now(row: MandateRecord, life: Life, mark: str) -> InForceNow:
    at = timezone.now()
    acted, undone = mandate_watch.acted_count(row)
    sampled = mandate_watch.checked(row)
    model = (row.proof or {}).get("model_version", "")
    return InForceNow(
        watch=mandate_watch.watched(row, life.request, at),
        points=tuple(mandate_watch.error_over_time(sampled, life.request.delta)),
        acted=acted,
        undone=undone,
        waiting=mandate_watch.waiting(row),
        covers_now=life.request.hours.cover(at),
        is_outdated=not holds_for(row, mark, model),
    )


def _needed(life: Life) -> int:
    """The fewest decisions, all of them right, with which the next test could pass."""
    level = life.request.delta / (life.attempt * (life.attempt + 1))
    least = max(
        binomial.least_cases(life.request.maximum_error, level), life.request.minimum_evidence
    )
    return math.ceil(least / (1 - ASIDE))
