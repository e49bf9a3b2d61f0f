"""Dot plots as inline SVG: one row a thing, its figures with intervals, colours by class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from harmonie.learning.fairness.records import Interval
from harmonie.learning.report.words import number

WIDTH, LABELS, RIGHT = 640, 210, 24
ROW, TOP, BOTTOM = 22, 8, 26


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its marks: ``(figure, class of the mark)``."""

    label: str
    marks: tuple[tuple[Interval, str], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """What the axis shows, and the lines drawn across it: the bound, and zero or one."""

    low: float
    high: float
    bound: float | None = None
    centre: float | None = None
    digits: int = 2

    def place(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return LABELS + share * (WIDTH - LABELS - RIGHT)


def dot_plot(rows: Sequence[Row], scale: Scale, title: str, key: str, language: str) -> str:
    """The plot, with ``title`` as its accessible name. The numbers stand in a table beside it."""
    height = TOP + ROW * len(rows) + BOTTOM
    drawn = [*_grid(scale, height - BOTTOM, language)]
    for place, row in enumerate(rows):
        drawn += _row(row, scale, TOP + ROW * place + ROW / 2)
    return (
        f'<svg class="dots" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{key}">'
        f'<title id="{key}">{escape(title)}</title>{"".join(drawn)}</svg>'
    )


def _grid(scale: Scale, bottom: float, language: str) -> Iterator[str]:
    for step in range(5):
        value = scale.low + step * (scale.high - scale.low) / 4
        x = scale.place(value)
        yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom:.1f}"/>'
        label = number(value, language, scale.digits)
        yield f'<text x="{x:.1f}" y="{bottom + 16:.1f}" text-anchor="middle">{label}</text>'
    for line, kind in ((scale.centre, "zero"), (scale.bound, "aim")):
        if line is not None and scale.low <= line <= scale.high:
            x = scale.place(line)
            yield f'<line class="{kind}" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom:.1f}"/>'


def _row(row: Row, scale: Scale, y: float) -> Iterator[str]:
    yield f'<text x="{LABELS - 10}" y="{y + 4:.1f}" text-anchor="end">{escape(row.label)}</text>'
    if len(row.marks) == 2 and row.marks[0][1] == "before":
        start, end = (scale.place(figure.value) for figure, _ in row.marks)
        yield f'<line class="way" x1="{start:.1f}" y1="{y:.1f}" x2="{end:.1f}" y2="{y:.1f}"/>'
    for place, (figure, kind) in enumerate(row.marks):
        level = y + 4 * (place - (len(row.marks) - 1) / 2) if len(row.marks) == 3 else y
        if figure.high > figure.low:
            start, end = scale.place(figure.low), scale.place(figure.high)
            yield (
                f'<line class="span {kind}" x1="{start:.1f}" y1="{level:.1f}" x2="{end:.1f}" '
                f'y2="{level:.1f}"/>'
            )
        x = scale.place(figure.value)
        yield f'<circle class="mark {kind}" cx="{x:.1f}" cy="{level:.1f}" r="4"/>'
