"""The few figures by which audits are compared with each other: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harmonie.learning.fairness import AuditReport

#: (key, whether more is better).
FIGURES = (("accuracy", True), ("worst_auc", True), ("flips", False), ("drop", False))


def summary_of(report: AuditReport) -> dict[str, dict[str, float]]:
    """By language: ``accuracy`` on the functional suite, ``worst_auc`` of the groups that have
    enough texts, ``flips`` (share of swaps that change sides), ``drop`` (worst loss of accuracy
    when the form of a text changes). Figures without enough texts are left out.
    """
    return {language: _of(report, language) for language in report.languages}


def _of(report: AuditReport, language: str) -> dict[str, float]:
    found: dict[str, float] = {}
    functions = [one for one in report.functions if one.language == language]
    judged = sum(one.n for one in functions)
    if judged:
        found["accuracy"] = sum(one.right for one in functions) / judged
    areas = [
        one.subgroup_auc.value
        for one in report.groups
        if one.language == language and one.subgroup_auc is not None
    ]
    if areas:
        found["worst_auc"] = min(areas)
    swaps = [one for one in report.swaps if one.language == language and one.pairs]
    pairs = sum(one.pairs for one in swaps)
    if pairs:
        found["flips"] = sum(one.flips.value * one.pairs for one in swaps) / pairs
    drops = [one.drop.value for one in report.robustness if one.language == language]
    if drops:
        found["drop"] = max(drops)
    return found
