"""Learns the projection behind vectors of words (see :mod:`harmonie.search.words`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.dataset import bucket
from harmonie.search.words import FEATURES as PROJECTION_ROWS
from harmonie.search.words import numberer
from harmonie.text import hashing, tokens
from harmonie.text.normalise import normalise_many

DIMENSIONS = 64


def train_projection(texts: Sequence[str], seed: int, limit: int = 40_000) -> NDArray[np.int8]:
    """int8 ``[PROJECTION_ROWS, DIMENSIONS]`` from at most ``limit`` of ``texts``.

    Truncated SVD of the TF-IDF matrix; rows are multiplied by their rarity, so that a text's
    vector is the plain sum of its features' rows.
    """
    from scipy.sparse import csr_matrix, diags
    from sklearn.utils.extmath import randomized_svd

    share = max(1, len(texts) // limit)
    some = [text for text in texts if bucket(text, seed, share) == 0]
    numbers: dict[str, int] = {}
    batch = tokens.tokenise([n.text for n in normalise_many(some)], numberer(numbers))
    features = hashing.word_features(list(numbers))
    words = csr_matrix(
        (np.ones(len(features.rows), np.float32), features.rows % PROJECTION_ROWS,
         features.offsets), shape=(len(numbers), PROJECTION_ROWS),
    )  # fmt: skip
    ones = np.ones(len(batch.ids), np.float32)
    counts = csr_matrix((ones, batch.ids - 1, batch.offsets), shape=(len(some), len(numbers)))
    matrix = (counts @ words).tocsr()
    seen = np.bincount(matrix.indices, minlength=PROJECTION_ROWS)
    rarity = np.log((1.0 + len(some)) / (1.0 + seen)).astype(np.float32)
    weighed = matrix @ diags(rarity)
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    weighed = diags(1.0 / np.maximum(length, 1e-6)) @ weighed
    _, singular, right = randomized_svd(weighed, DIMENSIONS, n_iter=3, random_state=seed)
    vectors = right.T * rarity[:, None] / np.sqrt(singular)[None, :]
    top = np.quantile(np.abs(vectors), 0.9999)
    packed: NDArray[np.int8] = np.clip(np.rint(vectors / top * 127), -127, 127).astype(np.int8)
    return packed
