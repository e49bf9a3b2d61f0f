"""The embedder in use: the best of those whose weights are installed, chosen by measurement.

Similar cases, retrieval, topics and deduplication take their vectors from here. See
``benchmarks/similarity.py`` for the figures behind the choice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harmonie.search.embedder import Embedder
from harmonie.search.words import WordsEmbedder, words_embedder
from harmonie.weights.store import FOLDER


def embedders(folder: Path = FOLDER) -> Iterator[Embedder]:
    """Every embedder whose weights are in ``folder``."""
    yield words_embedder(folder)


def default_embedder(folder: Path = FOLDER) -> Embedder:
    """The embedder that similar cases, retrieval, topics and deduplication use."""
    return words_embedder(folder)


def near_of(version: str) -> float:
    """From which cosine two texts read alike, for vectors of ``version``; no weights are read."""
    kinds = {kind.name: kind.near for kind in (WordsEmbedder,)}
    return kinds.get(version.split("-")[0], WordsEmbedder.near)
