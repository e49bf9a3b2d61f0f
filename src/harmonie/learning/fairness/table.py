"""A table that scrolls sideways on a small screen and says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def table(
    heads: Sequence[str], rows: Sequence[str], caption: str, numeric: Sequence[int] = ()
) -> str:
    """``rows`` are HTML already; ``numeric`` are the columns set to the right."""
    head = "".join(
        f'<th scope="col"{_NUMBERS if place in numeric else ""}>{escape(name)}</th>'
        for place, name in enumerate(heads)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


_NUMBERS = ' class="n"'


def row(name: str, cells: Sequence[str]) -> str:
    """A row of plain cells after its heading, escaped, set to the right."""
    told = "".join(f'<td class="n">{escape(cell)}</td>' for cell in cells)
    return f'<tr><th scope="row" class="wrap">{escape(name)}</th>{told}</tr>'


def behind(name: str, inside: str) -> str:
    """What is shown at a click."""
    return f"<details><summary>{escape(name)}</summary>{inside}</details>"
