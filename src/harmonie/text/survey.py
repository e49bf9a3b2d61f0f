"""Looks at the characters of many texts at once, to know which of them need a closer look.

A search by regular expression costs about a microsecond a text, and most texts hold nothing of
what a dozen searches look for. Here the characters of a whole batch become one array of classes:
a few operations on it answer all these questions, erring only towards the closer look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from harmonie.text.characters import PLAIN

#: What a text may hold: an odd character or a disguised word; a link; personal data; a censored
#: word. A bit that is not set is certain.
DISGUISE, LINK, PERSONAL, CENSORED = 1, 2, 4, 8
EVERYTHING = DISGUISE | LINK | PERSONAL | CENSORED

#: Classes of characters, one bit each.
_CLASSES: dict[str, str] = {
    "odd": f"[^{PLAIN}’\u202f\xa0]",
    "letter": r"[^\W\d_]",
    "alphanumeric": r"[^\W_]",
    "word": r"\w",
    "space": r"\s",
    "leet": r"[\d@$€*|+£¢¥µß]",
    "inside": r"[!._\-·•~(]",
    "separator": "[ \t._\\-*·•~/|,+=\u202f\xa0]",
    "exclamation": "!",
    "link": r"[:\[({]",
    "stop": r"\.",
    "personal": r"[\d@:\[({]",
    "censor": r"[*#%&@$•█■×°]",
    "hole": r"[!?.\-]",
    "dash": r"[.\-]",
}
_BIT = {name: np.uint16(1 << index) for index, name in enumerate(_CLASSES)}
#: Characters that have a class of their own: Latin letters, then punctuation. Any other may be
#: anything: it is in every class, and calls for every closer look.
_LATIN, _PUNCTUATION = 0x180, range(0x2000, 0x2180)
_OTHER = _LATIN + len(_PUNCTUATION)
#: Longer texts get every closer look: it costs them little in proportion.
_LONGEST = 1_000
#: How far a rule looks back or ahead of a character.
_REACH = 5

Bits = NDArray[np.uint16]
Truths = NDArray[np.bool_]


def survey(texts: Sequence[str]) -> list[int]:
    """For each text what it may hold, of :data:`DISGUISE`, :data:`LINK`… added together."""
    if not texts:
        return []
    read = [text if len(text) <= _LONGEST else "" for text in texts]
    joined = "\n".join(read) + "\n" * (_REACH + 1)
    points = np.frombuffer(("\n" * _REACH + joined).encode("utf-32-le", "surrogatepass"), np.uint32)
    at = np.where(points < _LATIN, points, points - (_PUNCTUATION.start - _LATIN))
    at = np.where(at < _OTHER, at, _OTHER)
    at[(points >= _LATIN) & (points < _PUNCTUATION.start)] = _OTHER
    classes, folded = _tables()
    found = _found(_Around(classes[at]), folded[at])
    lengths = np.fromiter(map(len, read), np.int64, len(read)) + 1
    bits: list[int] = np.bitwise_or.reduceat(found, np.cumsum(lengths) - lengths).tolist()
    bits = [b if len(text) <= _LONGEST else EVERYTHING for b, text in zip(bits, texts, strict=True)]
    for bit, words in ((LINK, (" dot ", " point ")), (PERSONAL, ("arobas",))):
        for word in words:
            if word in joined:
                bits = [b | bit if word in text else b for b, text in zip(bits, texts, strict=True)]
    return bits


@cache
def _tables() -> tuple[Bits, Bits]:
    """By place in the table: the classes of a character, and the same letter in lower case."""
    characters = "".join(map(chr, (*range(_LATIN), *_PUNCTUATION)))
    classes = np.zeros(_OTHER + 1, dtype=np.uint16)
    for name, pattern in _CLASSES.items():
        classes[[match.start() for match in re.finditer(pattern, characters)]] |= _BIT[name]
    classes[_OTHER] = np.uint16(0xFFFF)
    folded = np.arange(_OTHER + 1, dtype=np.uint16)
    for place, character in enumerate(characters[:_LATIN]):
        if len(lower := character.lower()) == 1 and ord(lower) < _LATIN:
            folded[place] = ord(lower)
    return classes, folded


class _Around:
    """Whether characters are of a class, seen from each character of the batch."""

    def __init__(self, classes: Bits) -> None:
        self._classes = classes
        self._size = len(classes) - 2 * _REACH

    def __call__(self, name: str, step: int = 0) -> Truths:
        """Whether the character ``step`` further is of a class."""
        first = _REACH + step
        is_of: Truths = (self._classes[first : first + self._size] & _BIT[name]) != 0
        return is_of


def _found(of: _Around, folded: Bits) -> NDArray[np.uint8]:
    """What each character, with those around it, may be a sign of."""
    size = len(folded) - 2 * _REACH
    letter, before, after = of("letter"), of("letter", -1), of("letter", 1)
    same = [folded[_REACH - back : _REACH - back + size] for back in range(3)]
    disguise = of("odd") | (of("leet") & (before | after))
    disguise |= of("inside") & after & (before | (of("exclamation") & of("space", -1)))
    disguise |= letter & (same[0] == same[1]) & (same[1] == same[2])
    disguise |= _spelt_out(of)
    censored = of("censor") | (of("hole") & before & (after | of("dash", 1)))
    link = of("link") | (of("stop") & after)
    found = np.zeros(size, dtype=np.uint8)
    for bit, truths in (
        (DISGUISE, disguise), (LINK, link), (PERSONAL, of("personal")), (CENSORED, censored)
    ):  # fmt: skip
        found |= truths.view(np.uint8) * np.uint8(bit)
    return found


def _spelt_out(of: _Around) -> Truths:
    """A character alone between signs or blanks, a letter alone not far before it: "c o n"."""
    begins = [of("letter", -back) & ~of("word", -back - 1) for back in (2, 3, 4)]
    alone = of("alphanumeric") & of("separator", -1) & ~of("word", 1)
    return alone & (begins[0] | begins[1] | begins[2])
