"""What many texts are about: groups of texts whose vectors point the same way, each with a label.

Spherical k-means (Dhillon & Modha 2001) seeded by k-means++ (Arthur & Vassilvitskii 2007); how many
topics is chosen by the simplified silhouette (Hruschka et al. 2004) where it is not given. Results
are the same for the same texts in any order, and on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.search.embedder import unit
from harmonie.search.labels import telling_terms

#: Fewer texts than this make no topic of their own.
LEAST = 2
#: Words in a label.
WORDS = 4
_STEPS, _STARTS = 30, 3
_SAMPLE = 4_000

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Topic:
    """``members`` are places of texts, closest to the middle first. ``label`` holds its most
    telling words, ``coherence`` the mean cosine between a member and the middle."""

    label: tuple[str, ...]
    members: tuple[int, ...]
    coherence: float


def topics(
    texts: Sequence[str], vectors: Floats, count: int | None = None, seed: int = 0
) -> list[Topic]:
    """Topics of ``texts``, largest first; texts of no topic are in none.

    ``vectors`` is ``[texts, dimensions]``, of length 1; a zero vector belongs to no topic. At most
    ``count`` topics where it is given. Raises ``ValueError`` where ``count`` is below 1 or the
    vectors are not as many as the texts.
    """
    if len(vectors) != len(texts):
        raise ValueError(f"{len(texts)} texts need as many vectors, not {len(vectors)}")
    if count is not None and count < 1:
        raise ValueError("there is at least one topic")
    # In the order of what they say, so that the order they came in changes nothing.
    order = sorted(np.flatnonzero(vectors.any(axis=1)).tolist(), key=lambda place: texts[place])
    if not order:
        return []
    rows = vectors[order]
    middles = _middles(rows, count, seed)
    cosine = rows @ middles.T
    owner = cosine.argmax(axis=1)
    groups = [np.flatnonzero(owner == topic) for topic in range(len(middles))]
    kept = [topic for topic, group in enumerate(groups) if len(group) >= min(LEAST, len(order))]
    labels = telling_terms([[texts[order[row]] for row in groups[t]] for t in kept], WORDS)
    found = []
    for topic, label in zip(kept, labels, strict=True):
        near = cosine[groups[topic], topic]
        ranked = groups[topic][np.lexsort((groups[topic], -near))]
        found.append(Topic(label, tuple(order[row] for row in ranked), float(near.mean())))
    return sorted(found, key=lambda topic: (-len(topic.members), topic.label, topic.members))


def _middles(rows: Floats, count: int | None, seed: int) -> Floats:
    """``[topics, dimensions]``: the middles found on at most ``_SAMPLE`` rows."""
    chance = np.random.default_rng(seed)
    if len(rows) > _SAMPLE:
        rows = rows[np.sort(chance.choice(len(rows), _SAMPLE, replace=False))]
    if count is not None:
        return _best(rows, min(count, len(rows)), chance)[0]
    most = max(2, int(np.sqrt(len(rows))) * 2)
    tried = sorted({min(len(rows), max(2, round(most * share))) for share in _SHARES})
    found = [_best(rows, number, chance)[0] for number in tried]
    return max(found, key=lambda middles: _silhouette(rows, middles))


_SHARES = (0.08, 0.15, 0.25, 0.4, 0.6, 1.0)


def _best(rows: Floats, count: int, chance: np.random.Generator) -> tuple[Floats, float]:
    runs = [_run(rows, _first(rows, count, chance)) for _ in range(_STARTS)]
    return max(runs, key=lambda run: run[1])


def _first(rows: Floats, count: int, chance: np.random.Generator) -> Floats:
    """Rows drawn one after the other, far ones rather than near ones."""
    chosen = [int(chance.integers(len(rows)))]
    far: NDArray[np.float64] = np.maximum(1 - rows @ rows[chosen[0]], 0).astype(np.float64)
    while len(chosen) < count and far.sum() > 1e-9:
        chosen.append(int(chance.choice(len(rows), p=far / far.sum())))
        far = np.minimum(far, np.maximum(1 - rows @ rows[chosen[-1]], 0))
    return rows[chosen]


def _run(rows: Floats, middles: Floats) -> tuple[Floats, float]:
    owner = np.full(len(rows), -1)
    for _ in range(_STEPS):
        cosine = rows @ middles.T
        closest = cosine.argmax(axis=1)
        if np.array_equal(closest, owner):
            break
        owner = closest
        sums = np.zeros_like(middles)
        np.add.at(sums, owner, rows)
        filled: NDArray[np.bool_] = np.any(sums, axis=1, keepdims=True)
        middles = np.where(filled, unit(sums), middles)
    return middles, float((rows @ middles.T).max(axis=1).sum())


def _silhouette(rows: Floats, middles: Floats) -> float:
    """How much closer texts are to their own middle than to the next one, in [-1, 1]."""
    if len(middles) < 2:
        return 0.0
    away: Floats = np.maximum(1 - rows @ middles.T, np.float32(0))
    own, other = np.sort(away, axis=1)[:, :2].T
    return float(np.mean((other - own) / np.maximum(other, 1e-9)))
