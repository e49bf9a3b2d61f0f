"""Vectors from words alone: hashed words and n-grams through a learnt projection.

Latent semantic analysis (Deerwester et al. 1990) on hashed features. Two texts that share words,
spellings or words that often come together are close; a text and its translation are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harmonie.search.embedder import unit
from harmonie.text import hashing, tokens
from harmonie.text.normalise import normalise_many
from harmonie.weights.store import FOLDER, load

PROJECTION_ROWS = 1 << 15


class WordsEmbedder:
    """``projection`` is int8 ``[PROJECTION_ROWS, dimensions]``; only directions matter.

    ``weights`` names the version of the weights it came with.
    """

    name = "words"
    near = 0.35

    def __init__(self, projection: NDArray[np.int8], weights: str) -> None:
        self.projection = projection
        self.version = f"{self.name}-{weights}"

    @property
    def dimensions(self) -> int:
        return int(self.projection.shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """``[texts, dimensions]``, of length 1; a text without any word gives zeros."""
        numbers: dict[str, int] = {}
        batch = tokens.tokenise([n.text for n in normalise_many(texts)], numberer(numbers))
        words = list(numbers)
        features = hashing.word_features(words)
        rows = self.projection[features.rows % PROJECTION_ROWS].astype(np.float32)
        result = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not words:
            return result
        per_word = np.add.reduceat(rows, features.offsets[:-1])
        filled = np.diff(batch.offsets) > 0
        sums = np.add.reduceat(per_word[batch.ids - 1], batch.offsets[:-1][filled])
        result[filled] = unit(sums)
        return result


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
    """The embedder trained with the fast tier. Raises ``WeightsError`` when it was altered."""
    weights = load("fast", folder)
    return WordsEmbedder(weights.arrays["projection"], weights.version)
