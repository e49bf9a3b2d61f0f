"""What an index of vectors is, whatever keeps it: memory, a database, a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


class Neighbour(NamedTuple):
    """A stored item and its cosine similarity with the query, in [-1, 1]."""

    key: str
    similarity: float


@runtime_checkable
class Index(Protocol):
    """Vectors by key. Vectors are float32 of length 1, as an embedder gives them."""

    def add(self, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Stores ``vectors[i]`` under ``keys[i]``; a key already there is replaced."""
        ...

    def remove(self, keys: Sequence[str]) -> None:
        """Forgets ``keys``; those that are not there are ignored."""
        ...

    def nearest(
        self, vector: NDArray[np.float32], k: int = 5, floor: float = -1.0
    ) -> list[Neighbour]:
        """The ``k`` closest items whose similarity is at least ``floor``, closest first; equal
        ones in the order of their keys."""
        ...

    def __len__(self) -> int: ...
