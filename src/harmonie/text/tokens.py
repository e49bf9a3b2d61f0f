"""Cuts normalised text into words, signs and emoji for the models, with their places.

Separators (white space, hyphens, quotes, brackets) carry no token. French elisions are cut off
("l'arnaque" is "l'" and "arnaque"), English contractions stay whole ("don't"). Every link is one
same token and so is every mention: who is named or which address is given is not what the
models learn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LINK_MARK = "\x00link"
MENTION_MARK = "\x00mention"

_TOKEN = re.compile(
    r"[\s\-_*~\"«»“”()\[\]{}|/\\<>]+"
    r"|(?:https?://|www\.)\S+"
    r"|@\w+"
    r"|(?:qu|[cdjlmnst])['’](?=\w)"
    r"|\w+(?:['’]\w+)*"
    r"|!+|\?+|[!?]{2,}|\.{2,}"
    r"|.",
    re.DOTALL,
)
_SEPARATORS = frozenset(' \t\r\n\f\v-_*~"«»“”()[]{}|/\\<>\u00a0\u202f\u2009\x1c\x1d\x1e\x1f\x85')


def split(text: str) -> list[str]:
    """All pieces of ``text`` in order, separators included: joined, they are the text again."""
    return _TOKEN.findall(text)


def is_separator(piece: str) -> bool:
    return piece[0] in _SEPARATORS or piece[0].isspace()


def canonical(piece: str) -> str:
    """The token that stands for a piece: one token for all links, one for all mentions."""
    if piece.startswith("@") and len(piece) > 1:
        return MENTION_MARK
    if piece.startswith(("http://", "https://", "www.")) and len(piece) > 8:
        return LINK_MARK
    return piece


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """The tokens of several texts, end to end.

    ``ids``, ``starts`` and ``ends`` are ``[tokens]``; ``starts`` and ``ends`` count code points of
    the token's own text. The tokens of text ``i`` are ``offsets[i]:offsets[i + 1]``.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    offsets: NDArray[np.int64]


def tokenise(texts: Sequence[str], identify: Callable[[str], int]) -> TokenBatch:
    """Tokens of every text; ``identify`` gives a piece its number, 0 for what to leave out."""
    ids: list[int] = []
    lengths: list[int] = []
    counts: list[int] = []
    for text in texts:
        pieces = _TOKEN.findall(text)
        ids.extend(map(identify, pieces))
        lengths.extend(map(len, pieces))
        counts.append(len(pieces))
    every = np.array(ids, dtype=np.int32)
    length = np.array(lengths, dtype=np.int64)
    count = np.array(counts, dtype=np.int64)
    end = np.cumsum(length)
    first = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(count, out=first[1:])
    base = np.concatenate(([0], end))[first[:-1]]
    end -= np.repeat(base, count)
    kept = every != 0
    before = np.concatenate(([0], np.cumsum(kept)))
    return TokenBatch(every[kept], (end - length)[kept], end[kept], before[first])
