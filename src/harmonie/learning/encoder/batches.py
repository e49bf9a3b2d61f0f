"""Examples as arrays, and batches of texts of nearly one length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.encoder.reading import END, PAD, PARENT, START, Tokeniser, numbers_of
from harmonie.learning.dataset import CLASSES, Example
from harmonie.learning.encoder.heads import ALL, COLUMN
from harmonie.text.normalise import normalise_many

#: Pieces of a text that training reads; the rare longer ones are cut.
LONGEST = 94
#: Texts that a batch holds at most, and tokens.
TEXTS, TOKENS = 96, 2560


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts as numbers and what is known of them.

    ``numbers`` include the special pieces; ``own[i]`` is where the text ends and its parent
    begins; ``targets`` ``[texts, heads]`` is ``nan`` where nothing is known.
    """

    numbers: list[list[int]]
    own: NDArray[np.int64]
    targets: NDArray[np.float32]
    weight: NDArray[np.float32]

    def chosen(self, rows: Sequence[int] | NDArray[np.int64]) -> Corpus:
        rows = np.asarray(rows)
        return Corpus(
            [self.numbers[i] for i in rows], self.own[rows], self.targets[rows], self.weight[rows]
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays ``[texts, length]``, and the rows of the corpus they come from."""

    numbers: NDArray[np.int64]
    kept: NDArray[np.float32]
    own: NDArray[np.float32]
    rows: NDArray[np.int64]


def corpus(tokeniser: Tokeniser, examples: Sequence[Example]) -> Corpus:
    """The examples as the encoder reads them, normalised."""
    texts = numbers_of(tokeniser, [n.text for n in normalise_many([e.text for e in examples])])
    parents = numbers_of(tokeniser, [n.text for n in normalise_many([e.parent for e in examples])])
    numbers, own = [], []
    for text, parent in zip(texts, parents, strict=True):
        head = [START, *text[:LONGEST], END]
        own.append(len(head))
        numbers.append(head + ([*parent[:PARENT], END] if parent else []))
    targets = np.full((len(examples), len(ALL)), np.nan, np.float32)
    for row, example in enumerate(examples):
        for column, value in targets_of(example).items():
            targets[row, column] = value
    weight = np.array([e.weight for e in examples], np.float32)
    return Corpus(numbers, np.array(own), targets, weight)


def targets_of(example: Example) -> dict[int, float]:
    """Column to label, with the other classes of a known signal at 0."""
    known = {head: value for head, value in example.labels.items() if head in COLUMN}
    for signal in CLASSES:
        if any(head.startswith(f"{signal}:") for head in known):
            for head in ALL:
                if head.startswith(f"{signal}:"):
                    known.setdefault(head, 0.0)
    return {COLUMN[head]: value for head, value in known.items()}


def batches(found: Corpus, chance: np.random.Generator | None = None) -> Iterator[Batch]:
    """Every text once. With ``chance`` in random order, else by length."""
    length = np.array([len(numbers) for numbers in found.numbers])
    order = np.arange(len(length)) if chance is None else chance.permutation(len(length))
    step = len(order) if chance is None else 50 * TEXTS
    groups: list[NDArray[np.int64]] = []
    for first in range(0, len(order), step):
        part = order[first : first + step]
        part = part[np.argsort(length[part], kind="stable")]
        while len(part):
            many = min(
                TEXTS, len(part), max(1, TOKENS // int(length[part[min(TEXTS, len(part)) - 1]]))
            )
            groups.append(part[:many])
            part = part[many:]
    places = range(len(groups)) if chance is None else chance.permutation(len(groups)).tolist()
    for place in places:
        yield padded(found, groups[place])


def padded(found: Corpus, rows: NDArray[np.int64]) -> Batch:
    """One batch of ``rows``."""
    longest = max(len(found.numbers[i]) for i in rows)
    numbers = np.full((len(rows), longest), PAD, np.int64)
    kept = np.zeros((len(rows), longest), np.float32)
    own = np.zeros((len(rows), longest), np.float32)
    for place, row in enumerate(rows):
        mine = found.numbers[row]
        numbers[place, : len(mine)] = mine
        kept[place, : len(mine)] = 1
        own[place, : found.own[row]] = 1
    return Batch(numbers, kept, own, rows)
