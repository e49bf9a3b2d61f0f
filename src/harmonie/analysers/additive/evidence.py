"""From contributions to evidence: scores, and spans whose weights sum to them.

Binary signals: ``logit(score) == bias + sum of span weights``. ``toxicity`` is the strongest of
the model's own toxicity and the attacks it contains (insult, harassment, hate, threat), with that
head's bias and spans: an insult is never less toxic than it is insulting.

Signals with classes (sentiment, emotion, intent): ``bias`` and spans explain the *margin*, the
winning class's log-odds minus the mean of the other classes' (so ``margin == bias + sum``).

Words that add little are not listed one by one: one span over the whole text carries their sum.
Below :data:`SHOWN_FROM` only that span is given, since nobody asks why a score is low; likewise
for a class that is unsure or neutral.

:mod:`~harmonie.analysers.additive.forms` makes records or JSON of the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.model import HALVES, AdditiveModel, Contributions, Mark, damping
from harmonie.records import BINARY_SIGNALS, EMOTIONS, INTENTS, SENTIMENTS
from harmonie.text.normalise import NormalisedText

BINARY = BINARY_SIGNALS
ATTACKS = ("toxicity", "insult", "harassment", "hate", "threat")
CLASSES = {"sentiment": SENTIMENTS, "emotion": EMOTIONS, "intent": INTENTS}
SIGNALS = (*BINARY, *CLASSES)
#: Binary scores from here up get word-level spans.
SHOWN_FROM = 0.25
#: A class gets word-level spans from here up, unless it is the one that says nothing.
CLASS_SHOWN_FROM = 0.4
PLAIN = "neutral"
#: Words whose weight is less, in log-odds or as a share of the heaviest, go to the common span.
LEAST_WEIGHT, LEAST_SHARE = 0.1, 0.1
#: Log-odds are held within these bounds: beyond, a probability is only a claim.
LIMIT = 12.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Classes:
    """A signal with classes: ``shares`` ``[texts, labels]``, and of each text the ``best`` label
    with the ``bias`` of its margin, ``[texts]``."""

    labels: Sequence[str]
    shares: Floats
    best: Ints
    bias: Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a batch of texts shows.

    ``scores`` and ``bias`` are ``[texts, len(BINARY)]``. The spans of signal ``s`` of text ``t``
    are ``offsets[r]:offsets[r + 1]`` with ``r = t * len(SIGNALS) + s``, at least one of them:
    ``weights`` are theirs, ``places`` index ``starts`` and ``ends``, which count code points of
    the original texts.
    """

    scores: Floats
    bias: Floats
    classes: dict[str, Classes]
    offsets: Ints
    weights: Floats
    places: Ints
    starts: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the model says of a batch: ``added`` is ``factor`` times its sums, by head."""

    found: Contributions
    bias: Floats
    factor: Floats
    added: Floats


@dataclass(frozen=True, slots=True)
class _Heavy:
    """The heavy tokens of a few signals, each with its request: text * len(SIGNALS) + signal."""

    requests: Ints
    tokens: Ints
    weights: Floats


def weigh(
    model: AdditiveModel,
    texts: Sequence[NormalisedText],
    marks: Sequence[Mark],
    languages: Sequence[str],
) -> Evidence:
    """The evidence of every text, at least one, each in a language the model knows."""
    found = model.contributions([text.text for text in texts], marks)
    known = model.parameters.languages
    row = np.fromiter(map(known.index, languages), np.int64, len(texts))
    bias, gain = model.parameters.bias[row], model.parameters.gain[row]
    factor = gain * (model.parameters.units / HALVES) * damping(found.counts)[:, None]
    batch = _Batch(found, bias, factor, model.sums(found) * factor)
    scores, base, sums, heavy = _binary(model, batch)
    every_sum, every_heavy = [sums], [heavy]
    classes = {}
    for signal, (name, labels) in enumerate(CLASSES.items(), len(BINARY)):
        columns = np.array([model.column[f"{name}:{label}"] for label in labels])
        classes[name], margins, heavy = _classes(batch, columns, labels, signal)
        every_sum.append(margins[:, None])
        every_heavy.append(heavy)
    offsets, places, weights = _spans(np.hstack(every_sum), every_heavy, len(found.starts))
    starts, ends = _in_originals(texts, found, places)
    return Evidence(scores, base, classes, offsets, weights, places, starts, ends)


def _binary(model: AdditiveModel, batch: _Batch) -> tuple[Floats, Floats, Floats, _Heavy]:
    """Scores, biases and sums ``[texts, len(BINARY)]``, and what is heavy in those shown."""
    columns = np.array([model.column[name] for name in BINARY])
    bias, factor, added = (part[:, columns] for part in (batch.bias, batch.factor, batch.added))
    source = np.tile(columns, (len(bias), 1))
    held = np.clip(bias + added, -LIMIT, LIMIT) - bias
    shrink = np.where(added == held, 1.0, held / np.where(added == 0, 1.0, added))
    factor, added = factor * shrink, held
    attacks = np.array([BINARY.index(name) for name in ATTACKS])
    strongest = attacks[(bias + added)[:, attacks].argmax(axis=1)]
    every = np.arange(len(bias))
    for part in (bias, factor, added, source):
        part[:, 0] = part[every, strongest]
    added = np.round(added, 6)
    scores = np.round(1.0 / (1.0 + np.exp(-(bias + added))), 9)
    asked, signal = np.nonzero(scores >= SHOWN_FROM)
    tokens, counts = _tokens_of(batch.found, asked)
    weights = (
        np.repeat(factor[asked, signal], counts)
        * (batch.found.values[tokens, np.repeat(source[asked, signal], counts)])
    )
    return scores, bias, added, _heavy(asked * len(SIGNALS) + signal, tokens, counts, weights)


def _classes(
    batch: _Batch, columns: Ints, labels: Sequence[str], signal: int
) -> tuple[Classes, Floats, _Heavy]:
    """Shares, sums of the margins ``[texts]``, and what is heavy in the classes shown."""
    count = len(columns)
    bias, factor, added = (part[:, columns] for part in (batch.bias, batch.factor, batch.added))
    logits = bias + added
    share = np.exp(logits - logits.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    best = share.argmax(axis=1)
    against = np.full((count, count), -1.0 / (count - 1))
    np.fill_diagonal(against, 1.0)
    versus = against[best]
    base = np.round((bias * versus).sum(axis=1), 6)
    sums = np.round((added * versus).sum(axis=1), 6)
    shown = share.max(axis=1) >= CLASS_SHOWN_FROM
    if PLAIN in labels:
        shown &= best != labels.index(PLAIN)
    asked = np.nonzero(shown)[0]
    tokens, counts = _tokens_of(batch.found, asked)
    parts = batch.found.values[tokens[:, None], columns]
    margins = (parts * np.repeat((factor * versus)[asked], counts, axis=0)).sum(axis=1)
    heavy = _heavy(asked * len(SIGNALS) + signal, tokens, counts, margins)
    return Classes(labels, np.round(share, 6), best, base), sums, heavy


def _tokens_of(found: Contributions, texts: Ints) -> tuple[Ints, Ints]:
    """Indices of the tokens of ``texts``, end to end, and how many each has."""
    firsts = found.offsets[texts]
    counts = found.offsets[texts + 1] - firsts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(firsts - ends + counts, counts), counts


def _heavy(requests: Ints, tokens: Ints, counts: Ints, weights: Floats) -> _Heavy:
    size = np.abs(weights)
    heaviest = np.zeros(len(counts))
    filled = counts > 0
    if filled.any():
        first = (np.cumsum(counts) - counts)[filled]
        heaviest[filled] = np.maximum.reduceat(size, first)
    keep = size >= np.repeat(np.maximum(LEAST_WEIGHT, LEAST_SHARE * heaviest), counts)
    return _Heavy(np.repeat(requests, counts)[keep], tokens[keep], np.round(weights[keep], 5))


def _spans(sums: Floats, heavy: Sequence[_Heavy], tokens: int) -> tuple[Ints, Ints, Floats]:
    """``offsets``, ``places`` and ``weights`` of the spans of every signal of every text.

    Places are those of the tokens, then (from ``tokens`` up) those of whole texts: after the heavy
    tokens of a signal comes what is left of its sum, unless nothing is.
    """
    count = sums.size
    request = np.concatenate([part.requests for part in heavy])
    weight = np.concatenate([part.weights for part in heavy])
    listed = np.bincount(request, weight, minlength=count)
    rest = np.round(sums.ravel() - listed, 6)
    left = np.nonzero((rest != 0) | (np.bincount(request, minlength=count) == 0))[0]
    requests = np.concatenate((request, left))
    order = np.argsort(requests, kind="stable")
    whole = tokens + left // sums.shape[1]
    places = np.concatenate([*(part.tokens for part in heavy), whole])[order]
    offsets = np.concatenate(([0], np.cumsum(np.bincount(requests, minlength=count))))
    return offsets, places, np.concatenate((weight, rest[left]))[order]


def _in_originals(
    texts: Sequence[NormalisedText], found: Contributions, places: Ints
) -> tuple[Ints, Ints]:
    """Starts and ends of tokens, then of whole texts, in the original texts.

    Of texts whose offsets moved when they were normalised, only shown tokens are worked out.
    """
    lengths = np.array([len(text.original) for text in texts], dtype=np.int64)
    starts = np.concatenate((found.starts, np.zeros(len(texts), dtype=np.int64)))
    ends = np.concatenate((found.ends, lengths))
    moved = [index for index, text in enumerate(texts) if text.layers]
    if moved:
        shown = np.zeros(len(starts), dtype=bool)
        shown[places] = True
        shown[: len(found.starts)] &= ~found.is_mark
    for index in moved:
        first, last = found.offsets[index : index + 2].tolist()
        for token in (first + np.nonzero(shown[first:last])[0]).tolist():
            place = texts[index].to_original(int(starts[token]), int(ends[token]))
            starts[token], ends[token] = place
    return starts, ends
