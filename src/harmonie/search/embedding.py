"""Vectors for "similar past cases": hashed words and n-grams through a learnt projection.

Latent semantic analysis (Deerwester et al. 1990) on hashed features. Two texts that share words,
spellings or words that often come together are close; a text and its translation are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from harmonie.text import hashing, tokens
from harmonie.text.normalise import normalise_many
from harmonie.weights.store import load

PROJECTION_ROWS = 1 << 15


class Embedder:
    """``projection`` is int8 ``[PROJECTION_ROWS, dimensions]``; only directions matter."""

    def __init__(self, projection: NDArray[np.int8], version: str) -> None:
        self.projection = projection
        self.version = version

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
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        result[filled] = sums / np.where(length == 0, 1, length)
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


@lru_cache(maxsize=1)
def default_embedder() -> Embedder:
    """The embedder trained with the fast tier."""
    weights = load("fast")
    return Embedder(weights.arrays["projection"], weights.version)


def to_bytes(vector: NDArray[np.float32]) -> bytes:
    """A vector of length 1 in one byte a dimension (64 bytes in all), for a database column."""
    return np.clip(np.rint(vector * 127), -127, 127).astype(np.int8).tobytes()


def from_bytes(data: bytes) -> NDArray[np.float32]:
    """The vector :func:`to_bytes` wrote, of length 1 again; zeros stay zeros."""
    vector = np.frombuffer(data, dtype=np.int8).astype(np.float32)
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector
