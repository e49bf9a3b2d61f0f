"""Rows and tables of the page: a task and what stands beside it, a group, a table that scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from harmonie.channels.wording import clip
from harmonie.learning.metrics import Estimate
from harmonie.learning.report.beside import aim_of, published
from harmonie.learning.report.charts import interval_bar
from harmonie.learning.report.figures import where
from harmonie.learning.report.plain import figure
from harmonie.learning.report.words import (
    count,
    metric,
    named,
    number,
    signal_name,
    speaker,
    tongue,
)
from harmonie.learning.suites.examine import Part, Result

#: A table of more groups waits for a click.
_OPEN = 20
_NUMERIC = ' class="n"'
SHOWN = ("auc", "auprc", "macro_f1", "accuracy", "recall", "precision", "fpr", "ece")


def row(result: Result, name: str, language: str, extra: str) -> str:
    say = speaker(language)
    yes = "" if result.several else count(result.positives, language)
    start = (
        f'<tr{extra}><th scope="row">{escape(name)}</th>'
        f"<td>{tongue(result.language, language)}</td>"
        f"<td>{escape(signal_name(result.signal, language))}</td>"
        f'<td class="n">{count(result.texts, language)}</td>'
        f'<td class="n">{yes}</td>'
    )
    if result.status != "measured":
        none = say("no such signal in this model", "pas de tel signal dans ce modèle")
        word = none if result.status == "no_signal" else say("no text", "aucun texte")
        chip = f'<span class="chip unknown">{word}</span>'
        return f'{start}<td colspan="{len(SHOWN) + 1}">{chip}</td></tr>'
    main = result.metrics.get(result.main)
    bar = interval_bar(main, aim_of(result)) if main else ""
    cells = "".join(
        f'<td class="n"{_hint(result.metrics.get(name), language)}>'
        f"{number(one.value if (one := result.metrics.get(name)) else None, language)}</td>"
        for name in SHOWN
    )
    return f"{start}<td>{bar}{escape(figure(result, language))}</td>{cells}</tr>"


def _hint(one: Estimate | None, language: str) -> str:
    if one is None:
        return ""
    return f' title="{number(one.low, language)} – {number(one.high, language)}"'


def rows_beside(result: Result, columns: int, language: str) -> list[str]:
    say = speaker(language)
    return [
        f'<tr class="beside"><th scope="row">{escape(p.system)}</th>'
        f'<td colspan="4">{say("published", "publié")}</td>'
        f'<td colspan="{columns - 5}"><span title="{escape(p.source)}">'
        f"{metric(p.metric, language)} {number(p.value, language)}</span></td></tr>"
        for p in published(result)
        if p.metric == result.main
    ]


def parts_table(result: Result, language: str) -> str:
    say = speaker(language)
    heads = (say("group", "groupe"), say("texts", "textes"), say("yes", "oui"),
             say("figure, 95 % interval", "chiffre, intervalle à 95\u202f%"))  # fmt: skip
    rows = [_part(part, result, language) for part in result.parts]
    name = say("By group", "Par groupe")
    title = where(result, language)
    opened = " open" if len(rows) <= _OPEN else ""
    made = table(heads, rows, title, (1, 2))
    return f"<details{opened}><summary>{name} · {escape(title)}</summary>{made}</details>"


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
    yes = "" if result.several else count(part.positives, language)
    return (
        f'<tr><th scope="row">{escape(label)}</th><td class="n">{count(part.texts, language)}</td>'
        f'<td class="n">{yes}</td><td>{told}</td></tr>'
    )


def table(
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
