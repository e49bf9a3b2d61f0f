"""An audit's report arranged for people: charts, the gate in words, moves, tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harmonie.apps.fairness.contracts import AuditCard, AuditView
from harmonie.apps.fairness.labels import FIGURES
from harmonie.apps.web import wording

if TYPE_CHECKING:
    from harmonie.learning.fairness import (
        AuditReport,
        Finding,
        FunctionFigure,
        GroupFigure,
        Interval,
        RobustnessFigure,
        SwapFigure,
        TrainingShare,
    )

#: A difference smaller than this is not told as a move.
WORTH_TELLING = 0.005
AUC_START = 0.5


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group's figures with its name in the page's language."""

    figure: GroupFigure
    name: str
    has_failed: bool

    @property
    def areas(self) -> tuple[Interval | None, ...]:
        return self.figure.subgroup_auc, self.figure.bpsn_auc, self.figure.bnsp_auc

    @property
    def shares(self) -> tuple[Interval | None, ...]:
        return self.figure.fpr, self.figure.fnr


@dataclass(frozen=True, slots=True)
class GroupChart:
    """The groups of one language, the worst first, on a scale that holds them all."""

    language: str
    rows: tuple[GroupRow, ...]
    worst: GroupRow | None
    area_start: float
    area_limit: float | None

    @property
    def flagged(self) -> list[GroupRow]:
        """The groups whose harmless texts are flagged most first, those without figure last."""

        def alarms(row: GroupRow) -> float:
            return -row.figure.fpr.value if row.figure.fpr is not None else 1.0

        return sorted(self.rows, key=alarms)


@dataclass(frozen=True, slots=True)
class GateLine:
    """A question of the gate, answered; ``alike`` counts those of the same kind and answer, of
    which this one lies closest to its bound.
    """

    finding: Finding
    title: str
    is_area: bool
    alike: int = 1


@dataclass(frozen=True, slots=True)
class Gate:
    """``failed`` one by one, the others one line for each kind of question and language."""

    failed: tuple[GateLine, ...]
    unsure: tuple[GateLine, ...]
    passed: tuple[GateLine, ...]
    unsure_count: int
    passed_count: int


@dataclass(frozen=True, slots=True)
class FunctionLine:
    title: str
    harmful: bool
    french: FunctionFigure | None
    english: FunctionFigure | None

    @property
    def figures(self) -> list[FunctionFigure]:
        return [one for one in (self.french, self.english) if one is not None]

    @property
    def worst(self) -> float:
        return min((one.right / one.n for one in self.figures if one.n), default=1.0)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with the words that another has differently."""

    text: str
    spans: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class SwapLine:
    figure: SwapFigure
    title: str
    first: Marked
    second: Marked
    has_failed: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A figure then and now; ``verdict``: better, worse or same."""

    label: Any
    language: str
    before: float
    after: float
    verdict: str
    is_area: bool


@dataclass(frozen=True, slots=True)
class Curve:
    label: Any
    language: str
    values: tuple[float | None, ...]
    start: float
    end: float
    last: float
    is_area: bool


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[str]
    rows: list[list[object]]


def groups(report: AuditReport) -> list[GroupChart]:
    """One chart for each language that has groups."""
    return [chart for language in report.languages if (chart := _chart(report, language)).rows]


def _chart(report: AuditReport, language: str) -> GroupChart:
    told = wording.language()
    failed = {one.group for one in report.failed if one.language in ("", language)}
    figures = [one for one in report.groups if one.language == language]
    figures.sort(key=lambda one: (one.subgroup_auc is None, _area(one)))
    rows = tuple(GroupRow(one, one.name(told), one.group in failed) for one in figures)
    areas = [one.subgroup_auc for one in figures if one.subgroup_auc is not None]
    limits = [
        finding.bound
        for finding in report.findings
        if finding.key == "subgroup_auc" and finding.language in ("", language)
    ]
    return GroupChart(
        language=language,
        rows=rows,
        worst=rows[0] if areas else None,
        area_start=_start([area.low for area in areas], limits),
        area_limit=min(limits, default=None),
    )


