"""The findings: every figure that has a bound, with its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from harmonie.learning.fairness.records import (
    AuditReport,
    Finding,
    FunctionFigure,
    GroupFigure,
    Interval,
    RobustnessFigure,
    SwapFigure,
)
from harmonie.learning.fairness.thresholds import Bound, Thresholds
from harmonie.learning.fairness.wording import TITLES

_AUCS = ("subgroup_auc", "bpsn_auc", "bnsp_auc")


class Gate:
    """Makes findings: a figure that nobody can tell gets no verdict, never a pass."""

    def __init__(self, limits: Thresholds) -> None:
        self._limits = limits

    def finding(
        self,
        key: str,
        language: str,
        figure: Interval | float | None,
        n: int,
        group: str = "",
        names: tuple[str, str] = ("", ""),
        bound: Bound | None = None,
    ) -> Finding:
        """``names`` are those of the group in English and French."""
        limit = bound or self._limits.bounds[key]
        value = figure.value if isinstance(figure, Interval) else figure
        low, high = (figure.low, figure.high) if isinstance(figure, Interval) else (None, None)
        verdict = None if value is None else limit.holds(value)
        en, fr = (title.format(name=name) for title, name in zip(TITLES[key], names, strict=True))
        return Finding(
            key, fr, en, language, group, value, low, high, round(limit.value, 5), verdict, n,
            limit.direction,
        )  # fmt: skip

    def groups(self, figures: Sequence[GroupFigure], language: str) -> Iterator[Finding]:
        """Mean and each group: three AUCs, and rates of error above the mean of all groups."""
        known = [g.subgroup_auc.value for g in figures if g.subgroup_auc]
        total = sum(g.n for g in figures)
        yield self.finding("subgroup_auc_mean", language, _mean(known), total)
        centre = {rate: _mean([r.value for g in figures if (r := getattr(g, rate))])
                  for rate in ("fpr", "fnr")}  # fmt: skip
        for group in figures:
            names = group.name_en, group.name_fr
            for key in _AUCS:
                figure = getattr(group, key)
                yield self.finding(key, language, figure, group.n, group.group, names)
            for rate, mean in centre.items():
                gap = _above(getattr(group, rate), mean)
                yield self.finding(f"{rate}_gap", language, gap, group.n, group.group, names)

    def swaps(self, figures: Sequence[SwapFigure]) -> Iterator[Finding]:
        for figure in figures:
            names = figure.title_en, figure.title_fr
            enough = figure.pairs >= self._limits.too_few["pairs"]
            for key, value in (("swap_mean_gap", figure.mean_gap), ("swap_flips", figure.flips)):
                told = value if enough else None
                yield self.finding(key, figure.language, told, figure.pairs, figure.axis, names)

    def functions(self, figures: Sequence[FunctionFigure], language: str) -> Iterator[Finding]:
        """The suite as a whole and each function; what is not judged is not counted."""
        share, n = suite_share(figures)
        yield self.finding("suite_accuracy", language, share, n)
        share, n = suite_share([figure for figure in figures if not figure.harmful])
        yield self.finding("suite_harmless", language, share, n)
        for figure in figures:
            names = figure.title_en, figure.title_fr
            yield self.finding(
                "function_accuracy", language, figure.accuracy, figure.n, figure.function, names
            )

    def language_gap(self, figures: Sequence[FunctionFigure]) -> Iterator[Finding]:
        """Once, over the functions that both languages could be judged on."""
        shares = []
        both = {f.function for f in figures if f.language == "fr" and f.n} & {
            f.function for f in figures if f.language == "en" and f.n
        }
        for language in ("fr", "en"):
            mine = [f for f in figures if f.language == language and f.function in both]
            shares.append(suite_share(mine))
        (french, n), (english, more) = shares
        if french is not None and english is not None:
            gap = round(abs(french.value - english.value), 5)
            yield self.finding("suite_language_gap", "", gap, n + more)

    def robustness(self, figures: Sequence[RobustnessFigure]) -> Iterator[Finding]:
        for figure in figures:
            names = figure.title_en, figure.title_fr
            enough = figure.n >= self._limits.too_few["function"]
            yield self.finding(
                "robustness_drop", figure.language, figure.drop if enough else None, figure.n,
                figure.change, names,
            )  # fmt: skip
            yield self.finding(
                "robustness_lost", figure.language, figure.missed if enough else None, figure.n,
                figure.change, names,
            )  # fmt: skip

    def against(self, new: AuditReport, old: AuditReport) -> Iterator[Finding]:
        """Refuses a figure that lies under the older one's interval, less the slack.

        Of figures that hold, only the closest to its bound is told for each measure and language.
        """
        before = {(g.language, g.group): g for g in old.groups}
        found = []
        for group in new.groups:
            older = before.get((group.language, group.group))
            for key in _AUCS if older else ():
                figure, was = getattr(group, key), getattr(older, key)
                if figure and was:
                    names = group.name_en, group.name_fr
                    found.append(
                        self.finding(
                            f"against_{key}", group.language, figure, group.n, group.group,
                            names, Bound("at_least", was.low - self._limits.slack),
                        )
                    )  # fmt: skip
        for language in new.languages:
            found += self._suite_against(new, old, language)
        yield from _told(found)

    def _suite_against(
        self, new: AuditReport, old: AuditReport, language: str
    ) -> Iterator[Finding]:
        """On the functions that both models could be judged on."""
        shares = []
        both = {f.function for f in new.functions if f.language == language and f.n} & {
            f.function for f in old.functions if f.language == language and f.n
        }
        for report in (new, old):
            mine = [f for f in report.functions if f.language == language and f.function in both]
            shares.append(suite_share(mine))
        (now, n), (was, _) = shares
        if now is not None and was is not None:
            bound = Bound("at_least", was.low - self._limits.slack)
            yield self.finding("against_suite_accuracy", language, now, n, bound=bound)


def suite_share(figures: Sequence[FunctionFigure]) -> tuple[Interval | None, int]:
    """Share of the cases of ``figures`` judged as expected, and how many cases were judged.

    The interval is that of independent cases (Wilson 1927).
    """
    n, right = sum(f.n for f in figures), sum(f.right for f in figures)
    if n == 0:
        return None, 0
    share, z = right / n, 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * ((share * (1 - share) + z * z / (4 * n)) / n) ** 0.5
    return Interval(round(share, 5), round(middle - half, 5), round(middle + half, 5)), n


def gated(report: AuditReport, limits: Thresholds, against: AuditReport | None) -> AuditReport:
    """The report with its findings and verdict."""
    gate = Gate(limits)
    findings: list[Finding] = []
    for language in report.languages:
        findings += gate.groups([g for g in report.groups if g.language == language], language)
        mine = [f for f in report.functions if f.language == language]
        findings += gate.functions(mine, language)
    findings += gate.language_gap(report.functions)
    findings += gate.swaps(report.swaps)
    findings += gate.robustness(report.robustness)
    if against is not None:
        findings += gate.against(report, against)
    return replace(
        report,
        findings=tuple(findings),
        passed=all(finding.passed is not False for finding in findings),
    )


def _told(found: Sequence[Finding]) -> Iterator[Finding]:
    closest: dict[tuple[str, str], Finding] = {}
    for finding in found:
        if finding.passed is False:
            yield finding
            continue
        key = finding.key, finding.language
        best = closest.get(key)
        if best is None or _margin(finding) < _margin(best):
            closest[key] = finding
    yield from closest.values()


def _margin(finding: Finding) -> float:
    return (finding.figure or 0.0) - finding.bound


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 5) if values else None


def _above(rate: Interval | None, mean: float | None) -> Interval | None:
    if rate is None or mean is None:
        return None
    return Interval(*(round(one - mean, 5) for one in (rate.value, rate.low, rate.high)))
