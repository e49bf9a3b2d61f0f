"""Rewriting a text while remembering where every character came from.

A rewritten text keeps one :class:`Layer` per pass. Only the places that changed are stored, so a
clean text costs nothing and a long one little.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """The edits of one pass, sorted; parallel tuples of code point offsets.

    Edit ``i`` replaced ``old[old_starts[i]:old_ends[i]]`` by ``new[new_starts[i]:new_ends[i]]``.
    Between edits both texts are equal.
    """

    new_starts: list[int]
    new_ends: list[int]
    old_starts: list[int]
    old_ends: list[int]

    def to_old(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the old text that covers a span of the new one."""
        old_start = self._old_start(start)
        return old_start, old_start if end <= start else self._old_end(end)

    def _old_start(self, position: int) -> int:
        edit = bisect_right(self.new_starts, position) - 1
        if edit < 0:
            return position
        if position < self.new_ends[edit]:
            return self.old_starts[edit]
        return self.old_ends[edit] + position - self.new_ends[edit]

    def _old_end(self, position: int) -> int:
        edit = bisect_left(self.new_starts, position) - 1
        if edit < 0:
            return position
        if position <= self.new_ends[edit]:
            return self.old_ends[edit]
        return self.old_ends[edit] + position - self.new_ends[edit]


class Rewriter:
    """Builds a new text from left to right; edits must come in order and not overlap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._at = 0
        self._length = 0
        self._layer = Layer([], [], [], [])

    def replace(self, start: int, end: int, new: str) -> None:
        """Replace ``text[start:end]`` by ``new`` (empty: remove it)."""
        kept = self._text[self._at : start]
        self._pieces += (kept, new)
        self._length += len(kept)
        if not len(new) == end - start == 1:  # one for one shifts nothing: no need to remember
            self._layer.new_starts.append(self._length)
            self._layer.new_ends.append(self._length + len(new))
            self._layer.old_starts.append(start)
            self._layer.old_ends.append(end)
        self._length += len(new)
        self._at = end

    def finish(self) -> tuple[str, Layer | None]:
        """The new text, and its layer (``None`` when no offset moved)."""
        if not self._pieces:
            return self._text, None
        text = "".join(self._pieces) + self._text[self._at :]
        return text, self._layer if self._layer.new_starts else None
