"""Hashed features of words: the word itself, its character n-grams, and pairs of neighbours.

The hashing trick (Weinberger et al. 2009, ICML) with character n-grams taken inside words (as in
fastText: Bojanowski et al. 2017, TACL). A feature is a row of one table with three sections.
Everything works on whole arrays of code points; nothing depends on Python's own ``hash``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORD_ROWS = 1 << 16
CHARACTER_ROWS = 1 << 16
PAIR_ROWS = 1 << 16
WORD_START = 0
CHARACTER_START = WORD_ROWS
PAIR_START = WORD_ROWS + CHARACTER_ROWS
ROWS = WORD_ROWS + CHARACTER_ROWS + PAIR_ROWS

SHORTEST, LONGEST = 2, 5
#: Longer words are read up to here: a text without spaces must not cost more than its length.
WORD_LIMIT = 48

BEGINNING = np.uint32(0x9E3779B1)
ENDING = np.uint32(0x85EBCA77)
_BASE = 0x01000193
_OPEN, _CLOSE = 0x110001, 0x110002  # beyond Unicode: cannot occur in a word


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """``hashes`` is ``[words]``; the rows of word ``i`` are ``rows[offsets[i]:offsets[i + 1]]``,
    its own row first."""

    hashes: NDArray[np.uint32]
    rows: NDArray[np.int64]
    offsets: NDArray[np.int64]


def mix(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Finaliser of MurmurHash3 (Appleby, public domain): spreads every bit over all others."""
    mixed = values ^ (values >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def word_features(words: Sequence[str]) -> WordFeatures:
    """Feature rows of each word. Words that begin with NUL are marks: they have one row only."""
    if not words:
        nothing = np.zeros(0, dtype=np.int64)
        return WordFeatures(np.zeros(0, np.uint32), nothing, np.zeros(1, np.int64))
    clipped = [word[:WORD_LIMIT] for word in words]
    points, first, length = _code_points(clipped)
    hashes = _whole(points, first, length)
    index = np.arange(len(words))
    owner = np.repeat(index, length)
    last = (first + length)[owner]
    is_mark = np.fromiter((word[0] == "\x00" for word in words), bool, len(words))
    owners = [index]
    rows = [WORD_START + (hashes % np.uint32(WORD_ROWS)).astype(np.int64)]
    position = np.arange(len(points))
    rolling = points.copy()
    for size in range(2, LONGEST + 1):
        rolling = rolling[:-1] * np.uint32(_BASE) + points[size - 1 :]
        if size < SHORTEST or not len(rolling):
            continue
        inside = position[: len(rolling)] + size <= last[: len(rolling)]
        inside &= ~is_mark[owner[: len(rolling)]]
        hashed = mix(rolling[inside] + np.uint32(size * 0x27D4EB2F & 0xFFFFFFFF))
        owners.append(owner[: len(rolling)][inside])
        rows.append(CHARACTER_START + (hashed % np.uint32(CHARACTER_ROWS)).astype(np.int64))
    every_owner = np.concatenate(owners)
    order = np.argsort(every_owner, kind="stable")
    offsets = np.concatenate(([0], np.cumsum(np.bincount(every_owner, minlength=len(words)))))
    return WordFeatures(hashes, np.concatenate(rows)[order], offsets)


def pair_rows(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Row of each pair of neighbouring words, given the hashes of both, element by element."""
    hashed = mix(left * np.uint32(0x9E3779B1) + right)
    return PAIR_START + (hashed % np.uint32(PAIR_ROWS)).astype(np.int64)


def _code_points(
    words: Sequence[str],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Code points of all words end to end, each between two boundary marks; digits become 0."""
    joined = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    bare = np.fromiter(map(len, words), np.int64, len(words))
    length = bare + 2
    first = np.concatenate(([0], np.cumsum(length)[:-1]))
    points = np.empty(int(length.sum()), dtype=np.uint32)
    points[first] = _OPEN
    points[first + length - 1] = _CLOSE
    within = np.ones(len(points), dtype=bool)
    within[first] = False
    within[first + length - 1] = False
    points[within] = np.where((joined >= 48) & (joined <= 57), np.uint32(48), joined)
    return points, first, length


def _whole(
    points: NDArray[np.uint32], first: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """One hash for each whole word: a polynomial of its code points."""
    powers = np.ones(WORD_LIMIT + 2, dtype=np.uint32)
    powers[1:] = np.cumprod(np.full(WORD_LIMIT + 1, _BASE, dtype=np.uint32), dtype=np.uint32)
    place = np.arange(len(points)) - np.repeat(first, length)
    return mix(np.add.reduceat(points * powers[place], first).astype(np.uint32))
