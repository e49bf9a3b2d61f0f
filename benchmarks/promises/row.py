"""What a measurement is asked, and the rows it answers with: a figure beside its target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Asked:
    """The tier, how much to measure it on, and the folders that some measurements need."""

    tier: str
    texts: int
    limit: int
    weights: Path
    data: Path | None = None
    work: Path | None = None
    pretrained: Path | None = None


@dataclass(frozen=True)
class Row:
    """``value`` is None where nothing was measured: ``note`` then says why. Without ``target``
    the figure is shown only. ``at_most``: the target is a limit from above."""

    what: str
    tier: str
    value: float | None = None
    unit: str = ""
    target: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def is_reached(self) -> bool | None:
        if self.value is None or self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


Measure = Callable[[Asked], list[Row]]


def told(row: Row) -> dict[str, Any]:
    """A row as plain values."""
    return {**asdict(row), "is_reached": row.is_reached}


def table(rows: Sequence[Row]) -> str:
    """Every row as a line of one table in Markdown."""
    lines = ["| what | tier | figure | target | | |", "|---|---|---:|---:|---|---|"]
    for row in rows:
        limit = "" if row.target is None else f"{'≤' if row.at_most else '≥'} {_figure(row.target)}"
        verdict = {None: "", True: "reached", False: "NOT reached"}[row.is_reached]
        figure = "–" if row.value is None else f"{_figure(row.value)} {row.unit}".strip()
        lines.append(f"| {row.what} | {row.tier} | {figure} | {limit} | {verdict} | {row.note} |")
    return "\n".join(lines)


def _figure(value: float) -> str:
    if value == int(value) or abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
