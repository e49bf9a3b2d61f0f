"""Texts as sets of character shingles, and their MinHash signatures (Broder 1997)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.text.accents import fold_accents
from harmonie.text.hashing import mix
from harmonie.text.normalise import normalise_many

#: Characters in a shingle: long enough to be rare, short enough that a typo costs few.
SIZE = 4
#: Of pairs that share 60 % of their shingles 99 % meet in a band, of those that share 20 % 15 %.
BANDS, ROWS_OF_A_BAND = 20, 3
#: Characters read of a text: a near-duplicate shows in its beginning.
LIMIT = 4_000
_SEED = 19970611
_LINK = re.compile(r"(?:https?://|www\.)([^\s/?#]+)\S*")
_MENTION = re.compile(r"(?<!\w)@\w[\w.-]*")
_NO_WORD = re.compile(r"[\W_]+")
_BASE = np.uint32(0x01000193)
#: Pairs whose shingles are compared at a time: bounds the memory.
_CHUNK = 50_000


def shapes_of(texts: Sequence[str]) -> list[str]:
    """What copies of each text share: its words, lower-case, without accents, punctuation, the
    rest of links or who is mentioned; evasion undone.

    A text of signs or marks alone ("!!!", emoji, one link) stays as it is, but for white space.
    """
    return [_shape(found.text, found.original) for found in normalise_many(texts)]


def _shape(text: str, original: str) -> str:
    plain = _MENTION.sub(" ", _LINK.sub(r" \1 ", text)) if "@" in text or "/" in text else text
    words = _NO_WORD.sub(" ", fold_accents(plain)).strip()
    bare = _NO_WORD.sub("", _LINK.sub("", plain)) if "http" in text or "www." in text else words
    return words[:LIMIT] if bare else " ".join(original.split())[:LIMIT]


@dataclass(frozen=True, slots=True)
class Shingles:
    """``hashes[offsets[i]:offsets[i + 1]]`` are the distinct shingles of text ``i``, ascending."""

    hashes: NDArray[np.uint32]
    offsets: NDArray[np.int64]

    def jaccard(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Shared shingles out of all, for each row of ``pairs`` ``[pairs, 2]``."""
        found = [self._jaccard(pairs[i : i + _CHUNK]) for i in range(0, len(pairs), _CHUNK)]
        return np.concatenate(found) if found else np.zeros(0)

    def _jaccard(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        sizes = np.diff(self.offsets)
        flat = pairs.ravel()
        length = sizes[flat]
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        hashes = self.hashes[np.repeat(self.offsets[flat], length) + within].astype(np.uint64)
        owner = np.repeat(np.arange(len(flat)) // 2, length).astype(np.uint64)
        codes = np.sort(owner << np.uint64(32) | hashes)
        twice = codes[1:][codes[1:] == codes[:-1]] >> np.uint64(32)
        shared = np.bincount(twice.astype(np.int64), minlength=len(pairs))
        union = sizes[pairs].sum(axis=1) - shared
        share: NDArray[np.float64] = shared / np.maximum(union, 1)
        return share


def shingles_of(shapes: Sequence[str]) -> Shingles:
    """The distinct character shingles of each shape, a space before and after included."""
    framed = [f" {shape} ".ljust(SIZE) for shape in shapes]
    points = np.frombuffer("".join(framed).encode("utf-32-le", "surrogatepass"), np.uint32)
    length = np.fromiter(map(len, framed), np.int64, len(framed))
    owner = np.repeat(np.arange(len(framed), dtype=np.uint64), length)
    last = np.repeat(np.cumsum(length), length)
    rolling = points.copy()
    for step in range(1, SIZE):
        rolling = rolling[:-1] * _BASE + points[step:]
    inside = np.arange(len(rolling)) + SIZE <= last[: len(rolling)]
    codes = owner[: len(rolling)][inside] << np.uint64(32) | mix(rolling[inside])
    codes = np.unique(codes)
    offsets = np.searchsorted(codes >> np.uint64(32), np.arange(len(framed) + 1, dtype=np.uint64))
    return Shingles((codes & np.uint64(0xFFFFFFFF)).astype(np.uint32), offsets.astype(np.int64))


def band_keys(shingles: Shingles) -> NDArray[np.uint64]:
    """``[texts, BANDS]``: texts that share a key in a column are likely to share shingles."""
    count = len(shingles.offsets) - 1
    keys = np.zeros((count, BANDS), np.uint64)
    if not count:
        return keys
    chance = np.random.default_rng(_SEED)
    factors = chance.integers(0, 1 << 31, BANDS * ROWS_OF_A_BAND, dtype=np.uint32) * np.uint32(2)
    terms = chance.integers(0, 1 << 32, BANDS * ROWS_OF_A_BAND, dtype=np.uint32)
    for number, (factor, term) in enumerate(zip(factors + np.uint32(1), terms, strict=True)):
        least = np.minimum.reduceat(shingles.hashes * factor + term, shingles.offsets[:-1])
        band = number // ROWS_OF_A_BAND
        keys[:, band] = keys[:, band] * np.uint64(0x9E3779B97F4A7C15) + least
    return keys
