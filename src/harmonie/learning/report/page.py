"""An evaluation as one page of HTML that needs nothing else: no script, no remote address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from harmonie.learning.report.beside import Aim, aims, own, sources
from harmonie.learning.report.figures import charts
from harmonie.learning.report.plain import notes, shared
from harmonie.learning.report.rows import SHOWN, parts_table, row, rows_beside, table
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
from harmonie.learning.suites.examine import Evaluation
from harmonie.learning.suites.own_table import OwnTable
from harmonie.learning.suites.suite import Suite


def page(evaluation: Evaluation, language: str) -> str:
    """The page in ``language``. It holds figures and names of groups, never a text of a suite."""
    say = speaker(language)
    style = (files(__package__) / "page.css").read_text("utf-8")
    title = say(f"Evaluation of {evaluation.version}", f"Évaluation de {evaluation.version}")
    body = "\n".join(_body(evaluation, title, language))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(evaluation: Evaluation, title: str, language: str) -> Iterator[str]:
    say = speaker(language)
    yield f"<h1>{escape(title)}</h1>"
    yield f'<p class="lead">{escape(_lead(evaluation, language))}</p>'
    if told := "".join(f"<li>{escape(note)}</li>" for note in notes(evaluation, say)):
        yield f'<ul class="warn notes">{told}</ul>'
    measured = [s for s in evaluation.suites if any(r.suite == s.name for r in own(evaluation))]
    links = "".join(f'<li><a href="#{s.name}">{escape(s.name)}</a></li>' for s in measured)
    yield f'<nav aria-label="{say("Suites", "Suites")}"><ul>{links}</ul></nav>'
    yield from _targets(aims(evaluation), language)
    yield _reading(say)
    for suite in measured:
        yield from _suite(evaluation, suite, language)


def _lead(evaluation: Evaluation, language: str) -> str:
    say = speaker(language)
    mine = own(evaluation)
    texts = count(sum(r.texts for r in mine if r.status == "measured"), language)
    tasks, suites = len(mine), len({r.suite for r in mine})
    return say(
        f"Tier {evaluation.tier}: {texts} judgements on {tasks} tasks of {suites} suites.",
        f"Niveau {evaluation.tier}\u00a0: {texts} jugements sur {tasks} tâches de {suites} suites.",
    )


def _reading(say: Say) -> str:
    told = say(
        "Every figure stands with its 95 % bootstrap interval: the same work on other texts of "
        "the same kind would mostly fall inside it. Yes or no is said at a score of 0.5, never "
        "tuned here. A text that the model refuses to judge counts as not flagged. AUC is the "
        "chance that a text with the label scores higher than one without; AUPRC is the mean "
        "precision over all thresholds; ECE is the mean gap between score and truth.",
        "Chaque chiffre vient avec son intervalle à 95\u202f% (bootstrap)\u00a0: le même travail "
        "sur d’autres textes du même genre y tomberait le plus souvent. Le oui ou le non se dit "
        "au score 0,5, jamais réglé ici. Un texte que le modèle refuse de juger compte comme non "
        "signalé. L’AUC est la chance qu’un texte qui porte l’étiquette ait un score plus haut "
        "qu’un autre\u202f; l’AUPRC est la précision moyenne sur tous les seuils\u202f; l’ECE est "
        "l’écart moyen entre le score et la vérité.",
    )
    head = say("How to read this page", "Comment lire cette page")
    return f"<details><summary>{escape(head)}</summary><p>{escape(told)}</p></details>"


def _targets(found: Sequence[Aim], language: str) -> Iterator[str]:
    say = speaker(language)
    measured = [aim for aim in found if aim.found is not None]
    if not measured:
        return
    reached = sum(aim.is_reached for aim in measured)
    title = say(
        f"{reached} of {len(measured)} targets reached",
        f"{reached} objectifs atteints sur {len(measured)}",
    )
    yield f'<section aria-labelledby="targets"><h2 id="targets">{escape(title)}</h2>'
    heads = (say("suite", "suite"), say("measure", "mesure"), say("target", "objectif"),
             say("found", "trouvé"), say("state", "état"))  # fmt: skip
    rows = []
    for aim in found:
        kind, word = _state(aim, say)
        sign = "≥" if aim.bound == "least" else "≤"
        task = named(aim.task, aim.suite, language)
        signal = signal_name(aim.signal, language)
        what = f"{aim.suite}, {task}, {tongue(aim.language, language)}, {signal}"
        rows.append(
            f'<tr><th scope="row">{escape(what)}</th><td>{metric(aim.metric, language)}</td>'
            f'<td class="n">{sign} {number(aim.value, language, 2)}</td>'
            f'<td class="n">{number(aim.found, language)}</td>'
            f'<td><span class="chip {kind}">{word}</span></td></tr>'
        )
    yield table(heads, rows, say("Targets", "Objectifs"), (2, 3)) + "</section>"


def _state(aim: Aim, say: Say) -> tuple[str, str]:
    if aim.found is None:
        return "unknown", say("not measured", "pas mesuré")
    if aim.is_reached:
        return "ok", say("reached", "atteint")
    return "bad", say("not reached", "pas atteint")


def _suite(evaluation: Evaluation, suite: Suite | OwnTable, language: str) -> Iterator[str]:
    say = speaker(language)
    mine = [result for result in evaluation.results if result.suite == suite.name]
    yield f'<section aria-labelledby="{suite.name}">'
    yield f'<h2 id="{suite.name}">{escape(say(*suite.title))}</h2>'
    if suite.citation:
        yield f'<p class="quiet">{escape(suite.name)} · {escape(suite.citation)}</p>'
    if warning := shared(evaluation, suite, say):
        yield f'<p class="warn">{escape(warning)}</p>'
    heads = (
        say("task", "tâche"), say("language", "langue"), say("signal", "signal"),
        say("texts", "textes"), say("yes", "oui"),
        say("main figure, 95 % interval", "chiffre principal, intervalle à 95\u202f%"),
        *(metric(name, language) for name in SHOWN),
    )  # fmt: skip
    rows = []
    for result in mine:
        if result.judge == evaluation.judge:
            rows.append(row(result, named(result.task, suite.name, language), language, ""))
            rows += rows_beside(result, len(heads), language)
        else:
            rows.append(row(result, result.judge, language, ' class="beside"'))
    numeric = (3, 4, *range(6, 6 + len(SHOWN)))
    caption = say(f"Figures: {suite.title[0]}", f"Chiffres\u00a0: {suite.title[1]}")
    yield table(heads, rows, caption, numeric)
    if told := "; ".join(sources([r for r in mine if r.judge == evaluation.judge])):
        where_from = say(f"Published figures: {told}", f"Chiffres publiés\u00a0: {told}")
        yield f'<p class="quiet">{escape(where_from)}</p>'
    for result in mine:
        if result.judge == evaluation.judge and result.parts:
            yield parts_table(result, language)
    drawn = [charts(r, language) for r in mine if r.judge == evaluation.judge and r.metrics]
    yield _charts(drawn, say) + "</section>"


def _charts(drawn: Sequence[str], say: Say) -> str:
    """The charts of the first two tasks; those of the others behind a click."""
    shown = f'<div class="charts">{"".join(drawn[:2])}</div>'
    if len(drawn) <= 2:
        return shown
    more = say(
        f"Charts of {len(drawn) - 2} more tasks", f"Courbes de {len(drawn) - 2} autres tâches"
    )
    rest = "".join(drawn[2:])
    return f'{shown}<details><summary>{more}</summary><div class="charts">{rest}</div></details>'
