"""What gives texts their vectors, whatever it reads them with: words, an encoder, both.

One Protocol serves similar cases, retrieval, topics and deduplication. Vectors of two versions
are never compared: their directions mean different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@runtime_checkable
class Embedder(Protocol):
    """Texts to vectors. A vector never depends on the other texts of its batch."""

    @property
    def name(self) -> str:
        """A word for people: ``words``, ``encoder``, ``fused``."""
        ...

    @property
    def version(self) -> str:
        """Which vectors may be compared with each other: at most 60 characters."""
        ...

    @property
    def dimensions(self) -> int: ...

    @property
    def near(self) -> float:
        """The cosine from which two short texts read alike. It differs between embedders: one puts
        unrelated texts at 0.0, another at 0.8."""
        ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """float32 ``[texts, dimensions]``, of length 1; a text without any word gives zeros."""
        ...


def unit(vectors: Floats) -> Floats:
    """``vectors`` ``[n, dimensions]`` brought to length 1; zeros stay zeros."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = (vectors / np.where(length == 0, 1, length)).astype(np.float32)
    return scaled


class FusedEmbedder:
    """Two embedders as one: cosines are added after division by how far they spread.

    ``spreads`` are the standard deviations of the cosines of unrelated texts, one for each part.
    The dot product of the joined vectors is then, up to a constant, the sum of both z-scores, so
    that ranking by it is fusion by z-scores (Fox & Shaw 1994, CombSUM on standardised scores), and
    one index serves both.
    """

    name = "fused"

    def __init__(self, parts: Sequence[Embedder], spreads: Sequence[float], near: float) -> None:
        if len(parts) != len(spreads) or not parts or min(spreads) <= 0:
            raise ValueError("each part of a fused embedder needs its spread, above 0")
        self.parts = tuple(parts)
        self._near = near
        weights = np.sqrt(1 / np.asarray(spreads, np.float64))
        self._weights = (weights / np.linalg.norm(weights)).astype(np.float32)

    @property
    def version(self) -> str:
        return "+".join(part.version for part in self.parts)

    @property
    def dimensions(self) -> int:
        return sum(part.dimensions for part in self.parts)

    @property
    def near(self) -> float:
        return self._near

    def embed(self, texts: Sequence[str]) -> Floats:
        found = [part.embed(texts) * w for part, w in zip(self.parts, self._weights, strict=True)]
        return unit(np.concatenate(found, axis=1))
