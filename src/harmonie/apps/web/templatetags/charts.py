"""Charts drawn by the server as SVG whose positions are percentages: as wide as their place, sharp,
without script. They are hidden from readers: the same figures stand beside them in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from harmonie.apps.web import wording

register = template.Library()


def place(value: float, low: float, high: float) -> str:
    """Where ``value`` stands between ``low`` and ``high``, as SVG wants it: "37.50%"."""
    share = (value - low) / (high - low) if high > low else 0.0
    return f"{100 * min(max(share, 0.0), 1.0):.2f}%"


@register.simple_tag
def interval_chart(
    value: float, low: float, high: float, start: float, end: float,
    limit: float | None = None, tone: str = "",
) -> SafeString:  # fmt: skip
    """A point with its interval on a scale from ``start`` to ``end``, and a limit as a dash."""
    left, right = place(low, start, end), place(high, start, end)
    return format_html(
        '<svg class="chart-row {}" width="100%" height="18" aria-hidden="true" focusable="false">'
        "{}{}"
        '<line class="chart-range" x1="{}" x2="{}" y1="9" y2="9"/>'
        '<line class="chart-range" x1="{}" x2="{}" y1="5" y2="13"/>'
        '<line class="chart-range" x1="{}" x2="{}" y1="5" y2="13"/>'
        '<circle class="chart-point" cx="{}" cy="9" r="4.5"/></svg>',
        f"is-{tone}" if tone else "", _grid(18), _limit(limit, start, end, 18), left, right,
        left, left, right, right, place(value, start, end),
    )  # fmt: skip


@register.simple_tag
def unsure_chart(start: float, end: float, limit: float | None = None) -> SafeString:
    """The row of a figure that cannot be told."""
    return format_html(
        '<span class="chart-unsure"><svg class="chart-row" width="100%" height="18" '
        'aria-hidden="true" focusable="false">{}</svg></span>',
        _limit(limit, start, end, 18),
    )


@register.simple_tag
def bar_chart(value: float, end: float = 1.0, before: float | None = None) -> SafeString:
    """A bar from 0 to ``value``; ``before`` is drawn behind it, thinner and grey."""
    behind = SafeString("")
    if before is not None:
        behind = format_html(
            '<rect class="chart-before" x="0" y="2" width="{}" height="4" rx="2"/>',
            place(before, 0, end),
        )
    return format_html(
        '<svg class="chart-row" width="100%" height="18" aria-hidden="true" focusable="false">'
        '<rect class="chart-track" x="0" y="7" width="100%" height="8" rx="4"/>{}'
        '<rect class="chart-bar" x="0" y="7" width="{}" height="8" rx="4"/></svg>',
        behind,
        place(value, 0, end),
    )


@register.simple_tag
def axis(start: float, end: float, kind: str = "percent", steps: int = 4) -> SafeString:
    """The scale under rows of one chart; ``kind``: percent or number."""
    values = [start + (end - start) * step / steps for step in range(steps + 1)]
    digits = 0 if (end - start) / steps >= 0.01 else 1
    told = [
        wording.percent(value, digits) if kind == "percent" else wording.number(value, 2)
        for value in values
    ]
    return format_html(
        '<span class="chart-axis" aria-hidden="true">{}</span>',
        format_html_join("", "<span>{}</span>", ((text,) for text in told)),
    )


@register.simple_tag
def curve(values: Sequence[float | None], start: float, end: float, label: str = "") -> SafeString:
    """How a figure moved, oldest first; gaps where there was none."""
    count = max(len(values) - 1, 1)
    points = [
        (100 * n / count, 100 - 100 * _share(value, start, end))
        for n, value in enumerate(values)
        if value is not None
    ]
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    dots = format_html_join(
        "", '<circle class="chart-dot" cx="{}%" cy="{}%" r="3"/>',
        ((f"{x:.2f}", f"{y:.2f}") for x, y in points),
    )  # fmt: skip
    shown = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<span class="chart-curve"><svg class="chart-line" viewBox="0 0 100 100" width="100%" '
        'height="64" preserveAspectRatio="none" focusable="false" {}>'
        '<polyline points="{}"/></svg><svg class="chart-dots" width="100%" height="64" '
        'aria-hidden="true" focusable="false">{}</svg></span>',
        shown, path, dots,
    )  # fmt: skip


def _share(value: float, start: float, end: float) -> float:
    return min(max((value - start) / (end - start), 0.0), 1.0) if end > start else 0.0


def _grid(height: int) -> SafeString:
    return format_html_join(
        "", '<line class="chart-grid" x1="{}%" x2="{}%" y1="0" y2="{}"/>',
        ((at, at, height) for at in (0, 25, 50, 75, 100)),
    )  # fmt: skip


def _limit(limit: float | None, start: float, end: float, height: int) -> SafeString:
    if limit is None:
        return SafeString("")
    at = place(limit, start, end)
    return format_html('<line class="chart-limit" x1="{}" x2="{}" y1="0" y2="{}"/>', at, at, height)
