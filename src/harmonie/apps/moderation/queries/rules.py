"""The community's rules in words, their versions and how often they fire."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from harmonie.apps.moderation.contracts import RuleCard, VersionCard
from harmonie.apps.moderation.in_force import InForce, in_force
from harmonie.apps.moderation.models import Case, Decision, PolicyVersion, RuleFiring
from harmonie.policies.policy import Rule

PERIOD = timedelta(days=30)
WEEKS = 13


def rules_in_force(community_id: int) -> tuple[InForce, list[RuleCard]]:
    """The rules that apply now, in order, with their figures. Raises :class:`NoPolicy`."""
    now = in_force(community_id)
    figures: dict[str, dict[str, int]] = defaultdict(dict)
    rows = RuleFiring.objects.filter(community_id=community_id, at__gt=timezone.now() - PERIOD)
    for rule_id, mode, count in rows.values_list("rule_id", "mode").annotate(n=Count("id")):
        figures[rule_id][mode] = count
    return now, [rule_card(rule, figures[rule.id]) for rule in now.policy.rules]


def rule_card(rule: Rule, figures: dict[str, int]) -> RuleCard:
    return RuleCard(
        id=rule.id,
        title={"fr": rule.name("fr"), "en": rule.name("en")},
        because={"fr": rule.because["fr"], "en": rule.because["en"]},
        when=rule.when,
        mode=rule.mode,
        severity=rule.severity,
        signal=rule.signal,
        actions=tuple(action.kind for action in rule.then),
        min_confidence=rule.min_confidence,
        fired=sum(figures.values()),
        acted=figures.get("act", 0),
        proposed=figures.get("propose", 0),
        asked=figures.get("ask", 0),
        examples={
            "fires": tuple(example.text for example in rule.examples.fires),
            "does_not": tuple(example.text for example in rule.examples.does_not),
        },
    )


@dataclass(frozen=True, slots=True)
class Firing:
    """One message on which a rule fired, and what became of it."""

    at: Any
    message_id: int
    mode: str
    case_id: int | None
    decision_id: int | None
    decision_kind: str
    is_by_machine: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    card: RuleCard
    number: int
    firings: tuple[Firing, ...]
    outcomes: dict[str, int]
    weeks: tuple[int, ...]
    is_in_force: bool


def rule_page(community_id: int, rule_id: str) -> RulePage | None:
    """Everything a lead wants to know of a rule; ``None`` when no rule has this id."""
    now, cards = rules_in_force(community_id)
    card = next((card for card in cards if card.id == rule_id), None)
    if card is None:
        return None
    rows = RuleFiring.objects.filter(community_id=community_id, rule_id=rule_id)
    recent = list(rows.order_by("-at", "-id")[:25])
    cases = dict(
        Case.objects.filter(message_id__in=[row.message_id for row in recent]).values_list(
            "message_id", "id"
        )
    )
    decisions: dict[int, Decision] = {}
    found = Decision.objects.filter(
        message_id__in=[row.message_id for row in recent], undone_at=None
    ).only("id", "message_id", "kind", "is_by_machine")
    for decision in found.order_by("id"):
        decisions[decision.message_id] = decision
    return RulePage(
        card=card,
        number=now.number,
        firings=tuple(_firing(row, cases, decisions.get(row.message_id)) for row in recent),
        outcomes=_outcomes(community_id, rule_id),
        weeks=_weeks(community_id, rule_id),
        is_in_force=True,
    )


def _firing(row: RuleFiring, cases: dict[int, int], decision: Decision | None) -> Firing:
    return Firing(
        at=row.at,
        message_id=row.message_id,
        mode=row.mode,
        case_id=cases.get(row.message_id),
        decision_id=decision.id if decision else None,
        decision_kind=decision.kind if decision else "",
        is_by_machine=decision.is_by_machine if decision else False,
    )


def _outcomes(community_id: int, rule_id: str) -> dict[str, int]:
    """What people decided on this rule's cases in the period, by kind."""
    rows = Decision.objects.filter(
        community_id=community_id,
        rule_id=rule_id,
        is_by_machine=False,
        undone_at=None,
        made_at__gt=timezone.now() - PERIOD,
    )
    counts = dict(rows.values_list("kind").annotate(n=Count("id")))
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _weeks(community_id: int, rule_id: str) -> tuple[int, ...]:
    """How often the rule fired in each of the last thirteen weeks, oldest first."""
    now = timezone.now()
    since = now - timedelta(weeks=WEEKS)
    counts = [0] * WEEKS
    times = RuleFiring.objects.filter(community_id=community_id, rule_id=rule_id, at__gt=since)
    for at in times.values_list("at", flat=True).iterator(chunk_size=2000):
        counts[min(int((at - since).days // 7), WEEKS - 1)] += 1
    return tuple(counts)


def versions(community_id: int) -> list[VersionCard]:
    """Every version, newest first."""
    rows = PolicyVersion.objects.filter(community_id=community_id).select_related("author")
    return [
        VersionCard(
            number=row.number,
            name=row.name,
            why=row.why,
            author=row.author.name if row.author else "",
            created_at=row.created_at,
            is_current=row.is_current,
        )
        for row in rows.defer("source").order_by("-number")
    ]


def source(community_id: int, number: int | None = None) -> str | None:
    """The YAML text of a version, of the one in force without ``number``; ``None`` if absent."""
    rows = PolicyVersion.objects.filter(community_id=community_id)
    rows = rows.filter(is_current=True) if number is None else rows.filter(number=number)
    return rows.values_list("source", flat=True).first()


@dataclass(frozen=True, slots=True)
class DiffLine:
    """``kind``: " " kept, "+" added, "-" removed, "@" a gap."""

    kind: str
    text: str
    old: int | None
    new: int | None


def diff(before: str, after: str, context: int = 3) -> list[DiffLine]:
    """What changed between two versions, with line numbers."""
    old_lines, new_lines = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(a=old_lines, b=new_lines, autojunk=False)
    lines: list[DiffLine] = []
    for place, group in enumerate(matcher.get_grouped_opcodes(context)):
        if place:
            lines.append(DiffLine("@", "", None, None))
        for kind, a1, a2, b1, b2 in group:
            if kind == "equal":
                lines += [
                    DiffLine(" ", old_lines[a1 + i], a1 + i + 1, b1 + i + 1) for i in range(a2 - a1)
                ]
                continue
            lines += [DiffLine("-", old_lines[i], i + 1, None) for i in range(a1, a2)]
            lines += [DiffLine("+", new_lines[i], None, i + 1) for i in range(b1, b2)]
    return lines
