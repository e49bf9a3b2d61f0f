"""Models, comparisons and the gate arranged for people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from harmonie.apps.moderation.labels import KINDS, MODES, SIGNALS
from harmonie.apps.tuning import labels, refusals
from harmonie.apps.tuning.contracts import Candidate, Readiness
from harmonie.apps.web import wording

if TYPE_CHECKING:
    from harmonie.learning.fairness import AuditReport, Finding


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a model card says, as far as it says it."""

    version: str
    made_at: datetime | None
    sha256: str
    texts: int
    licences: tuple[str, ...]
    sources: tuple[tuple[str, str, int], ...]
    figures: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the messages that changes sides."""

    name: Any
    total: int
    changed: int

    @property
    def share(self) -> float:
        return self.changed / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Sides:
    name: Any
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Comparison:
    judged: int
    same_share: float
    other_decisions: int
    has_rules: bool
    signals: tuple[Sides, ...]
    languages: tuple[Share, ...]
    groups: tuple[Share, ...]
    decisions: tuple[tuple[str, str, int], ...]
    unread_live: int
    unread_candidate: int


def card(candidate: Candidate) -> CardFacts:
    """The card's facts; whatever it does not say is left out."""
    given = candidate.card
    sources = [one for one in given.get("sources", ()) if isinstance(one, Mapping)]
    licences = {str(one["licence"]) for one in sources if one.get("licence")}
    if isinstance(given.get("licence"), str):
        licences = {given["licence"]}
    return CardFacts(
        version=candidate.version,
        made_at=candidate.made_at,
        sha256=str(given.get("sha256", "")),
        texts=int(given.get("examples") or 0),
        licences=tuple(sorted(licences)),
        sources=tuple(
            (str(one.get("name", "")), str(one.get("licence", "")), int(one.get("texts") or 0))
            for one in sources
        ),
        figures=_figures(given.get("figures") or given.get("metrics")),
    )


def _figures(given: Any) -> tuple[tuple[str, float], ...]:
    """Numbers of the card, flattened: ("fr · toxicity · auc", 0.93)."""
    found: list[tuple[str, float]] = []

    def walk(value: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                walk(inner, (*path, str(key)))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append((" · ".join(path), float(value)))

    walk(given, ())
    return tuple(found[:60])


def comparison(result: Mapping[str, Any]) -> Comparison:
    """Counts of a shadow comparison, the largest changes first."""
    judged = result["judged"]
    signals = [
        Sides(SIGNALS.get(n, n), s["gained"], s["lost"]) for n, s in result["signals"].items()
    ]
    return Comparison(
        judged=judged,
        same_share=result["same_sides"] / judged if judged else 1.0,
        other_decisions=result["other_decisions"],
        has_rules=result["has_rules"],
        signals=tuple(sorted(signals, key=lambda one: -(one.gained + one.lost))),
        languages=_shares(result["languages"], labels.LANGUAGES),
        groups=_shares(result["groups"], _group_names()),
        decisions=tuple(
            (*map(_verdict, key.split(">", 1)), count)
            for key, count in sorted(result["decisions"].items(), key=lambda one: -one[1])
        ),
        unread_live=result["cannot_judge"]["live"],
        unread_candidate=result["cannot_judge"]["candidate"],
    )


def _shares(counts: Mapping[str, Any], names: Mapping[str, Any]) -> tuple[Share, ...]:
    found = [Share(names.get(key, key), one["n"], one["changed"]) for key, one in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.share, -one.total)))


def _group_names() -> dict[str, str]:
    from harmonie.learning.fairness.lexicon import entries

    is_french = wording.language() == "fr"
    return {one.key: one.name_fr if is_french else one.name_en for one in entries("groups")}


def _verdict(spelt: str) -> str:
    """ "propose:hide+tag" as people read it."""
    mode, _, kinds = spelt.partition(":")
    told = str(MODES.get(mode, mode))
    names = [str(KINDS.get(kind, kind)) for kind in kinds.split("+") if kind]
    return f"{told} ({', '.join(names)})" if names else told


def missing(ready: Readiness) -> list[str]:
    """What remains to be done before it may serve, in the page's language."""
    return [refusals.why(code)[wording.language() == "fr"] for code in ready.missing]


@dataclass(frozen=True, slots=True)
class GateLine:
    """``alike`` counts the questions of the same kind and answer that this one stands for."""

    finding: Finding
    title: str
    is_area: bool
    alike: int = 1


@dataclass(frozen=True, slots=True)
class Gate:
    failed: tuple[GateLine, ...]
    unsure: tuple[GateLine, ...]
    passed: tuple[GateLine, ...]


def gate(report: AuditReport) -> Gate:
    """What the thresholds answer: each refusal, then one line for each kind of question."""
    told = wording.language()
    failed = [
        GateLine(one, one.title(told), "auc" in one.key)
        for one in sorted(report.failed, key=_margin)
    ]
    return Gate(
        failed=tuple(failed),
        unsure=_closest(report.undecided, told),
        passed=_closest([one for one in report.findings if one.passed], told),
    )


def _closest(findings: Sequence[Finding], told: str) -> tuple[GateLine, ...]:
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.key, finding.language), []).append(finding)
    closest = [(min(found, key=_margin), len(found)) for found in kinds.values()]
    return tuple(GateLine(one, one.title(told), "auc" in one.key, n) for one, n in closest)


def _margin(finding: Finding) -> float:
    if finding.figure is None:
        return 0.0
    gap = finding.figure - finding.bound
    return gap if finding.direction == "at_least" else -gap
