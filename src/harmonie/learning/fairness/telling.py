"""Sentences of an audit that both the page and the terminal say."""

from __future__ import annotations

from collections.abc import Sequence

from harmonie.learning.fairness.gate import suite_share
from harmonie.learning.fairness.records import (
    AuditReport,
    Finding,
    FunctionFigure,
    GroupFigure,
    Interval,
    RobustnessFigure,
    SwapFigure,
)
from harmonie.learning.report.words import count, number, percent, speaker, tongue

#: Figures that are shares, told in per cent; the others are AUCs and gaps of score.
_SHARES = ("fpr_gap", "fnr_gap", "swap_flips", "suite_", "function_", "robustness_",
           "against_suite_")  # fmt: skip
AUCS = ("subgroup_auc", "bpsn_auc", "bnsp_auc")


def verdict(report: AuditReport, language: str) -> str:
    """Passed, or how many figures are on the wrong side."""
    say = speaker(language)
    failed, open_ = len(report.failed), len(report.undecided)
    rest = say(
        f"; {open_} cannot be told" if open_ else "",
        f"\u202f; {open_} ne peuvent pas être dits" if open_ else "",
    )
    if report.passed:
        return say(
            f"Passed: {count(len(report.findings) - open_, language)} figures hold{rest}.",
            f"Réussi\u00a0: {count(len(report.findings) - open_, language)} chiffres "
            f"tiennent{rest}.",
        )
    figures = say("1 figure is", "1 chiffre est") if failed == 1 else say(
        f"{failed} figures are", f"{failed} chiffres sont"
    )  # fmt: skip
    return say(
        f"Refused: {figures} on the wrong side of the bound{rest}.",
        f"Refusé\u00a0: {figures} du mauvais côté du seuil{rest}.",
    )


def refused(report: AuditReport, language: str) -> str:
    """How many texts the model would not judge; ``""`` when there is none."""
    if not report.refused:
        return ""
    many = count(report.refused, language)
    return speaker(language)(
        f"{many} texts were not judged by the model; they count as not flagged.",
        f"{many} textes n’ont pas été jugés par le modèle\u202f; ils comptent comme non signalés.",
    )


def measured(finding: Finding, language: str) -> str:
    """Its figure with the interval, or too few to tell."""
    if finding.figure is None:
        return undecided(finding, language)
    value = _value(finding, finding.figure, language)
    if finding.low is None or finding.high is None:
        return value
    low, high = (_value(finding, one, language) for one in (finding.low, finding.high))
    return f"{value} ({low} – {high})"


def undecided(finding: Finding, language: str) -> str:
    """Why there is no verdict."""
    say = speaker(language)
    if finding.n == 0:
        return say("not judged", "pas jugé")
    return say("too few to tell", "trop peu pour le dire")


def bound(finding: Finding, language: str) -> str:
    sign = "≥" if finding.direction == "at_least" else "≤"
    return f"{sign} {_value(finding, finding.bound, language)}"


def _value(finding: Finding, value: float, language: str) -> str:
    if finding.key.startswith(_SHARES):
        return percent(_no_minus_zero(value), language)
    return number(value, language)


def spread(one: Interval | None, language: str, as_percent: bool = False) -> str:
    """``0.98 (0.95 – 1.00)`` or ``70% (67% – 72%)``."""
    if one is None:
        return speaker(language)("too few", "trop peu")
    told = [
        percent(_no_minus_zero(v), language) if as_percent else number(v, language, 2)
        for v in (one.value, one.low, one.high)
    ]
    return f"{told[0]} ({told[1]} – {told[2]})"


def _no_minus_zero(share: float) -> float:
    return round(share, 2) + 0.0


def groups_finding(groups: Sequence[GroupFigure], language: str, of: str) -> str:
    """``French: mean subgroup AUC 0.989; least for …``."""
    say = speaker(language)
    known = [g for g in groups if g.subgroup_auc]
    name = tongue(of, language).capitalize()
    if not known:
        return say(f"{name}: too few texts to tell", f"{name}\u00a0: trop peu de textes")
    mean = sum(g.subgroup_auc.value for g in known if g.subgroup_auc) / len(known)
    least, value = worst_auc(known)
    return say(
        f"{name}: mean subgroup AUC {number(mean, language)}; the least well treated: "
        f"{least.name(language)} ({number(value, language)})",
        f"{name}\u00a0: AUC de sous-groupe {number(mean, language)} en moyenne\u202f; le moins "
        f"bien traité\u00a0: {least.name(language)} ({number(value, language)})",
    )


def worst_auc(groups: Sequence[GroupFigure]) -> tuple[GroupFigure, float]:
    """The group with the lowest of its three AUCs, and that AUC."""
    return min(((g, least_auc(g)) for g in groups), key=lambda pair: pair[1])


def least_auc(group: GroupFigure) -> float:
    """The lowest of its three AUCs; 1 when none can be told."""
    aucs = (getattr(group, key) for key in AUCS)
    return min((one.value for one in aucs if one), default=1.0)


def suite_finding(functions: Sequence[FunctionFigure], language: str, of: str) -> str:
    say = speaker(language)
    share, n = suite_share(functions)
    harmful, _ = suite_share([f for f in functions if f.harmful])
    harmless, _ = suite_share([f for f in functions if not f.harmful])
    name = tongue(of, language).capitalize()
    if share is None or harmful is None or harmless is None:
        return say(f"{name}: nothing could be judged", f"{name}\u00a0: rien n’a pu être jugé")
    told = [percent(one.value, language) for one in (share, harmful, harmless)]
    many = count(n, language)
    return say(
        f"{name}: {told[0]} of {many} cases as expected ({told[1]} of the harmful ones found, "
        f"{told[2]} of the harmless ones left alone)",
        f"{name}\u00a0: {told[0]} de {many} cas comme attendu ({told[1]} des nuisibles trouvés, "
        f"{told[2]} des inoffensifs laissés en paix)",
    )


def swaps_finding(figure: SwapFigure, language: str) -> str:
    say = speaker(language)
    gap = number(figure.mean_gap.value, language)
    flips = percent(figure.flips.value, language)
    return say(
        f"{figure.title('en')}: mean gap {gap}, {flips} of verdicts flip",
        f"{figure.title('fr')}\u00a0: écart moyen {gap}, {flips} des verdicts basculent",
    )


def robustness_finding(figures: Sequence[RobustnessFigure], language: str, of: str) -> str:
    say = speaker(language)
    name = tongue(of, language).capitalize()
    if not figures:
        return say(f"{name}: nothing could be judged", f"{name}\u00a0: rien n’a pu être jugé")
    hardest = max(figures, key=lambda figure: figure.missed)
    lost = percent(hardest.missed, language)
    change = hardest.title(language)
    change = change if change.isupper() else change[0].lower() + change[1:]
    return say(
        f"{name}: the costliest change is “{change}”: {lost} of the abuse found before is lost",
        f"{name}\u00a0: le plus coûteux est «\u202f{change}\u202f»\u00a0: {lost} des abus trouvés "
        "avant sont perdus",
    )
