"""Exact search in memory: every vector is compared. Good to a few hundred thousand items."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harmonie.search.index import Neighbour

FORMAT = 1


class ExactIndex:
    """An :class:`~harmonie.search.index.Index` on one numpy array.

    ``version`` names what made the vectors (an embedder's ``version``): a saved index refuses to be
    read for another one.
    """

    def __init__(self, dimensions: int, version: str = "") -> None:
        self.dimensions = dimensions
        self.version = version
        self._keys: list[str] = []
        self._place: dict[str, int] = {}
        # Rows beyond len(self._keys) are room to grow: adding one item must not copy all.
        self._vectors = np.zeros((0, dimensions), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._place

    def add(self, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Stores ``vectors`` ``[keys, dimensions]``; raises ``ValueError`` on another shape."""
        if vectors.shape != (len(keys), self.dimensions):
            raise ValueError(
                f"{len(keys)} keys and dimension {self.dimensions} need vectors of shape "
                f"{(len(keys), self.dimensions)}, not {vectors.shape}"
            )
        if any("\0" in key for key in keys):
            raise ValueError("a key may not hold the character NUL")
        latest = {key: row for row, key in enumerate(keys)}
        for key in latest:
            if key not in self._place:
                self._place[key] = len(self._keys)
                self._keys.append(key)
        self._grow(len(self._keys))
        self._vectors[[self._place[key] for key in latest]] = vectors[list(latest.values())]

    def remove(self, keys: Sequence[str]) -> None:
        gone = {key for key in keys if key in self._place}
        if not gone:
            return
        kept = [row for row, key in enumerate(self._keys) if key not in gone]
        self._keys = [self._keys[row] for row in kept]
        self._place = {key: row for row, key in enumerate(self._keys)}
        self._vectors = self._vectors[kept]

    def nearest(
        self, vector: NDArray[np.float32], k: int = 5, floor: float = -1.0
    ) -> list[Neighbour]:
        """Closest first. A zero vector (a text without words) is close to nothing: ``[]``."""
        if k < 1 or not self._keys or not np.any(vector):
            return []
        # Rounded, so that equal vectors are equally close wherever they stand in the matrix.
        similarity = np.round(self._vectors[: len(self)] @ vector.astype(np.float32), 5)
        if k < len(similarity):
            floor = max(floor, float(np.partition(similarity, -k)[-k]))
        found = np.nonzero(similarity >= floor)[0].tolist()
        ranked = sorted(found, key=lambda row: (-float(similarity[row]), self._keys[row]))[:k]
        return [Neighbour(self._keys[r], float(np.clip(similarity[r], -1, 1))) for r in ranked]

    def save(self, path: Path) -> None:
        """Writes one ``.npz`` of plain arrays, whole or not at all."""
        keys = np.frombuffer("\0".join(self._keys).encode("utf-8", "surrogatepass"), np.uint8)
        buffer = io.BytesIO()
        np.savez(
            buffer, allow_pickle=False, format=np.int64(FORMAT), keys=keys,
            count=np.int64(len(self)), vectors=self._vectors[: len(self)],
            version=np.array(self.version),
        )  # fmt: skip
        beside = path.with_name(path.name + ".new")
        beside.write_bytes(buffer.getvalue())
        beside.replace(path)

    @classmethod
    def load(cls, path: Path, version: str | None = None) -> ExactIndex:
        """The index that :meth:`save` wrote. Raises ``ValueError`` when the file is damaged or,
        where ``version`` is given, holds vectors of another one: build it anew."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            vectors, count = arrays["vectors"], int(arrays["count"])
            joined = arrays["keys"].tobytes().decode("utf-8", "surrogatepass")
            made_by, form = str(arrays["version"]), int(arrays["format"])
            keys = joined.split("\0") if count else []
            if form != FORMAT or vectors.ndim != 2 or len(keys) != count or len(vectors) != count:
                raise ValueError("its parts do not fit together")
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError(
                f"{path} is not an index of vectors ({error}): build it anew"
            ) from error
        if version is not None and made_by != version:
            raise ValueError(
                f"{path} holds vectors of {made_by!r}, not of {version!r}: build it anew"
            )
        index = cls(int(vectors.shape[1]), made_by)
        index.add(keys, vectors.astype(np.float32))
        return index

    def _grow(self, rows: int) -> None:
        if rows <= len(self._vectors):
            return
        room = np.zeros((max(rows, 2 * len(self._vectors)), self.dimensions), dtype=np.float32)
        room[: len(self._vectors)] = self._vectors
        self._vectors = room
