"""The sections of the page: groups, functions, swaps, robustness, training texts. Each chart has
its finding as title and its numbers in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor

from harmonie.learning.fairness.charts import Row, Scale, dot_plot
from harmonie.learning.fairness.records import (
    AuditReport,
    FunctionFigure,
    GroupFigure,
    Interval,
    RobustnessFigure,
    SwapFigure,
    TrainingShare,
)
from harmonie.learning.fairness.table import behind, row, table
from harmonie.learning.fairness.telling import (
    AUCS,
    groups_finding,
    least_auc,
    robustness_finding,
    spread,
    suite_finding,
    swaps_finding,
)
from harmonie.learning.report.charts import interval_bar
from harmonie.learning.report.words import count, number, percent, speaker, tongue

#: Groups in a chart: those least well treated. The table has all.
WORST = 14
_KINDS = ("first", "second", "third")


def groups(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    yield '<section aria-labelledby="groups">'
    yield f'<h2 id="groups">{say("Groups", "Groupes")}</h2>'
    yield _key((("first", "AUC"), ("second", "BPSN"), ("third", "BNSP")))
    yield '<div class="pair">'
    for of in report.languages:
        mine = sorted((g for g in report.groups if g.language == of), key=least_auc)
        yield _group_figure(mine, of, report, language)
    yield "</div></section>"


def _group_figure(mine: list[GroupFigure], of: str, report: AuditReport, language: str) -> str:
    say = speaker(language)
    rows = [
        Row(g.name(language), tuple((one, kind) for key, kind in zip(AUCS, _KINDS, strict=True)
                                    if (one := getattr(g, key))))
        for g in mine[:WORST]
    ]  # fmt: skip
    floor = min([mark.low for row in rows for mark, _ in row.marks], default=0.0)
    low = max(0.0, int(min(floor, 0.89) * 10) / 10)
    bound = next((f.bound for f in report.findings if f.key == "subgroup_auc"), None)
    title = groups_finding(mine, language, of)
    chart = dot_plot(rows, Scale(low, 1.0, bound), title, f"groups-{of}", language)
    heads = (say("group", "groupe"), say("texts", "textes"), "AUC", "BPSN", "BNSP",
             say("false alarms", "fausses alertes"), say("missed", "manqués"))  # fmt: skip
    told = [
        row(
            g.name(language),
            [count(g.n, language),
             *(spread(getattr(g, key), language) for key in AUCS),
             *(spread(one, language, True) for one in (g.fpr, g.fnr))],
        )
        for g in mine
    ]  # fmt: skip
    name = say("All groups, with their intervals", "Tous les groupes, avec leurs intervalles")
    full = behind(name, table(heads, told, title, range(1, 7)))
    return f"<figure><figcaption>{escape(title)}</figcaption>{chart}{full}</figure>"


def functions(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    yield '<section aria-labelledby="functions">'
    head = say("What it understands", "Ce qu’il comprend")
    yield f'<h2 id="functions">{escape(head)}</h2>'
    for of in report.languages:
        mine = [f for f in report.functions if f.language == of]
        yield f"<p>{escape(suite_finding(mine, language, of))}</p>"
    for harmful in (True, False):
        name = (
            say("Cases that carry harm: how many are found", "Cas nuisibles\u00a0: part trouvée")
            if harmful
            else say("Cases with nothing wrong: how many are left alone",
                     "Cas inoffensifs\u00a0: part laissée en paix")
        )  # fmt: skip
        heads = (say("function", "fonction"), *(tongue(of, language) for of in report.languages),
                 say("signals tested", "signaux testés"), say("not judged", "pas jugés"),
                 say("wrong, for instance", "erreurs, exemples"))  # fmt: skip
        mine = [f for f in report.functions if f.harmful == harmful]
        keys = dict.fromkeys(f.function for f in mine)
        rows = [_function([f for f in mine if f.function == key], report, language) for key in keys]
        yield table(heads, rows, name)
    yield "</section>"


def _function(some: Sequence[FunctionFigure], report: AuditReport, language: str) -> str:
    by_language = {figure.language: figure for figure in some}
    cells = "".join(_accuracy(by_language.get(of), language) for of in report.languages)
    unjudged = sum(figure.not_judged for figure in some)
    misses = [miss for figure in some for miss in figure.misses[:3]]
    items = "".join(
        f'<li>{escape(miss.text)} <span class="quiet">{escape(miss.signal)} '
        f"{number(miss.score, language, 2)}, "
        f"{speaker(language)('expected', 'attendu')} {miss.expected}</span></li>"
        for miss in misses
    )
    shown = behind(str(len(misses)), f'<ul class="misses">{items}</ul>') if misses else ""
    return (
        f'<tr><th scope="row" class="wrap">{escape(some[0].title(language))}</th>'
        f'{cells}<td class="quiet">{escape(", ".join(some[0].signals))}</td>'
        f'<td class="n">{unjudged or ""}</td><td class="wrap">{shown}</td></tr>'
    )


def _accuracy(figure: FunctionFigure | None, language: str) -> str:
    say = speaker(language)
    if figure is None or figure.accuracy is None:
        return f'<td><span class="chip unknown">{say("cannot tell", "ne sait pas")}</span></td>'
    one = figure.accuracy
    hint = escape(spread(one, language, True))
    bar = interval_bar(one)  # type: ignore[arg-type]
    return (
        f'<td title="{hint}">{bar}{percent(one.value, language)} '
        f'<span class="quiet">{figure.right}/{figure.n}</span></td>'
    )


def swaps(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    yield '<section aria-labelledby="swaps">'
    head = say("The same sentence, another name", "La même phrase, un autre nom")
    yield f'<h2 id="swaps">{escape(head)}</h2>'
    told = say(
        "How far naming a group moves the score from the mean of its sentence. Right of the line: "
        "judged more severely.",
        "De combien le nom d’un groupe écarte le score de la moyenne de sa phrase. À droite du "
        "trait\u00a0: jugé plus sévèrement.",
    )
    yield f"<p>{escape(told)}</p>"
    for of in report.languages:
        yield f'<h3>{tongue(of, language).capitalize()}</h3><div class="pair">'
        for figure in report.swaps:
            if figure.language == of:
                yield _swap(figure, language)
        yield "</div>"
    yield "</section>"


def _swap(figure: SwapFigure, language: str) -> str:
    say = speaker(language)
    chosen = sorted(figure.shifts, key=lambda shift: -abs(shift.mean.value))[:8]
    chosen.sort(key=lambda shift: -shift.mean.value)
    reach = max([0.1, *(abs(v) for s in chosen for v in (s.mean.low, s.mean.high))])
    rows = [Row(s.name(language), ((s.mean, "first"),)) for s in chosen]
    title = swaps_finding(figure, language)
    key = f"swap-{figure.language}-{figure.axis}"
    chart = dot_plot(rows, Scale(-reach, reach, centre=0.0), title, key, language)
    worst = figure.worst
    pair = (
        f"<blockquote>{escape(worst.first)} "
        f'<span class="quiet">{number(worst.first_score, language, 2)}</span><br>'
        f"{escape(worst.second)} "
        f'<span class="quiet">{number(worst.second_score, language, 2)}</span></blockquote>'
    )
    shifts = sorted(figure.shifts, key=lambda shift: -shift.mean.value)
    heads = say("group", "groupe"), say("texts", "textes"), say("shift", "écart")
    told = [row(s.name(language), [count(s.n, language), spread(s.mean, language)]) for s in shifts]
    numbers = table(heads, told, title, (1, 2))
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>{chart}"
        f"{behind(say('The worst pair', 'La pire paire'), pair)}"
        f"{behind(say('Numbers', 'Nombres'), numbers)}</figure>"
    )


def robustness(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    yield '<section aria-labelledby="robust">'
    head = say("The same cases, written otherwise", "Les mêmes cas, écrits autrement")
    yield f'<h2 id="robust">{escape(head)}</h2>'
    yield _key((("before", say("as written", "tel quel")), ("first", say("changed", "changé"))))
    yield '<div class="pair">'
    for of in report.languages:
        yield _change([f for f in report.robustness if f.language == of], of, language)
    yield "</div></section>"


def _change(mine: Sequence[RobustnessFigure], of: str, language: str) -> str:
    say = speaker(language)
    rows = [
        Row(f.title(language), ((_point(f.before), "before"), (_point(f.after), "first")))
        for f in mine
    ]
    values = [value for f in mine for value in (f.before, f.after)]
    low, high = _around(values)
    title = robustness_finding(mine, language, of)
    chart = dot_plot(rows, Scale(low, high), title, f"robust-{of}", language)
    heads = (say("change", "changement"), say("cases", "cas"), say("before", "avant"),
             say("after", "après"), say("drop", "perte"),
             say("abuse lost", "abus perdus"))  # fmt: skip
    told = [
        row(
            f.title(language),
            [count(f.n, language), percent(f.before, language), percent(f.after, language),
             spread(f.drop, language, True), percent(f.missed, language)],
        )
        for f in mine
    ]  # fmt: skip
    numbers = behind(say("Numbers", "Nombres"), table(heads, told, title, range(1, 6)))
    return f"<figure><figcaption>{escape(title)}</figcaption>{chart}{numbers}</figure>"


def _around(values: Sequence[float]) -> tuple[float, float]:
    """An axis that holds them, with round numbers at its quarters."""
    low = floor(min(values, default=0.6) * 10) / 10
    reach = max(0.2, ceil((max(values, default=1.0) - low) * 5 - 1e-9) / 5)
    return (low, low + reach) if low + reach <= 1 else (1 - reach, 1.0)


def training(report: AuditReport, language: str) -> Iterator[str]:
    say = speaker(language)
    found = report.representativeness
    yield '<section aria-labelledby="training">'
    yield f'<h2 id="training">{say("What it learnt from", "Ce qu’il a appris")}</h2>'
    if found is None:
        told = say(
            "The counts of the training texts were not kept with these weights.",
            "Le compte des textes d’apprentissage n’a pas été gardé avec ces poids.",
        )
        yield f'<p class="warn">{escape(told)}</p></section>'
        return
    items = "".join(f"<li>{escape(s.text(language))}</li>" for s in found.statements)
    yield f'<ul class="plainly">{items}</ul><div class="pair">'
    for of in report.languages:
        yield _lifts([s for s in found.shares if s.language == of], of, language)
    yield "</div>"
    yield behind(say("All counts", "Tous les comptes"), _counts(found.shares, language))
    yield "</section>"


def _lifts(shares: Sequence[TrainingShare], of: str, language: str) -> str:
    say = speaker(language)
    tied = [s for s in shares if s.axis in ("group", "dialect") and s.lift is not None]
    tied.sort(key=lambda s: -(s.lift or 0))
    rows = [Row(s.name(language), ((_point(s.lift or 0), "first"),)) for s in tied]
    high = max([2.0, *(s.lift or 0 for s in tied)])
    name = tongue(of, language)
    title = say(
        f"{name.capitalize()}: how much more often texts that name a group or show a dialect are "
        "labelled toxic",
        f"{name.capitalize()}\u00a0: combien de fois plus souvent toxiques sont les textes qui "
        "nomment un groupe ou sont dans un parler",
    )
    chart = dot_plot(rows, Scale(0.0, high, centre=1.0, digits=1), title, f"lift-{of}", language)
    return f"<figure><figcaption>{escape(title)}</figcaption>{chart}</figure>"


def _counts(shares: Sequence[TrainingShare], language: str) -> str:
    say = speaker(language)
    axes = {"language": say("language", "langue"), "source": say("set", "jeu"),
            "register": say("register", "registre"), "dialect": say("dialect", "parler"),
            "group": say("group", "groupe")}  # fmt: skip
    heads = (say("what", "quoi"), say("language", "langue"), say("texts", "textes"),
             say("share", "part"), say("labelled toxic", "dits toxiques"),
             say("lift", "rapport"))  # fmt: skip
    rows = [
        row(
            f"{axes[s.axis]}\u00a0: {s.name(language)}" if language == "fr"
            else f"{axes[s.axis]}: {s.name(language)}",
            [tongue(s.language, language), count(s.n, language),
             number(100 * s.share, language, 1) + "\u202f%" * (language == "fr")
             + "%" * (language == "en"),
             "–" if s.toxic is None else percent(s.toxic, language),
             number(s.lift, language, 2)],
        )
        for s in shares
    ]  # fmt: skip
    return table(heads, rows, say("Training texts", "Textes d’apprentissage"), range(1, 6))


def _point(value: float) -> Interval:
    return Interval(value, value, value)


def _key(kinds: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        '<li><svg viewBox="0 0 12 12" aria-hidden="true">'
        f'<circle class="mark {kind}" cx="6" cy="6" r="4"/></svg>{escape(name)}</li>'
        for kind, name in kinds
    )
    return f'<ul class="key">{items}</ul>'
