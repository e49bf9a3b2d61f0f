"""Arithmetic on spans of text: merge, clip, convert to other units, quote.

A span is a pair ``(start, end)`` of code point offsets, end excluded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


def merge(spans: Iterable[Pair], gap: int = 0) -> list[Pair]:
    """Sorted spans in which those that overlap, touch, or lie ``gap`` apart at most, are one."""
    merged: list[Pair] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if merged and start <= merged[-1][1] + gap:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def clip(span: Pair, start: int, end: int) -> Pair | None:
    """The part of ``span`` inside ``[start, end)``, or ``None`` when nothing is left."""
    first, last = max(span[0], start), min(span[1], end)
    return (first, last) if first < last else None


def overlap(one: Pair, other: Pair) -> bool:
    """Whether two spans share at least one character."""
    return one[0] < other[1] and other[0] < one[1]


class Claims:
    """Which characters of a text are taken, so that spans claimed in turn never overlap.

    A claim costs the length of its span, however many spans there are.
    """

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def claim(self, start: int, end: int) -> bool:
        """Take ``[start, end)`` and return ``True``, unless a part of it is taken already."""
        if any(self._taken[start:end]):
            return False
        self._taken[start:end] = b"\x01" * (end - start)
        return True


def to_utf16(text: str, spans: Sequence[Pair]) -> list[Pair]:
    """Spans in UTF-16 code units, as JavaScript and most platforms count."""
    astral = [index for index, character in enumerate(text) if character > "\uffff"]
    return [(s + bisect_left(astral, s), e + bisect_left(astral, e)) for s, e in spans]


def from_utf16(text: str, spans: Sequence[Pair]) -> list[Pair]:
    """Code point spans from UTF-16 ones; a half of a surrogate pair takes the whole character."""
    units, starts = 0, []
    for character in text:
        starts.append(units)
        units += 2 if character > "\uffff" else 1
    starts.append(units)
    return [(_floor(starts, s), bisect_left(starts, min(e, units))) for s, e in spans]


def to_bytes(text: str, spans: Sequence[Pair]) -> list[Pair]:
    """Spans in UTF-8 bytes, as Bluesky facets count; a lone surrogate counts as three bytes."""
    sizes = [0]
    for character in text:
        sizes.append(sizes[-1] + len(character.encode("utf-8", "surrogatepass")))
    return [(sizes[s], sizes[e]) for s, e in spans]


def from_bytes(text: str, spans: Sequence[Pair]) -> list[Pair]:
    """Code point spans from UTF-8 byte spans; a part of a character takes the whole of it."""
    sizes = [0]
    for character in text:
        sizes.append(sizes[-1] + len(character.encode("utf-8", "surrogatepass")))
    return [(_floor(sizes, s), bisect_left(sizes, min(e, sizes[-1]))) for s, e in spans]


def _floor(starts: list[int], position: int) -> int:
    index = bisect_left(starts, position)
    return index if index < len(starts) and starts[index] == position else max(index - 1, 0)


def excerpt(text: str, span: Pair, around: int = 40) -> str:
    """The span with up to ``around`` characters on each side, cut at words, with ellipses."""
    start, end = max(0, span[0]), min(len(text), span[1])
    left, right = max(0, start - around), min(len(text), end + around)
    if left and (space := text.find(" ", left, start)) >= 0:
        left = space + 1
    if right < len(text) and (space := text.rfind(" ", end, right)) >= 0:
        right = space
    before, after = ("… " if left else ""), (" …" if right < len(text) else "")
    return before + " ".join(text[left:right].split()) + after
