"""The additive model on numpy: what each word adds to each head, in exact integer arithmetic.

For head ``h`` in language ``l``, with ``n`` tokens::

    logit = bias[l, h] + gain[l, h] * unit[h] * g(n) * sum(contribution of each token)
    g(n)  = 1 / sqrt(n + 1)          (see mark_weight for what is not a word)

Contributions are integers (int8 weights times small integer multipliers), so a text's sum does not
depend on the order of additions nor on the other texts of the batch, and spans sum to the score
exactly. Each word's own part is remembered (a bounded vocabulary), so a text costs a look-up and
one addition per word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.text import hashing, tokens

#: Words remembered before the memory is emptied and starts again.
VOCABULARY_LIMIT = 60_000
#: Contributions are counted in half weights, so that a pair can be shared by its two words.
HALVES = 2
SECTIONS = ("word", "character", "pair")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something seen in a text that is not a word: a link of a kind, a term of the lexicon…

    ``text`` is the text's index in the batch; ``start`` and ``end`` count code points of the
    original text (those of tokens count code points of the normalised one).
    """

    text: int
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything learnt. ``table`` is int8 ``[rows, heads]``; ``multipliers`` int32
    ``[3 sections, heads]``; ``units`` ``[heads]``; ``bias`` and ``gain`` ``[languages, heads]``."""

    heads: tuple[str, ...]
    languages: tuple[str, ...]
    table: NDArray[np.int8]
    multipliers: NDArray[np.int32]
    units: NDArray[np.float64]
    bias: NDArray[np.float64]
    gain: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contributions:
    """What every token of a batch adds: ``values`` int64 ``[tokens, heads]`` in half weights,
    sorted by text; tokens and marks of text ``i`` are ``offsets[i]:offsets[i + 1]``.
    ``counts`` is the number of tokens (marks left out) of each text. Places of tokens are in the
    normalised text, those of marks (``is_mark``) in the original."""

    values: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    offsets: NDArray[np.int64]
    counts: NDArray[np.int64]
    is_mark: NDArray[np.bool_]


def damping(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """``g(n)``: keeps long texts from being sure of everything."""
    damped: NDArray[np.float64] = 1.0 / np.sqrt(counts + 1.0)
    return damped


def mark_weight(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many times a mark counts in a text of ``counts`` tokens: an integer that undoes the
    damping, so that an insult weighs as much in a long text as in one of eight words."""
    times: NDArray[np.int64] = np.maximum(1, np.rint(np.sqrt((counts + 1.0) / 8.0))).astype(
        np.int64
    )
    return times


