"""The embedder in use: the best of those whose weights are installed, chosen by measurement.

Similar cases, retrieval, topics and deduplication take their vectors from here. The figures behind
the choice: ``benchmarks/similarity.py``. Words and encoder together are better than either alone;
where the tier full is not installed, or the vectors were fitted to another one, words alone serve.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from harmonie.search.embedder import Embedder, FusedEmbedder
from harmonie.search.words import SPREAD, WordsEmbedder, words_embedder
from harmonie.weights.store import FOLDER, card_of, installed, load, version_of

#: The tier whose encoder gives vectors, and how far cosines of unrelated texts spread with it.
TIER, ENCODER_SPREAD = "full", 0.093
NEAR_FUSED = 0.4


def embedders(folder: Path = FOLDER) -> Iterator[Embedder]:
    """Every embedder whose weights are in ``folder``; the best one last."""
    words = words_embedder(folder)
    yield words
    if has_encoder(folder):
        encoder = _encoder(folder)
        yield encoder
        yield FusedEmbedder([words, encoder], [SPREAD, ENCODER_SPREAD], NEAR_FUSED)


@lru_cache(maxsize=2)
def default_embedder(folder: Path = FOLDER) -> Embedder:
    """The embedder that similar cases, retrieval, topics and deduplication use."""
    return list(embedders(folder))[-1]


def has_encoder(folder: Path = FOLDER) -> bool:
    """Whether the installed tier full is the one that the installed vectors were fitted to."""
    if TIER not in installed(folder):
        return False
    fitted_to = card_of("vectors", folder).get("encoder")
    return bool(fitted_to == version_of(TIER, card_of(TIER, folder)))


def near_of(version: str) -> float:
    """From which cosine two texts read alike, for vectors of ``version``; no weights are read."""
    if "+" in version:
        return NEAR_FUSED
    from harmonie.analysers.encoder.vectors import EncoderEmbedder

    kinds = {kind.name: kind.near for kind in (WordsEmbedder, EncoderEmbedder)}
    return kinds.get(version.split("-")[0], WordsEmbedder.near)


def _encoder(folder: Path) -> Embedder:
    from harmonie.analysers.encoder.tier import encoder_of
    from harmonie.analysers.encoder.vectors import EncoderEmbedder

    weights = load("vectors", folder)
    arrays = weights.arrays
    return EncoderEmbedder(
        encoder_of(TIER, folder)[0],
        arrays["middle"],
        arrays["readout"],
        weights.version.removeprefix("vectors-"),
    )
