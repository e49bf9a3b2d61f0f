"""Accents and ligatures, folded to compare words with lists."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PIECE = 40
_NOT_DECOMPOSED = str.maketrans(
    {"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ı": "i", "ɔ": "o", "ɛ": "e", "ə": "e", "ħ": "h", "ŧ": "t"}
)


@lru_cache(maxsize=20_000)
def _fold_piece(piece: str) -> str:
    decomposed = unicodedata.normalize("NFD", piece.translate(_NOT_DECOMPOSED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold_accents(text: str) -> str:
    """Without accents and ligatures, to compare with lists: "Cœur brisé" gives "Coeur brise".

    The length may change; fold words, not texts, where offsets matter.
    """
    if text.isascii():
        return text
    if len(text) <= _PIECE:
        return _fold_piece(text)
    return "".join(_fold_piece(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))
