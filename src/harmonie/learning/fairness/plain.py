"""An audit as plain tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from harmonie.learning.fairness.records import AuditReport, Finding, GroupFigure
from harmonie.learning.fairness.telling import (
    bound,
    groups_finding,
    least_auc,
    measured,
    refused,
    robustness_finding,
    spread,
    suite_finding,
    swaps_finding,
    verdict,
)
from harmonie.learning.report.words import count, percent, speaker

#: Groups shown: those least well treated. The page and the JSON hold all.
WORST = 6


def plain(report: AuditReport, language: str) -> str:
    """The whole audit, ready to print."""
    return "\n".join(_lines(report, language)) + "\n"


def _lines(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    texts = count(report.texts, language)
    yield say(
        f"bias audit of {report.model_version}, tier {report.tier}, {texts} texts",
        f"audit des biais de {report.model_version}, niveau {report.tier}, {texts} textes",
    )
    if report.limit is not None:
        yield say(
            f"on a sample: at most {report.limit} sentences or cases a part",
            f"sur un échantillon\u00a0: au plus {report.limit} phrases ou cas par partie",
        )
    if report.refused:
        yield refused(report, language)
    yield from _groups(report, language)
    yield from _functions(report, language)
    yield from _swaps(report, language)
    yield from _robustness(report, language)
    if report.representativeness:
        yield ""
        yield say("training texts", "textes d’apprentissage")
        for statement in report.representativeness.statements:
            yield f"  {statement.text(language)}"
    yield ""
    for finding in report.failed:
        yield _finding(finding, say("refused", "refusé"), language)
    yield verdict(report, language)


def _groups(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    for of in report.languages:
        mine = [group for group in report.groups if group.language == of]
        yield ""
        yield groups_finding(mine, language, of)
        heads = ("AUC", "BPSN", "BNSP", say("false alarms", "fausses alertes"),
                 say("missed", "manqués"))  # fmt: skip
        yield f"  {'':30} " + " ".join(f"{head:>20}" for head in heads)
        for group in sorted(mine, key=least_auc)[:WORST]:
            yield _group(group, language)


def _group(group: GroupFigure, language: str) -> str:
    figures = [spread(one, language) for one in (group.subgroup_auc, group.bpsn_auc,
                                                 group.bnsp_auc)]  # fmt: skip
    figures += [spread(one, language, True) for one in (group.fpr, group.fnr)]
    told = " ".join(f"{figure:>20}" for figure in figures)
    return f"  {_cut(group.name(language), 30):30} {told}"


def _functions(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    for of in report.languages:
        mine = [figure for figure in report.functions if figure.language == of]
        yield ""
        yield suite_finding(mine, language, of)
        for figure in mine:
            kind = say("harm", "nuit") if figure.harmful else "ok"
            unjudged = (
                say(f"  {figure.not_judged} not judged", f"  {figure.not_judged} pas jugés")
                if figure.not_judged
                else ""
            )
            told = spread(figure.accuracy, language, True) if figure.n else "–"
            yield (
                f"  {_cut(figure.title(language), 54):54} {kind:4} {figure.n:>4} {told:>22}"
                f"{unjudged}"
            )


def _swaps(report: AuditReport, language: str) -> Iterator[str]:
    for of in report.languages:
        yield ""
        yield speaker(language)("swaps, ", "échanges, ") + of
        for figure in report.swaps:
            if figure.language == of:
                yield f"  {swaps_finding(figure, language)}"


def _robustness(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    for of in report.languages:
        mine = [figure for figure in report.robustness if figure.language == of]
        yield ""
        yield robustness_finding(mine, language, of)
        for figure in mine:
            drop = spread(figure.drop, language, True)
            lost = percent(figure.missed, language)
            name = say("lost abuse", "abus perdus")
            yield f"  {_cut(figure.title(language), 34):34} {drop:>22}  {name} {lost:>5}"


def _finding(finding: Finding, word: str, language: str) -> str:
    title = _cut(finding.title(language), 76)
    return (
        f"{word:8} {finding.language:2} {title:76} {measured(finding, language):>22} "
        f"{bound(finding, language)}"
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
