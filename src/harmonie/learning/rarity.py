"""Learns how rare each hashed feature is: the weights of :mod:`harmonie.search.words`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.dataset import bucket
from harmonie.search.words import FEATURES, counted

_AT_ONCE = 2_000
#: Texts are enough from here on.
LIMIT = 60_000


def rarity(texts: Sequence[str], seed: int, limit: int = LIMIT) -> NDArray[np.float16]:
    """``[FEATURES]``: the logarithm of how many texts there are for each text that holds the
    feature (inverse document frequency, Spärck Jones 1972), from about ``limit`` of ``texts`` at
    most. Raises ``ValueError`` without texts."""
    seen = np.zeros(FEATURES, np.int64)
    total = 0
    share = max(1, len(texts) // limit)
    waiting = (text for text in texts if bucket(text, seed, share) == 0)
    while some := list(islice(waiting, _AT_ONCE)):
        seen += _seen(some)
        total += len(some)
    if not total:
        raise ValueError("rarity is learnt from texts: there are none")
    found: NDArray[np.float16] = np.log((1.0 + total) / (1.0 + seen)).astype(np.float16)
    return found


def _seen(texts: Sequence[str]) -> NDArray[np.int64]:
    """In how many of ``texts`` each feature occurs."""
    words, batch = counted(texts)
    owner = np.repeat(np.arange(len(texts)), np.diff(batch.offsets))
    held = np.unique(owner * (len(words.offsets)) + batch.ids - 1)
    text, word = held // len(words.offsets), held % len(words.offsets)
    length = np.diff(words.offsets)[word]
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    rows = words.rows[np.repeat(words.offsets[word], length) + within] % FEATURES
    features = np.unique(np.repeat(text, length) * FEATURES + rows) % FEATURES
    return np.bincount(features, minlength=FEATURES)
