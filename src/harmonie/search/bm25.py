"""Ranking by shared words: Okapi BM25 (Robertson & Zaragoza 2009), in numpy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harmonie.search.terms import terms_of

#: How fast repeating a word stops counting, and how much long passages are held back.
K1, B = 1.2, 0.75


class Bm25:
    """Scores of passages, by the words that a question shares with them."""

    def __init__(self, texts: Sequence[str]) -> None:
        found = [Counter(terms_of(text)) for text in texts]
        length = np.array([sum(counts.values()) for counts in found], np.float64)
        scale = K1 * (1 - B + B * length / max(float(length.mean()) if len(texts) else 1.0, 1e-9))
        places: dict[str, list[int]] = {}
        counted: dict[str, list[int]] = {}
        for place, counts in enumerate(found):
            for term, count in counts.items():
                places.setdefault(term, []).append(place)
                counted.setdefault(term, []).append(count)
        self.count = len(texts)
        self._postings: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        for term, where in places.items():
            at, often = np.array(where), np.array(counted[term], np.float64)
            # +1 inside keeps the rarity of a word above zero, however common.
            rarity = np.log(1 + (self.count - len(at) + 0.5) / (len(at) + 0.5))
            self._postings[term] = at, rarity * often * (K1 + 1) / (often + scale[at])

    def scores(self, question: str) -> NDArray[np.float64]:
        """``[texts]``; 0 for a text that shares no word with ``question``."""
        total = np.zeros(self.count)
        for term, count in Counter(terms_of(question)).items():
            if term in self._postings:
                at, worth = self._postings[term]
                total[at] += worth * count
        return total
