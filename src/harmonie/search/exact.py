"""Exact search in memory: every vector is compared. Good to a few hundred thousand items."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harmonie.search.index import Neighbour


class ExactIndex:
    """An :class:`~harmonie.search.index.Index` on one numpy array."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._keys: list[str] = []
        self._place: dict[str, int] = {}
        self._vectors = np.zeros((0, dimensions), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Stores ``vectors`` ``[keys, dimensions]``; raises ``ValueError`` on another shape."""
        if vectors.shape != (len(keys), self.dimensions):
            raise ValueError(
                f"{len(keys)} keys and dimension {self.dimensions} need vectors of shape "
                f"{(len(keys), self.dimensions)}, not {vectors.shape}"
            )
        latest = {key: index for index, key in enumerate(keys)}
        for key, index in latest.items():
            if key in self._place:
                self._vectors[self._place[key]] = vectors[index]
        fresh = [key for key in latest if key not in self._place]
        for key in fresh:
            self._place[key] = len(self._keys)
            self._keys.append(key)
        rows = vectors[[latest[key] for key in fresh]].astype(np.float32)
        self._vectors = np.concatenate((self._vectors, rows.reshape(-1, self.dimensions)))

    def remove(self, keys: Sequence[str]) -> None:
        gone = {key for key in keys if key in self._place}
        if not gone:
            return
        kept = [index for index, key in enumerate(self._keys) if key not in gone]
        self._keys = [self._keys[index] for index in kept]
        self._place = {key: index for index, key in enumerate(self._keys)}
        self._vectors = self._vectors[kept]

    def search(self, vector: NDArray[np.float32], limit: int = 5) -> list[Neighbour]:
        """Closest first. A zero vector (a text without words) is close to nothing: ``[]``."""
        if limit < 1 or not self._keys or not np.any(vector):
            return []
        similarity = self._vectors @ vector.astype(np.float32)
        limit = min(limit, len(similarity))
        if limit < len(similarity):
            least = np.partition(similarity, -limit)[-limit]
            found = np.nonzero(similarity >= least)[0]
        else:
            found = np.arange(len(similarity))
        ranked = sorted(found.tolist(), key=lambda i: (-float(similarity[i]), self._keys[i]))
        return [
            Neighbour(self._keys[i], float(np.clip(similarity[i], -1, 1))) for i in ranked[:limit]
        ]
