"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re

#: A line's end; or closing marks, with the quotes that follow them, before a space.
_END = re.compile(r"[\r\n\u2028\u2029]+|(?:[.!?…。！？]|\u202f[!?])+[\"'»”’)\]\u202f]*(?=\s)")
_ABBREVIATED = re.compile(r"\b(?:M|MM|Mr|Mrs|Ms|Mme|Mmes|Mlle|Dr|Pr|Prof|St|Ste|vs|cf)\.$")
#: A text of more is read in that many pieces, the last one longer.
MAXIMUM = 200


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans over the code points of ``text``, without the blanks around them; together
    they hold everything that is not blank.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        if not piece.strip() or _ABBREVIATED.search(piece):
            continue
        if len(found) == MAXIMUM - 1:
            break
        found.append(_trimmed(text, start, end.end()))
        start = end.end()
    if text[start:].strip():
        found.append(_trimmed(text, start, len(text)))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