class _Vocabulary(dict[str, int]):
    """Numbers of the pieces seen so far; 0 is for separators. Unknown pieces queue in ``new``."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []
        self.by_token: dict[str, int] = {}

    def __missing__(self, piece: str) -> int:
        number = 0
        if not tokens.is_separator(piece):
            token = tokens.canonical(piece)
            number = self.by_token.get(token, 0)
            if not number:
                number = len(self.by_token) + 1
                self.by_token[token] = number
                self.new.append(token)
        self[piece] = number
        return number


class AdditiveModel:
    """Turns texts into contributions, for the heads of ``parameters``."""

    def __init__(self, parameters: Parameters) -> None:
        if parameters.table.shape != (hashing.ROWS, len(parameters.heads)):
            raise ValueError(
                f"the table has shape {parameters.table.shape}, this version of Harmonie expects "
                f"{(hashing.ROWS, len(parameters.heads))}: train again with `harmonie train`"
            )
        self.parameters = parameters
        self.column = {head: index for index, head in enumerate(parameters.heads)}
        self._lock = Lock()
        self._multipliers = parameters.multipliers.astype(np.int32)
        self._forget()

    def contributions(self, texts: Sequence[str], marks: Sequence[Mark] = ()) -> Contributions:
        """What each token and mark of each normalised text adds to each head."""
        with self._lock:
            batch, own, hashes = self._look_up(texts)
            noted = self._own_of_marks(marks)
        values = self._with_pairs(batch, own, hashes)
        if not marks:
            counts = np.diff(batch.offsets)
            no_marks = np.zeros(len(values), dtype=bool)
            return Contributions(values, batch.starts, batch.ends, batch.offsets, counts, no_marks)
        return _merged(batch, values, marks, noted)

    def totals(self, contributions: Contributions) -> NDArray[np.float64]:
        """Damped sums ``[texts, heads]`` in log-odds, before bias and gain."""
        scale = damping(contributions.counts)[:, None] * (self.parameters.units / HALVES)
        return self.sums(contributions) * scale

    def sums(self, contributions: Contributions) -> NDArray[np.int64]:
        """Exact sums ``[texts, heads]`` in half weights."""
        return _sums(contributions.values, contributions.offsets)

    def _forget(self) -> None:
        self._vocabulary = _Vocabulary()
        self._own = np.zeros((1024, len(self.parameters.heads)), dtype=np.int32)
        self._hashes = np.zeros(1024, dtype=np.uint32)

    def _look_up(
        self, texts: Sequence[str]
    ) -> tuple[tokens.TokenBatch, NDArray[np.int32], NDArray[np.uint32]]:
        if len(self._vocabulary.by_token) > VOCABULARY_LIMIT:
            self._forget()
        batch = tokens.tokenise(texts, self._vocabulary.__getitem__)
        self._learn_new()
        return batch, self._own[batch.ids], self._hashes[batch.ids]

    def _own_of_marks(self, marks: Sequence[Mark]) -> NDArray[np.int32]:
        numbers = [self._vocabulary["\x00" + mark.name] for mark in marks]
        self._learn_new()
        return self._own[np.array(numbers, dtype=np.int64)]

    def _learn_new(self) -> None:
        new = self._vocabulary.new
        if not new:
            return
        self._vocabulary.new = []
        known = len(self._vocabulary.by_token)
        self._make_room(known + 1)
        features = hashing.word_features(new)
        table = self.parameters.table
        rows = table[features.rows].astype(np.int32)
        is_word = features.rows < hashing.CHARACTER_START
        rows *= self._multipliers[np.where(is_word, 0, 1)]
        first = known - len(new) + 1
        self._own[first : known + 1] = HALVES * np.add.reduceat(rows, features.offsets[:-1])
        self._hashes[first : known + 1] = features.hashes

    def _make_room(self, size: int) -> None:
        if size <= len(self._own):
            return
        room = max(size, 2 * len(self._own))
        own = np.zeros((room, self._own.shape[1]), dtype=np.int32)
        own[: len(self._own)] = self._own
        hashes = np.zeros(room, dtype=np.uint32)
        hashes[: len(self._hashes)] = self._hashes
        self._own, self._hashes = own, hashes

    def _with_pairs(
        self,
        batch: tokens.TokenBatch,
        own: NDArray[np.int32],
        hashes: NDArray[np.uint32],
    ) -> NDArray[np.int64]:
        """Adds to each token half of the pairs it is in, and all of a pair with the text's edge."""
        values = own.astype(np.int64)
        if not len(hashes):
            return values
        filled = np.diff(batch.offsets) > 0
        first = batch.offsets[:-1][filled]
        last = batch.offsets[1:][filled] - 1
        left = np.empty_like(hashes)
        left[1:] = hashes[:-1]
        left[first] = hashing.BEGINNING
        weigh = self._multipliers[2]
        table = self.parameters.table
        before = table[hashing.pair_rows(left, hashes)] * weigh
        values += before
        values[first] += before[first]
        following = before.copy()
        following[first] = 0
        values[:-1] += following[1:]
        edge = hashing.pair_rows(hashes[last], np.full(len(last), hashing.ENDING, np.uint32))
        values[last] += HALVES * (table[edge] * weigh)
        return values


def _sums(values: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums of consecutive slices; an empty slice sums to 0 (``reduceat`` alone would not)."""
    result = np.zeros((len(offsets) - 1, values.shape[1]), dtype=np.int64)
    filled = np.diff(offsets) > 0
    if filled.any():
        result[filled] = np.add.reduceat(values, offsets[:-1][filled])
    return result


def _merged(
    batch: tokens.TokenBatch,
    values: NDArray[np.int64],
    marks: Sequence[Mark],
    noted: NDArray[np.int32],
) -> Contributions:
    counts = np.diff(batch.offsets)
    owner = np.array([mark.text for mark in marks], dtype=np.int64)
    owners = np.concatenate((np.repeat(np.arange(len(counts)), counts), owner))
    order = np.argsort(owners, kind="stable")
    offsets = np.concatenate(([0], np.cumsum(counts + np.bincount(owner, minlength=len(counts)))))
    starts = np.concatenate((batch.starts, np.array([m.start for m in marks], dtype=np.int64)))
    ends = np.concatenate((batch.ends, np.array([m.end for m in marks], dtype=np.int64)))
    noted_values = noted.astype(np.int64) * mark_weight(counts)[owner][:, None]
    every = np.concatenate((values, noted_values))
    is_mark = order >= len(batch.ids)
    return Contributions(every[order], starts[order], ends[order], offsets, counts, is_mark)


def parameters_from(arrays: Mapping[str, NDArray[Any]], card: Mapping[str, Any]) -> Parameters:
    """Parameters from a verified weight file and its card."""
    return Parameters(
        heads=tuple(card["heads"]),
        languages=tuple(card["languages"]),
        table=arrays["table"],
        multipliers=arrays["multipliers"],
        units=arrays["units"],
        bias=np.round(arrays["bias"], 6),
        gain=arrays["gain"],
    )
