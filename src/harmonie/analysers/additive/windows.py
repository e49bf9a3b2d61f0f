"""Long texts are read piece by piece: an insult is not whitewashed by what surrounds it.

The model damps a text by its length, so that a few hostile words drown in a page of kind ones. A
text beyond :data:`LONG` characters is therefore read in overlapping pieces, and each signal that
holds or not is that of its strongest piece, with its spans. Signals with classes are those of the
whole text: its mood is not that of its worst sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.evidence import BINARY, SIGNALS, Classes, Evidence, weigh
from harmonie.analysers.additive.marks import marks_of
from harmonie.analysers.additive.model import AdditiveModel
from harmonie.text.normalise import NormalisedText, normalise_many

#: A text up to this many characters is read whole and nothing else. Chosen, with the size of a
#: piece, on held-out long texts: nothing is lost there, and calibration is kept.
LONG = 400
#: Characters of a piece, and how far the next one begins.
PIECE, STEP = 200, 140
#: The highest of many draws is higher by chance: what a piece says is lowered by this much, in
#: log-odds, for each time the number of pieces is multiplied by e.
LUCK = 0.35
#: How far back a cut looks for a space.
_REACH = 40

Ints = NDArray[np.int64]


def weigh_all(
    model: AdditiveModel, texts: Sequence[NormalisedText], languages: Sequence[str]
) -> Evidence:
    """The evidence of every text, at least one; of a long one, that of its strongest pieces."""
    parts = [
        (index, start, end)
        for index, text in enumerate(texts)
        if len(text.original) > LONG
        for start, end in pieces(text.original)
    ]
    if not parts:
        return weigh(model, texts, marks_of(texts, languages), languages)
    cut = normalise_many([texts[index].original[start:end] for index, start, end in parts])
    every = [*texts, *cut]
    spoken = [*languages, *(languages[index] for index, _, _ in parts)]
    found = weigh(model, every, marks_of(every, spoken), spoken)
    owner = np.array([*range(len(texts)), *(index for index, _, _ in parts)])
    shift = np.array([0] * len(texts) + [start for _, start, _ in parts])
    return _strongest(found, owner, shift, len(texts))


def pieces(text: str) -> list[tuple[int, int]]:
    """Where each piece starts and ends: cut at a space where there is one near, each character of
    the text in at least one of them."""
    found = []
    start = 0
    while True:
        end = _near_space(text, start + PIECE)
        found.append((start, end))
        if end >= len(text):
            return found
        start = _near_space(text, start + STEP)


def _near_space(text: str, place: int) -> int:
    """``place``, or the nearest start of a word before it within reach."""
    if place >= len(text):
        return len(text)
    back = text.rfind(" ", place - _REACH, place)
    return place if back < 0 else back + 1


def _strongest(found: Evidence, owner: Ints, shift: Ints, texts: int) -> Evidence:
    """The evidence of the first ``texts`` readings, binary signals from the best piece if any."""
    best = np.tile(np.arange(texts)[:, None], len(SIGNALS))
    lowered = np.zeros((texts, 1))
    for text in np.unique(owner[texts:]).tolist():
        mine = texts + np.flatnonzero(owner[texts:] == text)
        lowered[text] = LUCK * np.log(len(mine))
        best[text, : len(BINARY)] = mine[found.scores[mine].argmax(axis=0)]
    binary = np.arange(len(BINARY))
    requests = (best * len(SIGNALS) + np.arange(len(SIGNALS))).ravel()
    counts = found.offsets[requests + 1] - found.offsets[requests]
    offsets = np.concatenate(([0], np.cumsum(counts)))
    kept = np.arange(offsets[-1]) + np.repeat(found.offsets[requests] - offsets[:-1], counts)
    places = found.places[kept]
    moved = np.repeat(shift[best.ravel()], counts)
    classes = {
        name: Classes(one.labels, one.shares[:texts], one.best[:texts], one.bias[:texts])
        for name, one in found.classes.items()
    }
    chosen = best[:, : len(BINARY)]
    score = np.clip(found.scores[chosen, binary], 1e-9, 1 - 1e-9)
    odds = np.log(score / (1 - score)) - lowered
    scores = np.where(lowered > 0, 1 / (1 + np.exp(-odds)), found.scores[chosen, binary])
    return Evidence(
        scores, found.bias[chosen, binary] - lowered, classes, offsets,
        found.weights[kept], np.arange(len(kept)),
        found.starts[places] + moved, found.ends[places] + moved,
    )  # fmt: skip
