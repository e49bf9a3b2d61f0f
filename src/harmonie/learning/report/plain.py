"""An evaluation as a plain table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harmonie.channels.wording import clip
from harmonie.learning.report.beside import aims, published, sources
from harmonie.learning.report.words import (
    Say,
    count,
    metric,
    named,
    number,
    signal_name,
    speaker,
    tongue,
)
from harmonie.learning.suites.examine import Evaluation, Part, Result
from harmonie.learning.suites.own_table import OwnTable
from harmonie.learning.suites.suite import Suite

#: More groups than that are too many for a terminal.
_MANY, _LOWEST = 40, 15
_COLUMNS = ("auc", "auprc", "macro_f1", "accuracy", "recall", "fpr", "ece")
_HEADS = (
    ("AUC", "AUC"),
    ("AUPRC", "AUPRC"),
    ("mac.F1", "F1 mac"),
    ("accur.", "exact."),
    ("recall", "rappel"),
    ("alarms", "alert."),
    ("ECE", "ECE"),
)


def plain(evaluation: Evaluation, language: str, with_targets: bool = False) -> str:
    """The whole table, ready to print."""
    return "\n".join(_lines(evaluation, language, with_targets)) + "\n"


def _lines(evaluation: Evaluation, language: str, with_targets: bool) -> Iterator[str]:
    say = speaker(language)
    yield say(
        f"model {evaluation.version}, tier {evaluation.tier}",
        f"modèle {evaluation.version}, niveau {evaluation.tier}",
    )
    yield from notes(evaluation, say)
    for suite in evaluation.suites:
        mine = [result for result in evaluation.results if result.suite == suite.name]
        if mine:
            yield ""
            yield from _suite(evaluation, suite, mine, language)
    if with_targets:
        yield ""
        yield from targets(evaluation, language)


def notes(evaluation: Evaluation, say: Say) -> Iterator[str]:
    """What the reader must know before the figures."""
    if evaluation.tier != evaluation.tier_asked:
        yield say(
            f"tier {evaluation.tier_asked} is not installed: {evaluation.tier} was used",
            f"le niveau {evaluation.tier_asked} n’est pas installé\u00a0: {evaluation.tier} a "
            "servi",
        )
    if evaluation.limit is not None:
        yield say(
            f"on a sample: at most {evaluation.limit} texts a task",
            f"sur un échantillon\u00a0: au plus {evaluation.limit} textes par tâche",
        )
    if evaluation.absent:
        names = ", ".join(evaluation.absent)
        yield say(
            f"not in the data folder: {names}", f"absent du dossier de données\u00a0: {names}"
        )
    for name, remark in evaluation.remarks.items():
        yield say(f"{name}: {remark[0]}", f"{name}\u00a0: {remark[1]}")
    for name in evaluation.not_installed:
        yield say(f"{name}: not installed", f"{name}\u00a0: pas installé")


def shared(evaluation: Evaluation, suite: Suite | OwnTable, say: Say) -> str:
    """A warning when training sets hold rows of the suite; ``""`` otherwise."""
    if not suite.shares:
        return ""
    learnt = evaluation.learnt.get(suite.name, ())
    names = ", ".join(learnt or suite.shares)
    if learnt:
        return say(
            f"rows of this suite are in {names}, which this model learnt from: not independent",
            f"des lignes de cette suite sont dans {names}, que ce modèle a appris\u00a0: "
            "pas indépendant",
        )
    return say(
        f"rows of this suite are in {names}; the card of this model does not name it",
        f"des lignes de cette suite sont dans {names}\u202f; la fiche de ce modèle ne le cite pas",
    )


def _suite(
    evaluation: Evaluation, suite: Suite | OwnTable, mine: Sequence[Result], language: str
) -> Iterator[str]:
    say = speaker(language)
    yield say(f"{suite.name}: {suite.title[0]}", f"{suite.name}\u00a0: {suite.title[1]}")
    if warning := shared(evaluation, suite, say):
        yield f"  ({warning})"
    heads = [f"{say(*head):>6}" for head in _HEADS]
    main = say("main figure, 95 % interval", "chiffre principal, intervalle à 95\u202f%")
    names = say("signal", "signal"), say("texts", "textes"), say("yes", "oui")
    yield f"  {'':26} {'':2} {names[0]:11} {names[1]:>7} {names[2]:>6}  {main:34} {' '.join(heads)}"
    for result in mine:
        if result.judge == evaluation.judge:
            yield _row(named(result.task, suite.name, language), result, language)
            yield from _parts(result, language)
            for p in published(result):
                if p.metric == result.main:
                    name = say(f"{p.system} (published)", f"{p.system} (publié)")
                    yield f"    {name:54}  {metric(p.metric, language)} {number(p.value, language)}"
        else:
            yield _row(f"  {result.judge}", result, language)
    for source in sources([r for r in mine if r.judge == evaluation.judge]):
        yield say(f"  (published: {source})", f"  (publié\u00a0: {source})")


def _row(name: str, result: Result, language: str) -> str:
    say = speaker(language)
    yes = "" if result.several else count(result.positives, language)
    start = (
        f"  {clip(name, 26):26} {result.language[:2]:2} {signal_name(result.signal, language):11} "
        f"{count(result.texts, language):>7} {yes:>6}  "
    )
    if result.status == "no_signal":
        return start + say("no such signal in this model", "pas de tel signal dans ce modèle")
    if result.status == "no_texts":
        return start + say("no text", "aucun texte")
    values = []
    for name_ in _COLUMNS:
        one = result.metrics.get(name_)
        values.append(f"{number(one.value if one else None, language):>6}")
    return start + f"{figure(result, language):34} " + " ".join(values)


def figure(result: Result | Part, language: str, main: str = "") -> str:
    """``accuracy 0.784 [0.741, 0.822]``."""
    name = main or (result.main if isinstance(result, Result) else "")
    one = result.metrics.get(name)
    if one is None:
        return f"{metric(name, language)} –"
    low, high = number(one.low, language), number(one.high, language)
    return f"{metric(name, language)} {number(one.value, language)} [{low}{_comma(language)}{high}]"


def _comma(language: str) -> str:
    return "\u202f; " if language == "fr" else ", "


def _parts(result: Result, language: str) -> Iterator[str]:
    """Every group; of very many, the lowest ones."""
    if len(result.parts) <= _MANY:
        yield from (_part(part, result, language) for part in result.parts)
        return

    def value(part: Part) -> float:
        one = part.metrics.get(result.main) or part.metrics.get("accuracy")
        return one.value if one else 2.0

    for part in sorted(result.parts, key=value)[:_LOWEST]:
        yield _part(part, result, language)
    more = len(result.parts) - _LOWEST
    yield speaker(language)(
        f"    … and {more} groups that are not lower: in the report, with --output",
        f"    … et {more} groupes qui ne sont pas plus bas\u00a0: dans le rapport, avec --output",
    )


def _part(part: Part, result: Result, language: str) -> str:
    say = speaker(language)
    label = clip(named(part.name, result.suite, language), 39)
    yes = "" if result.several else count(part.positives, language)
    start = f"    {label:39} {count(part.texts, language):>7} {yes:>6}  "
    if not part.metrics:
        return start + say("too few to tell", "trop peu pour le dire")
    shown = result.main if result.main in part.metrics else "accuracy"
    return start + figure(part, language, shown)


def targets(evaluation: Evaluation, language: str) -> Iterator[str]:
    """The table of the targets, reached or not."""
    say = speaker(language)
    yield say("targets", "objectifs")
    for aim in aims(evaluation):
        sign = "≥" if aim.bound == "least" else "≤"
        task = named(aim.task, aim.suite, language)
        spoken = tongue(aim.language, language)
        what = f"{aim.suite}, {task}, {spoken}, {signal_name(aim.signal, language)}"
        state = (
            say("not measured", "pas mesuré")
            if aim.found is None
            else say("reached", "atteint")
            if aim.is_reached
            else say("NOT reached", "PAS atteint")
        )
        yield (
            f"  {what:70} {metric(aim.metric, language):10} {sign} {number(aim.value, language, 2)}"
            f"  {number(aim.found, language)}  {state}"
        )
