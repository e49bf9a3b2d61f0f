"""Finds the passages that answer a question: by shared words and by vectors, fused by rank.

Reciprocal rank fusion (Cormack, Clarke & Buettcher 2009, SIGIR) needs no common scale: a passage
that either ranking puts high comes high, one that both do comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.search.bm25 import Bm25
from harmonie.search.embedder import Embedder
from harmonie.search.passages import Passage, passages

#: Of the paper: how much being first counts above being second.
SMOOTHING = 60
#: How deep each ranking is read.
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A passage; ``score`` orders the answers to one question and says nothing across questions.

    ``similarity`` is the cosine, ``shared`` the BM25 score (0: no word in common).
    """

    passage: Passage
    score: float
    similarity: float
    shared: float


class Retriever:
    """Documents made ready to be asked: their passages, the words of these and their vectors."""

    def __init__(self, documents: Sequence[str], embedder: Embedder) -> None:
        self.embedder = embedder
        self.passages = passages(documents)
        texts = [passage.text for passage in self.passages]
        self._words = Bm25(texts)
        self._vectors = embedder.embed(texts)

    def find(self, question: str, k: int = 5, floor: float = 0.0) -> list[Found]:
        """The best passage of at most ``k`` documents, best first; equal ones in their order.

        A passage below ``floor`` (cosine) that shares no word with the question is never found.
        """
        if k < 1 or not self.passages:
            return []
        shared = self._words.scores(question)
        similarity = self._vectors @ self.embedder.embed([question])[0]
        score = fuse(shared, np.where(similarity > max(floor, 0.0), similarity, 0.0))
        found: dict[int, Found] = {}
        for place in np.lexsort((np.arange(len(score)), -score)).tolist():
            if score[place] <= 0 or len(found) == k:
                break
            passage = self.passages[place]
            if passage.document not in found:
                found[passage.document] = Found(
                    passage, float(score[place]), float(similarity[place]), float(shared[place])
                )
        return list(found.values())


def fuse(*rankings: NDArray[np.floating]) -> NDArray[np.float64]:
    """Reciprocal ranks added up. Each ranking holds a score for every item; items at 0 or below
    are not ranked by it. Equal scores share the best of their ranks."""
    total = np.zeros(len(rankings[0]))
    for scores in rankings:
        order = np.sort(scores)[::-1]
        rank = 1 + len(scores) - np.searchsorted(order[::-1], scores, side="right")
        total += np.where((scores > 0) & (rank <= DEPTH), 1 / (SMOOTHING + rank), 0.0)
    return total