def _area(one: GroupFigure) -> float:
    return one.subgroup_auc.value if one.subgroup_auc is not None else 1.0


def _start(lows: Sequence[float], limits: Sequence[float]) -> float:
    """The start of a scale up to 1 that holds every interval and limit."""
    lowest = min([*lows, *limits], default=AUC_START)
    return max(0.0, min(0.9, lowest // 0.1 * 0.1))


def gate(report: AuditReport) -> Gate:
    """What the thresholds answer: refusals first."""
    failed = sorted(report.failed, key=_margin)
    passed = [finding for finding in report.findings if finding.passed]
    return Gate(
        failed=tuple(_gate_line(finding, 1) for finding in failed),
        unsure=_closest(report.undecided),
        passed=_closest(passed),
        unsure_count=len(report.undecided),
        passed_count=len(passed),
    )


def _closest(findings: Sequence[Finding]) -> tuple[GateLine, ...]:
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.key, finding.language), []).append(finding)
    return tuple(_gate_line(min(found, key=_margin), len(found)) for found in kinds.values())


def _margin(finding: Finding) -> float:
    """How far on the right side of its bound a figure lies; negative on the wrong one."""
    if finding.figure is None:
        return 0.0
    gap = finding.figure - finding.bound
    return gap if finding.direction == "at_least" else -gap


def _gate_line(finding: Finding, alike: int) -> GateLine:
    return GateLine(finding, finding.title(wording.language()), "auc" in finding.key, alike)


def functions(report: AuditReport) -> list[FunctionLine]:
    """The functional suite, what goes worst first."""
    told = wording.language()
    found: dict[str, dict[str, FunctionFigure]] = {}
    for one in report.functions:
        found.setdefault(one.function, {})[one.language] = one
    lines = [
        FunctionLine(
            title=(first := next(iter(pair.values()))).title(told),
            harmful=first.harmful,
            french=pair.get("fr"),
            english=pair.get("en"),
        )
        for pair in found.values()
    ]
    return sorted(lines, key=lambda line: line.worst)


def swaps(report: AuditReport) -> list[SwapLine]:
    """Counterfactual swaps, those that change most verdicts first."""
    told = wording.language()
    failed = {(one.group, one.language) for one in report.failed}
    lines = [
        SwapLine(
            figure=one,
            title=one.title(told),
            first=_marked(one.worst.first, one.worst.second, one.worst.first_score),
            second=_marked(one.worst.second, one.worst.first, one.worst.second_score),
            has_failed=bool({(one.axis, one.language), (one.axis, "")} & failed),
        )
        for one in report.swaps
    ]
    return sorted(lines, key=lambda line: (-line.figure.flips.value, -line.figure.worst_gap))


def _marked(text: str, other: str, score: float) -> Marked:
    """The words of ``text`` between what both sentences begin and end with."""
    mine, theirs = text.split(" "), other.split(" ")
    most = min(len(mine), len(theirs))
    start = next((n for n in range(most) if mine[n] != theirs[n]), most)
    end = next((n for n in range(most - start) if mine[-1 - n] != theirs[-1 - n]), most - start)
    first = len(" ".join(mine[:start])) + bool(start)
    middle = " ".join(mine[start : len(mine) - end])
    return Marked(text, ((first, first + len(middle)),) if middle else (), score)


def robustness(report: AuditReport) -> list[tuple[str, RobustnessFigure]]:
    """Changes of form, the costliest first."""
    told = wording.language()
    rows = sorted(report.robustness, key=lambda one: -one.drop.value)
    return [(one.title(told), one) for one in rows]


