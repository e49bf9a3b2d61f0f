"""Charts as inline SVG: no script, colours by class, a title that says the finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from harmonie.learning.metrics import Bin, Estimate
from harmonie.learning.report.words import number

WIDTH, HEIGHT = 268, 240
_LEFT, _TOP, _SIDE = 52, 12, 190


def reliability_chart(
    bins: Sequence[Bin], title: str, axes: tuple[str, str], language: str, key: str
) -> str:
    """Score against share of right answers: on the diagonal when scores keep their promise.

    The area of a dot tells how many texts lie in its bin.
    """
    total = sum(one.texts for one in bins)
    marks = [f'<line class="ideal" {_line((0, 0), (1, 1))}/>']
    path = " ".join(_point(one.score, one.share) for one in bins)
    marks.append(f'<polyline class="value" points="{path}"/>')
    for one in bins:
        x, y = _place(one.score, one.share)
        radius = 2.5 + 9 * (one.texts / total) ** 0.5
        marks.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
    return _framed(marks, title, axes, language, key)


def precision_recall_chart(
    curve: Sequence[tuple[float, float]],
    share: float,
    title: str,
    axes: tuple[str, str],
    language: str,
    key: str,
) -> str:
    """Precision against recall; the dashed line is the share of positive texts, pure chance."""
    points = " ".join(_point(recall, precision) for recall, precision in curve)
    marks = [
        f'<line class="ideal" {_line((0, share), (1, share))}/>',
        f'<polyline class="value" points="{points}"/>',
    ]
    return _framed(marks, title, axes, language, key)


def interval_bar(one: Estimate, aim: float | None = None) -> str:
    """A small bar from 0 to 1: the interval, its value, and the target as a line. Decoration:
    the same figures stand beside it as text."""
    low, value = 120 * one.low, 120 * one.value
    width = max(120 * one.high - low, 1)
    line = (
        ""
        if aim is None
        else f'<line class="aim" x1="{120 * aim:.1f}" y1="1" x2="{120 * aim:.1f}" y2="15"/>'
    )
    return (
        '<svg class="bar" viewBox="0 0 120 16" width="120" height="16" aria-hidden="true">'
        '<line class="rail" x1="0" y1="8" x2="120" y2="8"/>'
        f'<rect class="band" x="{low:.1f}" y="5" width="{width:.1f}" height="6" rx="3"/>'
        f'{line}<circle class="dot" cx="{value:.1f}" cy="8" r="3.5"/></svg>'
    )


def _framed(
    marks: Sequence[str], title: str, axes: tuple[str, str], language: str, key: str
) -> str:
    across, up = (escape(axis) for axis in axes)
    middle = _LEFT + _SIDE / 2
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{key}">'
        f'<title id="{key}">{escape(title)}</title>{"".join(_grid(language))}{"".join(marks)}'
        f'<text x="{middle:.0f}" y="{HEIGHT - 4}" text-anchor="middle">{across}</text>'
        f'<text x="11" y="{_TOP + _SIDE / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 11 {_TOP + _SIDE / 2:.0f})">{up}</text></svg>'
    )


def _grid(language: str) -> Iterator[str]:
    for step in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _place(step, step)
        label = number(step, language, 0 if step in (0, 1) else 2).rstrip("0") or "0"
        label = "0" if step == 0 else "1" if step == 1 else label
        yield f'<line class="grid" {_line((0, step), (1, step))}/>'
        yield f'<line class="grid" {_line((step, 0), (step, 1))}/>'
        yield f'<text x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
        yield f'<text x="{x:.1f}" y="{_TOP + _SIDE + 15}" text-anchor="middle">{label}</text>'


def _place(x: float, y: float) -> tuple[float, float]:
    return _LEFT + _SIDE * x, _TOP + _SIDE * (1 - y)


def _point(x: float, y: float) -> str:
    across, down = _place(x, y)
    return f"{across:.1f},{down:.1f}"


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = _place(*start), _place(*end)
    return f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
