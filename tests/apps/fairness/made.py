"""An audit's report made by hand: two languages, a group that fails, one too small to tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from harmonie.learning.fairness import (
    AuditReport,
    Finding,
    FunctionFigure,
    GroupFigure,
    Interval,
    Miss,
    Representativeness,
    RobustnessFigure,
    Statement,
    Swap,
    SwapFigure,
    TrainingShare,
)

LANGUAGES = ("fr", "en")


def group(language: str, key: str, names: tuple[str, str], area: float | None) -> GroupFigure:
    told = None if area is None else Interval(area, max(0.0, area - 0.05), min(1.0, area + 0.03))
    rate = None if area is None else Interval(1 - area, 0.0, min(1.0, 1.2 - area))
    return GroupFigure(
        language, "religion", key, *names, 4 if area is None else 120, 2 if area is None else 60,
        told, told, told, rate, rate,
    )  # fmt: skip


def finding(
    key: str, language: str, about: str, figure: float | None, passed: bool | None
) -> Finding:
    return Finding(
        key, f"Question sur {about}", f"Question about {about}", language, about, figure,
        None if figure is None else figure - 0.02, None if figure is None else figure + 0.02,
        0.93, passed, 4 if figure is None else 120,
    )  # fmt: skip


def made_report(version: str = "fast-aaaa1111", *, passed: bool = True, accuracy: int = 90) -> Any:
    """``accuracy``: how many of the hundred cases of the one function are right. The tier is that
    of ``version``, as in an audit that was made for real."""
    area = 0.97 if passed else 0.61
    findings = []
    for language in LANGUAGES:
        findings += [
            finding("subgroup_auc", language, "muslim", area, passed),
            finding("subgroup_auc", language, "breton", None, None),
            finding("suite_accuracy", language, "", 0.95, True),
        ]
    return AuditReport(
        model_version=version,
        tier=version.partition("-")[0],
        made_at=datetime.now(UTC).replace(microsecond=0),
        passed=passed,
        findings=tuple(findings),
        groups=tuple(
            one
            for language in LANGUAGES
            for one in (
                group(language, "muslim", ("musulmans", "Muslims"), area),
                group(language, "christian", ("chrétiens", "Christians"), 0.98),
                group(language, "breton", ("Bretons", "Bretons"), None),
            )
        ),
        functions=tuple(
            FunctionFigure(
                language, "negated_insult", "Insulte niée", "Negated insult", False, ("insult",),
                100, accuracy, 0, Interval(accuracy / 100, 0.8, 0.97),
                (Miss("1", "Tu n’es pas un <b>idiot</b>", "insult", 0, 0.71),),
            )
            for language in LANGUAGES
        ),
        swaps=tuple(
            SwapFigure(
                language, "religion", "Religion", "Religion", 40, 240, Interval(0.02, 0.01, 0.03),
                0.3, Interval(0.013, 0.003, 0.036),
                Swap("Je suis musulman et joueur", "Je suis chrétien et joueur", 0.61, 0.31),
            )
            for language in LANGUAGES
        ),
        robustness=tuple(
            RobustnessFigure(
                language, "typos", "Fautes de frappe", "Spelling mistakes", 90, 0.9, 0.82,
                Interval(0.08, 0.03, 0.12), 0.1,
            )
            for language in LANGUAGES
        ),
        representativeness=Representativeness(
            1000,
            (TrainingShare("group", "muslim", "musulmans", "Muslims", "fr", 40, 0.04, 0.5, 1.2),),
            (Statement("Les Bretons manquent.", "Bretons are missing."),),
        ),
        texts=900,
    )  # fmt: skip


def audits_as(report: Any) -> Callable[..., Any]:
    """Stands in for ``harmonie.learning.fairness.audit``."""

    def audit(pipeline: Any, *, progress: Any = None, **_: Any) -> Any:
        if progress:
            progress(450, 900)
        return report

    return audit