def training(report: AuditReport) -> dict[str, Any] | None:
    """Whom the training texts speak of; ``None`` when the weights do not say."""
    found = report.representativeness
    if found is None:
        return None
    told = wording.language()
    axes: dict[str, list[tuple[str, TrainingShare]]] = {}
    for share in found.shares:
        axes.setdefault(share.axis, []).append((share.name(told), share))
    return {
        "texts": found.texts,
        "statements": [statement.text(told) for statement in found.statements],
        "groups": axes.get("group", []),
        "dialects": axes.get("dialect", []),
        "languages": axes.get("language", []),
    }


def moves(view: AuditView) -> list[Move]:
    """How the figures by which audits are compared moved since the audit before."""
    if view.previous is None:
        return []
    found = []
    for language, now in view.card.summary.items():
        before = view.previous.summary.get(language, {})
        for key, (label, more_is_better) in FIGURES.items():
            if key in now and key in before:
                found.append(_move(key, label, language, before[key], now[key], more_is_better))
    return found


def _move(
    key: str, label: Any, language: str, before: float, after: float, more_is_better: bool
) -> Move:
    verdict = "same"
    if abs(after - before) >= WORTH_TELLING:
        verdict = "better" if (after > before) == more_is_better else "worse"
    return Move(label, language, before, after, verdict, "auc" in key)


def curves(cards: Sequence[AuditCard]) -> list[Curve]:
    """Each figure over the audits, oldest first; nothing before there are two."""
    if len(cards) < 2:
        return []
    found = []
    for key, (label, more_is_better) in FIGURES.items():
        for language in ("fr", "en"):
            values = [card.summary.get(language, {}).get(key) for card in cards]
            known = [value for value in values if value is not None]
            if len(known) < 2:
                continue
            start = max(0.0, min(known) - 0.05) if more_is_better else 0.0
            end = 1.0 if more_is_better else max(0.05, *known)
            found.append(Curve(label, language, tuple(values), start, end, known[-1], "auc" in key))
    return found


def by_language(view: AuditView) -> list[tuple[str, dict[str, float]]]:
    """The summary of each language, French first."""
    return [(language, dict(view.card.summary.get(language, {}))) for language in ("fr", "en")]


def tables(report: AuditReport) -> dict[str, Table]:
    """The parts of a report as tables for a spreadsheet, in English as in the JSON."""
    return {
        "groups": _groups_table(report),
        "functions": _rows_of(
            report.functions, ("language", "function", "harmful", "n", "right", "not_judged"),
            ("accuracy",),
        ),
        "swaps": _rows_of(
            report.swaps, ("language", "axis", "sentences", "pairs", "worst_gap"),
            ("mean_gap", "flips"),
        ),
        "robustness": _rows_of(
            report.robustness, ("language", "change", "n", "before", "after", "missed"), ("drop",)
        ),
        "gate": _rows_of(
            report.findings, ("key", "language", "group", "figure", "low", "high", "direction",
                              "bound", "passed", "n"), (),
        ),
    }  # fmt: skip


def _groups_table(report: AuditReport) -> Table:
    return _rows_of(
        report.groups,
        ("language", "family", "group", "n", "toxic"),
        ("subgroup_auc", "bpsn_auc", "bnsp_auc", "fpr", "fnr"),
    )


def _rows_of(rows: Sequence[Any], plain: Sequence[str], intervals: Sequence[str]) -> Table:
    """A column for each plain field, three for each interval."""
    columns = [*plain, *(bound for name in intervals for bound in _bounds(name))]
    found: list[list[object]] = []
    for row in rows:
        cells: list[object] = [getattr(row, name) for name in plain]
        for name in intervals:
            cells += _three(getattr(row, name))
        found.append(cells)
    return Table(columns, found)


def _bounds(name: str) -> tuple[str, str, str]:
    return name, f"{name}_low", f"{name}_high"


def _three(interval: Interval | None) -> tuple[float | None, float | None, float | None]:
    return (None,) * 3 if interval is None else (interval.value, interval.low, interval.high)
