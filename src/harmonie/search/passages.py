"""Cuts long texts into passages that overlap, so that each says one thing and none is cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Words in a passage, about what an encoder reads at once, and how many two neighbours share.
LONGEST, OVERLAP = 80, 20
_WORD = re.compile(r"\S+")
_END = re.compile(r"[.!?…]['\"»”)]*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is ``document[start:end]``, code points, of the document at place ``document``."""

    document: int
    start: int
    end: int
    text: str


def passages(
    documents: Sequence[str], longest: int = LONGEST, overlap: int = OVERLAP
) -> list[Passage]:
    """The passages of each document in order; a short document is one, an empty one none.

    A passage ends after a sentence where one ends in its last third. Raises ``ValueError`` unless
    ``0 <= overlap < longest / 2``.
    """
    if not 0 <= 2 * overlap < longest:
        raise ValueError("passages overlap by less than half of their length")
    found = []
    for place, document in enumerate(documents):
        words = [(word.start(), word.end()) for word in _WORD.finditer(document)]
        first = 0
        while first < len(words):
            after = _cut(document, words, first, longest, overlap)
            start, end = words[first][0], words[after - 1][1]
            found.append(Passage(place, start, end, document[start:end]))
            if after == len(words):
                break
            first = after - overlap
    return found


def _cut(
    document: str, words: Sequence[tuple[int, int]], first: int, longest: int, overlap: int
) -> int:
    after = min(first + longest, len(words))
    if after == len(words):
        return after
    least = first + max(longest * 2 // 3, overlap + 1)
    for last in range(after, least, -1):
        if _END.search(document[words[last - 1][0] : words[last - 1][1]]):
            return last
    return after
