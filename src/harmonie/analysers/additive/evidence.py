"""From contributions to signals: scores, and spans whose weights sum to them.

Binary signals: ``logit(score) == bias + sum of span weights``. ``toxicity`` is the strongest of
the model's own toxicity and the attacks it contains (insult, harassment, hate, threat), with that
head's bias and spans: an insult is never less toxic than it is insulting.

Signals with classes (sentiment, emotion, intent): ``bias`` and spans explain the *margin*, the
winning class's log-odds minus the mean of the other classes' (so ``margin == bias + sum``).

Words that add little are not listed one by one: one span over the whole text carries their sum.
Below :data:`SHOWN_FROM` only that span is given, since nobody asks why a score is low.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.model import HALVES, AdditiveModel, Contributions, Mark, damping
from harmonie.records import EMOTIONS, INTENTS, SENTIMENTS, TOXICITY_FAMILY, Signal, Span
from harmonie.text.normalise import NormalisedText

BINARY = (*TOXICITY_FAMILY, "spam", "scam")
ATTACKS = ("toxicity", "insult", "harassment", "hate", "threat")
CLASSES = {"sentiment": SENTIMENTS, "emotion": EMOTIONS, "intent": INTENTS}
#: Binary scores from here up get word-level spans.
SHOWN_FROM = 0.25
#: Words whose weight is less, in log-odds or as a share of the heaviest, go to the common span.
LEAST_WEIGHT, LEAST_SHARE = 0.1, 0.1
#: Log-odds are held within these bounds: beyond, a probability is only a claim.
LIMIT = 12.0

#: ``Span(*values)`` without Python's own call: a batch makes tens of thousands.
_span: Callable[[tuple[int, int, float]], Span] = partial(tuple.__new__, Span)  # type: ignore

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Explained:
    """Requests for spans, one for each (text, signal): token indices kept and their weights."""

    kept: Ints
    weights: Floats
    offsets: Ints
    sums: Floats


def judge(
    model: AdditiveModel,
    texts: Sequence[NormalisedText],
    marks: Sequence[Mark],
    languages: Sequence[str],
    version: str,
) -> list[dict[str, Signal]]:
    """Signals of every text, each in a language the model knows."""
    if not texts:
        return []
    found = model.contributions([text.text for text in texts], marks)
    known = model.parameters.languages
    row = np.fromiter(map(known.index, languages), np.int64, len(texts))
    bias, gain = model.parameters.bias[row], model.parameters.gain[row]
    factor = gain * (model.parameters.units / HALVES) * damping(found.counts)[:, None]
    added = model.sums(found) * factor
    places = _Places(texts, found)
    signals: list[dict[str, Signal]] = [{} for _ in texts]
    _binary(model, found, bias, factor, added, places, signals, version)
    for name, labels in CLASSES.items():
        _classes(model, found, bias, factor, added, places, signals, version, name, labels)
    return signals


class _Places:
    """Places of tokens in the original texts, worked out only for those that are shown."""

    def __init__(self, texts: Sequence[NormalisedText], found: Contributions) -> None:
        self.lengths = [len(text.original) for text in texts]
        self._moved = {i: text for i, text in enumerate(texts) if text.layers}
        self._starts, self._ends, self._is_mark = found.starts, found.ends, found.is_mark

    def spans(self, text: int, kept: Ints, weights: list[float], rest: float) -> tuple[Span, ...]:
        starts, ends = self._starts[kept].tolist(), self._ends[kept].tolist()
        moved = self._moved.get(text)
        if moved is None:
            spans = list(map(_span, zip(starts, ends, weights, strict=True)))
        else:
            back, marked = moved.to_original, self._is_mark[kept].tolist()
            spans = [
                Span(start, end, weight) if mark else Span(*back(start, end), weight)
                for start, end, weight, mark in zip(starts, ends, weights, marked, strict=True)
            ]
        if abs(rest) > 1e-9:
            spans.append(_span((0, self.lengths[text], rest)))
        return tuple(spans)


def _binary(
    model: AdditiveModel,
    found: Contributions,
    bias: Floats,
    factor: Floats,
    added: Floats,
    places: _Places,
    signals: list[dict[str, Signal]],
    version: str,
) -> None:
    columns = np.array([model.column[name] for name in BINARY])
    bias, factor, added = bias[:, columns], factor[:, columns], added[:, columns]
    source = np.tile(columns, (len(signals), 1))
    held = np.clip(bias + added, -LIMIT, LIMIT) - bias
    shrink = np.where(added == held, 1.0, held / np.where(added == 0, 1.0, added))
    factor, added = factor * shrink, held
    attacks = np.array([BINARY.index(name) for name in ATTACKS])
    strongest = attacks[(bias + added)[:, attacks].argmax(axis=1)]
    every = np.arange(len(signals))
    for part in (bias, factor, added, source):
        part[:, 0] = part[every, strongest]
    scores = 1.0 / (1.0 + np.exp(-(bias + added)))
    asked_text, asked_signal = np.nonzero(scores >= SHOWN_FROM)
    explained = _explain(
        found.values, found.offsets, asked_text,
        source[asked_text, asked_signal], factor[asked_text, asked_signal],
        added[asked_text, asked_signal],
    )  # fmt: skip
    spans = _spans(explained, asked_text, places)
    shown = dict(zip(zip(asked_text.tolist(), asked_signal.tolist(), strict=True), spans,
                     strict=True))  # fmt: skip
    lists = zip(scores.tolist(), bias.tolist(), added.tolist(), strict=True)
    for text, (score, base, sums) in enumerate(lists):
        length = places.lengths[text]
        mine = signals[text]
        for index, name in enumerate(BINARY):
            evidence = shown.get((text, index)) if score[index] >= SHOWN_FROM else None
            if evidence is None:
                evidence = (_span((0, length, sums[index])),)
            mine[name] = Signal(name, score[index], version, None, evidence, base[index])


def _classes(
    model: AdditiveModel,
    found: Contributions,
    bias: Floats,
    factor: Floats,
    added: Floats,
    places: _Places,
    signals: list[dict[str, Signal]],
    version: str,
    name: str,
    labels: Sequence[str],
) -> None:
    columns = np.array([model.column[f"{name}:{label}"] for label in labels])
    count = len(columns)
    bias, factor, added = bias[:, columns], factor[:, columns], added[:, columns]
    logits = bias + added
    share = np.exp(logits - logits.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    best = share.argmax(axis=1)
    against = np.full((count, count), -1.0 / (count - 1))
    np.fill_diagonal(against, 1.0)
    versus = against[best]
    base = (bias * versus).sum(axis=1)
    sums = (added * versus).sum(axis=1)
    every = np.arange(len(signals))
    explained = _explain_margin(found, columns, factor * versus, sums)
    spans = _spans(explained, every, places)
    rows = zip(share.tolist(), best.tolist(), base.tolist(), spans, strict=True)
    for text, (shares, winner, start, evidence) in enumerate(rows):
        signals[text][name] = Signal(
            name, shares[winner], version, labels[winner], evidence, start,
            dict(zip(labels, shares, strict=True)),
        )  # fmt: skip


def _explain(
    values: Ints, offsets: Ints, texts: Ints, columns: Ints, factors: Floats, sums: Floats
) -> _Explained:
    """Weights of the tokens of ``texts[i]`` in ``columns[i]``, for every request ``i``."""
    counts = offsets[texts + 1] - offsets[texts]
    tokens = _ranges(offsets[texts], counts)
    weights = values[tokens, np.repeat(columns, counts)] * np.repeat(factors, counts)
    return _keep_heavy(tokens, weights, counts, sums)


def _explain_margin(
    found: Contributions, columns: Ints, factors: Floats, sums: Floats
) -> _Explained:
    counts = np.diff(found.offsets)
    parts = found.values[:, columns] * np.repeat(factors, counts, axis=0)
    return _keep_heavy(np.arange(len(parts)), parts.sum(axis=1), counts, sums)


def _keep_heavy(tokens: Ints, weights: Floats, counts: Ints, sums: Floats) -> _Explained:
    size = np.abs(weights)
    request = np.repeat(np.arange(len(counts)), counts)
    heaviest = np.zeros(len(counts))
    filled = counts > 0
    if filled.any():
        first = (np.cumsum(counts) - counts)[filled]
        heaviest[filled] = np.maximum.reduceat(size, first)
    keep = size >= np.maximum(LEAST_WEIGHT, LEAST_SHARE * heaviest)[request]
    kept = np.bincount(request[keep], minlength=len(counts))
    offsets = np.concatenate(([0], np.cumsum(kept)))
    return _Explained(tokens[keep], np.round(weights[keep], 5), offsets, sums)


def _spans(explained: _Explained, texts: Ints, places: _Places) -> list[tuple[Span, ...]]:
    weights = explained.weights.tolist()
    bounds = explained.offsets.tolist()
    sums = explained.sums.tolist()
    result = []
    for index, text in enumerate(texts.tolist()):
        first, last = bounds[index], bounds[index + 1]
        mine = weights[first:last]
        rest = sums[index] - sum(mine)
        result.append(places.spans(text, explained.kept[first:last], mine, rest))
    return result


def _ranges(firsts: Ints, counts: Ints) -> Ints:
    """``firsts[i], firsts[i] + 1, …`` for ``counts[i]`` numbers, end to end."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(firsts - ends + counts, counts)
