"""The two charts of a task, each with its finding as title and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from zlib import crc32

from harmonie.learning.report.charts import precision_recall_chart, reliability_chart
from harmonie.learning.report.words import (
    Say,
    count,
    named,
    number,
    percent,
    signal_name,
    speaker,
    tongue,
)
from harmonie.learning.suites.examine import Result

#: A mean gap below this many points is read as none.
_SMALL = 0.04


def charts(result: Result, language: str) -> str:
    """Reliability diagram, and precision against recall where the task is yes or no."""
    if not result.bins:
        return ""
    say = speaker(language)
    place = where(result, language)
    key = f"c{crc32('/'.join(result.key).encode()):x}"
    found = reliability_finding(result, language)
    axes = say("score", "score"), say("share that is right", "part exacte")
    chart = reliability_chart(result.bins, f"{place}. {found}", axes, language, f"{key}r")
    drawn = _figure(found, place, chart, _bins(result, language), say)
    if len(result.curve) > 1 and 0 < result.positives < result.texts:
        told = precision_finding(result, language)
        names = say("found (recall)", "trouvés (rappel)"), say("right (precision)", "justes")
        share = result.positives / result.texts
        chart = precision_recall_chart(
            result.curve, share, f"{place}. {told}", names, language, f"{key}p"
        )
        drawn += _figure(told, place, chart, _curve(result, language), say)
    return drawn


def where(result: Result, language: str) -> str:
    """``balanced, French, toxicity``."""
    task = named(result.task, result.suite, language)
    return f"{task}, {tongue(result.language, language)}, {signal_name(result.signal, language)}"


def reliability_finding(result: Result, language: str) -> str:
    """What the diagram says: scores too low, too high, or right."""
    say = speaker(language)
    total = sum(one.texts for one in result.bins)
    gap = sum(one.texts * (one.score - one.share) for one in result.bins) / max(total, 1)
    points = number(abs(100 * gap), language, 0)
    if gap < -_SMALL:
        return say(f"Scores are {points} points too low on average",
                   f"Les scores sont trop bas de {points} points en moyenne")  # fmt: skip
    if gap > _SMALL:
        return say(f"Scores are {points} points too high on average",
                   f"Les scores sont trop hauts de {points} points en moyenne")  # fmt: skip
    error = result.metrics["ece"].value
    told = number(error, language)
    if error <= _SMALL:
        return say(f"Scores keep their promise (ECE {told})",
                   f"Les scores tiennent parole (ECE {told})")  # fmt: skip
    return say(f"Right on average, wrong at the ends (ECE {told})",
               f"Justes en moyenne, faux aux extrêmes (ECE {told})")  # fmt: skip


def precision_finding(result: Result, language: str) -> str:
    """What is found at 0.5, and how much of what is flagged is right."""
    say = speaker(language)
    recall = percent(result.metrics["recall"].value, language)
    precise = percent(result.metrics["precision"].value, language)
    return say(
        f"At 0.5: finds {recall}; {precise} of what it flags is right",
        f"À 0,5\u00a0: trouve {recall}\u202f; {precise} de ses alertes sont justes",
    )


def _figure(title: str, place: str, chart: str, table: str, say: Say) -> str:
    show = say("Numbers", "Nombres")
    return (
        f'<figure><figcaption>{escape(title)}<br><span class="quiet">{escape(place)}</span>'
        f"</figcaption>{chart}<details><summary>{show}</summary>{table}</details></figure>"
    )


def _bins(result: Result, language: str) -> str:
    say = speaker(language)
    heads = say("mean score", "score moyen"), say("share", "part"), say("texts", "textes")
    rows = [
        (number(one.score, language), number(one.share, language), count(one.texts, language))
        for one in result.bins
    ]
    return _small(heads, rows)


def _curve(result: Result, language: str) -> str:
    say = speaker(language)
    heads = say("recall", "rappel"), say("precision", "précision")
    every = max(1, len(result.curve) // 12)
    chosen = [*result.curve[:-1:every], result.curve[-1]]
    return _small(heads, [(number(r, language), number(p, language)) for r, p in chosen])


def _small(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
