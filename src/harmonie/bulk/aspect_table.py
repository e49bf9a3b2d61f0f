"""The table of what the messages of a file speak of: counted in a stream, told in three forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

import orjson

from harmonie.analysers.aspect_summary import AspectFigures, AspectSummary, Share
from harmonie.bulk.formats import defused
from harmonie.bulk.run import Job, read_through
from harmonie.bulk.score import Line, Totals
from harmonie.records import SENTIMENTS, Message

TableFormat = Literal["table", "csv", "json"]
_HEADS = {
    "en": ("about what", "messages", "negative", "neutral", "positive"),
    "fr": ("de quoi", "messages", "négatif", "neutre", "positif"),
}


def count(job: Job, tier: str) -> tuple[AspectSummary, Totals]:
    """Read every message of ``job`` and count what it speaks of. Errors are those of ``run``."""
    from harmonie.analysers.aspects import aspects
    from harmonie.pipeline import default_pipeline

    pipeline, counted = default_pipeline(tier), AspectSummary()

    def judge(messages: Sequence[Message]) -> list[Line]:
        analyses = pipeline.analyse(messages)
        told = aspects(pipeline, messages, analyses)
        return [
            {"cannot_judge": analysis.cannot_judge, "aspects": mine}
            for analysis, mine in zip(analyses, told, strict=True)
        ]

    def take(line: Line) -> None:
        if line["cannot_judge"] is None:
            counted.add(line["aspects"])

    return counted, read_through(job, judge, take)


def told(figures: Sequence[AspectFigures], form: TableFormat, language: str = "en") -> str:
    """The table as text: for eyes, as CSV, or as JSON (a list of objects)."""
    if form == "json":
        rows = [asdict(row) for row in figures]
        return orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode() + "\n"
    return _as_csv(figures) if form == "csv" else _for_eyes(figures, language)


def _as_csv(figures: Sequence[AspectFigures]) -> str:
    buffer = io.StringIO(newline="")
    names = [f"{name}{part}" for name in SENTIMENTS for part in ("", "_low", "_high")]
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["key", "text", "messages", *names])
    for row in figures:
        shares: list[Share] = [getattr(row, name) for name in SENTIMENTS]
        numbers = [round(n, 4) for share in shares for n in (share.value, share.low, share.high)]
        writer.writerow([defused(row.key), defused(row.text), row.messages, *numbers])
    return buffer.getvalue()


def _for_eyes(figures: Sequence[AspectFigures], language: str) -> str:
    rows = [_HEADS[language]]
    for row in figures:
        shares = (_percent(getattr(row, name), language) for name in SENTIMENTS)
        rows.append((row.text, str(row.messages), *shares))  # type: ignore[arg-type]
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(rows[0]))]
    lines = []
    for cells in rows:
        first, *rest = zip(cells, widths, strict=True)
        numbers = "  ".join(cell.rjust(width) for cell, width in rest)
        lines.append(f"{first[0].ljust(first[1])}  {numbers}".rstrip())
    return "\n".join(lines) + "\n"


def _percent(share: Share, language: str) -> str:
    value, low, high = (round(100 * part) for part in (share.value, share.low, share.high))
    sign = "\u202f%" if language == "fr" else "%"
    return f"{value}{sign} ({low}–{high})"
