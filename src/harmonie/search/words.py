"""Vectors from words alone: hashed words and n-grams weighed by rarity, through random signs.

TF-IDF (Spärck Jones 1972) on hashed features keeps its angles through a projection on random signs
(Johnson & Lindenstrauss 1984; Achlioptas 2003). Two texts that share words or spellings are close,
whatever the accents; a text and its translation are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harmonie.search.embedder import Floats, unit
from harmonie.text import hashing, tokens
from harmonie.text.accents import fold_accents
from harmonie.text.hashing import WordFeatures, mix
from harmonie.text.normalise import normalise_many
from harmonie.text.tokens import TokenBatch
from harmonie.weights.store import FOLDER, load

FEATURES = 1 << 15
DIMENSIONS = 256
#: Cosines of unrelated texts of a few words spread this much: what fusion divides by.
SPREAD = 0.083


class WordsEmbedder:
    """``rarity`` is float ``[FEATURES]``: the weight of each hashed feature. ``weights`` names the
    version of the weights it came with."""

    name = "words"
    near = 0.4
    dimensions = DIMENSIONS

    def __init__(self, rarity: NDArray[np.floating], weights: str) -> None:
        self.version = f"{self.name}-{weights}"
        self._rows = signs() * rarity.astype(np.float32)[:, None]

    def embed(self, texts: Sequence[str]) -> Floats:
        """``[texts, dimensions]``, of length 1; a text without any word gives zeros."""
        result = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        words, batch = counted(texts)
        if not words.offsets[-1]:
            return result
        rows = words.rows % FEATURES
        per_word = np.stack(
            [
                self._rows[rows[first:last]].sum(axis=0)
                for first, last in zip(words.offsets[:-1], words.offsets[1:], strict=True)
            ]
        )
        filled = np.diff(batch.offsets) > 0
        sums = np.add.reduceat(per_word[batch.ids - 1], batch.offsets[:-1][filled])
        result[filled] = unit(sums)
        return result


def counted(texts: Sequence[str]) -> tuple[WordFeatures, TokenBatch]:
    """The features of every distinct word, and which words each text holds (``ids - 1``)."""
    numbers: dict[str, int] = {}
    plain = [fold_accents(found.text) for found in normalise_many(texts)]
    batch = tokens.tokenise(plain, numberer(numbers))
    return hashing.word_features(list(numbers)), batch


@lru_cache(maxsize=1)
def signs() -> NDArray[np.float32]:
    """``[FEATURES, DIMENSIONS]`` of 1 and -1, the same on every machine: bits of hashes."""
    numbers = np.arange(FEATURES * DIMENSIONS // 32, dtype=np.uint32)
    bits = np.unpackbits(mix(mix(numbers + np.uint32(0x9E3779B1))).astype("<u4").view(np.uint8))
    found: NDArray[np.float32] = bits.reshape(FEATURES, DIMENSIONS).astype(np.float32) * 2 - 1
    return found


class numberer:  # noqa: N801 - reads as a function where it is used
    """Numbers tokens from 1 in order of appearance; separators are 0."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers

    def __call__(self, piece: str) -> int:
        if tokens.is_separator(piece):
            return 0
        token = tokens.canonical(piece)
        return self.numbers.setdefault(token, len(self.numbers) + 1)


@lru_cache(maxsize=2)
def words_embedder(folder: Path = FOLDER) -> WordsEmbedder:
    """The embedder of the weights in ``folder``. Raises ``WeightsError`` when they were altered."""
    weights = load("vectors", folder)
    return WordsEmbedder(weights.arrays["rarity"], weights.version.removeprefix("vectors-"))
