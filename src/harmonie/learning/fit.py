"""Fits the hashed additive model: logistic and softmax regression by L-BFGS, one head at a time.

The design matrix is never built: a text's features are its words' features plus its pairs, so a
product with it is two sparse products (texts by words, words by rows). That is an order of
magnitude fewer multiplications, and the optimum is exact rather than that of a few passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.model import Mark, damping, mark_weight
from harmonie.text import hashing, tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix = Any


@dataclass(frozen=True, slots=True)
class Design:
    """``texts_by_words`` [texts, words] and ``words_by_rows`` [words, rows] for words and marks;
    ``pairs`` [texts, pair rows]. All damped and scaled; ``scale`` [rows] undoes the scaling."""

    texts_by_words: csr_matrix
    words_by_rows: csr_matrix
    pairs: csr_matrix
    scale: NDArray[np.float64]


def design(texts: Sequence[str], marks: Sequence[Mark]) -> Design:
    """Sparse features of normalised ``texts`` with their ``marks``, as the model will see them."""
    from scipy.sparse import csr_matrix, diags

    number = _Numbers()
    batch = tokens.tokenise(texts, number)
    mark_words = np.array([number("\x00" + mark.name) for mark in marks], dtype=np.int64)
    features = hashing.word_features(number.words)
    count = np.diff(batch.offsets)
    owner = np.repeat(np.arange(len(texts)), count)
    g = damping(count)
    mark_owner = np.array([m.text for m in marks], dtype=np.int64)
    owners = np.concatenate((owner, mark_owner))
    columns = np.concatenate((batch.ids.astype(np.int64), mark_words)) - 1
    times = np.concatenate((np.ones(len(owner)), mark_weight(count)[mark_owner]))
    by_words = csr_matrix(
        ((g[owners] * times).astype(np.float32), (owners, columns)),
        shape=(len(texts), len(number.words)),
    )
    by_rows = csr_matrix(
        (np.ones(len(features.rows), np.float32), features.rows, features.offsets),
        shape=(len(number.words), hashing.ROWS),
    )
    left, right, pair_owner = _pairs(features.hashes[batch.ids - 1], batch.offsets, owner)
    rows = hashing.pair_rows(left, right) - hashing.PAIR_START
    shape = (len(texts), hashing.PAIR_ROWS)
    pairs = csr_matrix((g[pair_owner].astype(np.float32), (pair_owner, rows)), shape=shape)
    scale = _scale(by_words, by_rows, pairs)
    slim = scale.astype(np.float32)
    return Design(
        by_words,
        (by_rows @ diags(slim)).tocsr(),
        (pairs @ diags(slim[hashing.PAIR_START :])).tocsr(),
        scale,
    )


class _Numbers:
    """Numbers tokens from 1 in order of appearance; separators are 0."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: dict[str, int] = {}

    def __call__(self, piece: str) -> int:
        if tokens.is_separator(piece):
            return 0
        token = tokens.canonical(piece)
        number = self._known.get(token)
        if number is None:
            self.words.append(token)
            number = self._known[token] = len(self.words)
        return number


def _pairs(
    hashes: NDArray[np.uint32], offsets: NDArray[np.int64], owner: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int64]]:
    filled = np.diff(offsets) > 0
    first, last = offsets[:-1][filled], offsets[1:][filled] - 1
    left = np.empty_like(hashes)
    left[1:] = hashes[:-1]
    left[first] = hashing.BEGINNING
    endings = np.full(len(last), hashing.ENDING, np.uint32)
    return (
        np.concatenate((left, hashes[last])),
        np.concatenate((hashes, endings)),
        np.concatenate((owner, owner[last])),
    )


def _scale(by_words: Matrix, by_rows: Matrix, pairs: Matrix) -> NDArray[np.float64]:
    """Rare features weigh more (inverse document frequency), n-grams less than whole words."""
    texts = by_words.shape[0]
    seen = np.zeros(hashing.ROWS)
    once = by_words.copy()
    once.data[:] = 1.0
    word_frequency = np.asarray(once.sum(axis=0)).ravel()
    seen += by_rows.T @ word_frequency
    seen[hashing.PAIR_START :] = np.bincount(pairs.indices, minlength=hashing.PAIR_ROWS)
    rarity = np.log1p(texts / (1.0 + np.minimum(seen, texts))) / np.log1p(texts / 100.0)
    rarity = np.minimum(rarity, 1.0)
    rarity[seen < 2] *= 0.3
    rarity[hashing.CHARACTER_START : hashing.PAIR_START] *= 0.35
    rarity[hashing.PAIR_START :] *= 0.8
    weighed: NDArray[np.float64] = rarity
    return weighed


@dataclass(frozen=True, slots=True)
class Fit:
    """``weights`` [rows, classes] as the model uses them (scaling undone), ``bias`` [classes]."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    iterations: int


def fit(
    design: Design,
    chosen: NDArray[np.int64],
    targets: NDArray[np.float64],
    importance: NDArray[np.float64],
    penalty: float,
    iterations: int = 60,
) -> Fit:
    """Minimises the weighted cross-entropy on rows ``chosen`` plus ``penalty / 2 * |w|²``.

    ``targets`` is ``[chosen]`` for a binary head, ``[chosen, classes]`` for exclusive classes.
    """
    from scipy.optimize import minimize

    binary = targets.ndim == 1
    goal = targets[:, None] if binary else targets
    product, gradient_of = _products(design, chosen)
    cut = hashing.ROWS * goal.shape[1]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat[:cut].reshape(hashing.ROWS, goal.shape[1]).astype(np.float32)
        logits = (product(weights) + flat[cut:]).astype(np.float64)
        entropy, error = _cross_entropy(logits, goal, binary)
        error *= importance[:, None]
        gradient = gradient_of(error.astype(np.float32)).ravel().astype(np.float64)
        value = float(entropy @ importance) + 0.5 * penalty * float(flat[:cut] @ flat[:cut])
        return value, np.concatenate((gradient + penalty * flat[:cut], error.sum(axis=0)))

    start = np.zeros(cut + goal.shape[1])
    options = {"maxiter": iterations, "maxcor": 8, "ftol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    weights = found.x[:cut].reshape(hashing.ROWS, goal.shape[1]) * design.scale[:, None]
    return Fit(weights, found.x[cut:], int(found.nit))


def _products(
    design: Design, chosen: NDArray[np.int64]
) -> tuple[Callable[[Matrix], Matrix], Callable[[Matrix], Matrix]]:
    """The products of the chosen rows with weights, and of their transpose with errors."""
    by_words, pairs = design.texts_by_words[chosen], design.pairs[chosen]
    by_words_t, pairs_t = by_words.T.tocsr(), pairs.T.tocsr()
    by_rows, by_rows_t = design.words_by_rows, design.words_by_rows.T.tocsr()

    def product(weights: Matrix) -> Matrix:
        return by_words @ (by_rows @ weights) + pairs @ weights[hashing.PAIR_START :]

    def gradient_of(error: Matrix) -> Matrix:
        gradient = by_rows_t @ (by_words_t @ error)
        gradient[hashing.PAIR_START :] += pairs_t @ error
        return gradient

    return product, gradient_of


def _cross_entropy(
    logits: NDArray[np.float64], goal: NDArray[np.float64], binary: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cross-entropy of each row, and its gradient with respect to the logits."""
    if binary:
        entropy = np.logaddexp(0.0, logits[:, 0]) - goal[:, 0] * logits[:, 0]
        return entropy, 1.0 / (1.0 + np.exp(-logits)) - goal
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(goal * (shifted - log_sum)).sum(axis=1), np.exp(shifted - log_sum) - goal
