"""An evaluation as one page of HTML that needs nothing else: no script, no remote address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from harmonie.channels.wording import clip
from harmonie.learning.metrics import Estimate
from harmonie.learning.report.beside import Aim, aims, own, published
from harmonie.learning.report.charts import interval_bar
from harmonie.learning.report.figures import charts, where
from harmonie.learning.report.plain import figure, notes, shared
from harmonie.learning.report.words import Say, count, metric, named, number, speaker, tongue
from harmonie.learning.suites.examine import Evaluation, Part, Result
from harmonie.learning.suites.own_table import OwnTable
from harmonie.learning.suites.suite import Suite

_NUMERIC = ' class="n"'
_SHOWN = ("auc", "auprc", "macro_f1", "accuracy", "recall", "precision", "fpr", "ece")


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
        what = f"{aim.suite}, {task}, {tongue(aim.language, language)}, {aim.signal}"
        rows.append(
            f'<tr><th scope="row">{escape(what)}</th><td>{metric(aim.metric, language)}</td>'
            f'<td class="n">{sign} {number(aim.value, language, 2)}</td>'
            f'<td class="n">{number(aim.found, language)}</td>'
            f'<td><span class="chip {kind}">{word}</span></td></tr>'
        )
    yield _table(heads, rows, say("Targets", "Objectifs"), (2, 3)) + "</section>"


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
        *(metric(name, language) for name in _SHOWN),
    )  # fmt: skip
    rows = []
    for result in mine:
        if result.judge == evaluation.judge:
            rows.append(_row(result, named(result.task, suite.name, language), language, ""))
            rows += _beside(result, len(heads), language)
        else:
            rows.append(_row(result, result.judge, language, ' class="beside"'))
    numeric = (3, 4, *range(6, 6 + len(_SHOWN)))
    yield _table(heads, rows, say("Figures of this suite", "Chiffres de cette suite"), numeric)
    for result in mine:
        if result.judge == evaluation.judge and result.parts:
            yield _parts(result, language)
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


def _row(result: Result, name: str, language: str, extra: str) -> str:
    say = speaker(language)
    yes = "" if result.several else count(result.positives, language)
    start = (
        f'<tr{extra}><th scope="row">{escape(name)}</th>'
        f"<td>{tongue(result.language, language)}</td>"
        f'<td>{escape(result.signal)}</td><td class="n">{count(result.texts, language)}</td>'
        f'<td class="n">{yes}</td>'
    )
    if result.status != "measured":
        none = say("no such signal in this model", "pas de tel signal dans ce modèle")
        word = none if result.status == "no_signal" else say("no text", "aucun texte")
        chip = f'<span class="chip unknown">{word}</span>'
        return f'{start}<td colspan="{len(_SHOWN) + 1}">{chip}</td></tr>'
    main = result.metrics.get(result.main)
    bar = interval_bar(main) if main else ""
    cells = "".join(
        f'<td class="n"{_hint(result.metrics.get(name), language)}>'
        f"{number(one.value if (one := result.metrics.get(name)) else None, language)}</td>"
        for name in _SHOWN
    )
    return f"{start}<td>{bar}{escape(figure(result, language))}</td>{cells}</tr>"


def _hint(one: Estimate | None, language: str) -> str:
    if one is None:
        return ""
    return f' title="{number(one.low, language)} – {number(one.high, language)}"'


def _beside(result: Result, columns: int, language: str) -> list[str]:
    say = speaker(language)
    return [
        f'<tr class="beside"><th scope="row">{escape(p.system)}</th>'
        f'<td colspan="4">{say("published", "publié")}</td>'
        f'<td colspan="{columns - 5}"><span title="{escape(p.source)}">'
        f"{metric(p.metric, language)} {number(p.value, language)}</span></td></tr>"
        for p in published(result)
        if p.metric == result.main
    ]


def _parts(result: Result, language: str) -> str:
    say = speaker(language)
    heads = (say("group", "groupe"), say("texts", "textes"), say("yes", "oui"),
             say("figure, 95 % interval", "chiffre, intervalle à 95\u202f%"))  # fmt: skip
    rows = [_part(part, result, language) for part in result.parts]
    name = say("By group", "Par groupe")
    title = where(result, language)
    table = _table(heads, rows, title, (1, 2))
    return f"<details open><summary>{name} · {escape(title)}</summary>{table}</details>"


def _part(part: Part, result: Result, language: str) -> str:
    say = speaker(language)
    kind = named(clip(part.kind, 40), result.suite, language)
    name = named(clip(part.name, 80), result.suite, language)
    label = say(f"{kind}: {name}", f"{kind}\u00a0: {name}")
    shown = result.main if result.main in part.metrics else "accuracy"
    if part.metrics:
        told = interval_bar(part.metrics[shown]) + escape(figure(part, language, shown))
    else:
        told = (
            f'<span class="chip unknown">{say("too few to tell", "trop peu pour le dire")}</span>'
        )
    return (
        f'<tr><th scope="row">{escape(label)}</th><td class="n">{count(part.texts, language)}</td>'
        f'<td class="n">{count(part.positives, language)}</td><td>{told}</td></tr>'
    )


def _table(
    heads: Sequence[str], rows: Sequence[str], caption: str, numeric: Sequence[int] = ()
) -> str:
    head = "".join(
        f'<th scope="col"{_NUMERIC if place in numeric else ""}>{escape(name)}</th>'
        for place, name in enumerate(heads)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
