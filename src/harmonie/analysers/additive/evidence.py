"""From contributions to signals: scores, and spans whose weights sum to them.

Binary signals: ``logit(score) == bias + sum of span weights``. ``toxicity`` is the strongest of
the model's own toxicity and the attacks it contains (insult, harassment, hate, threat), with that
head's bias and spans: an insult is never less toxic than it is insulting.

Signals with classes (sentiment, emotion, intent): ``bias`` and spans explain the *margin*, the
winning class's log-odds minus the mean of the other classes' (so ``margin == bias + sum``).

Words that add little are not listed one by one: one span over the whole text carries their sum.
Below :data:`SHOWN_FROM` only that span is given, since nobody asks why a score is low; likewise
for a class that is unsure or neutral.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any

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
#: A class gets word-level spans from here up, unless it is the one that says nothing.
CLASS_SHOWN_FROM = 0.4
PLAIN = "neutral"
#: Words whose weight is less, in log-odds or as a share of the heaviest, go to the common span.
LEAST_WEIGHT, LEAST_SHARE = 0.1, 0.1
#: Log-odds are held within these bounds: beyond, a probability is only a claim.
LIMIT = 12.0


@dataclass(frozen=True, slots=True)
class Form:
    """How signals are given: as records, or at once as the plain values that JSON needs.

    ``span`` makes a span of ``(start, end, weight)``; ``whole`` makes, for each text's length and
    sum, the spans of one that covers all of it; ``signal`` takes the fields of
    :class:`~harmonie.records.Signal` in their order.
    """

    span: Callable[[tuple[int, int, float]], Any]
    spans: Callable[[Iterable[Any]], Any]
    whole: Callable[[Sequence[int], Sequence[float]], list[Any]]
    signal: Callable[..., Any]


def plain_signal(
    name: str,
    score: float,
    version: str,
    label: str | None,
    spans: list[list[float]],
    bias: float,
    probabilities: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """A signal as plain values, the same as ``harmonie.pipeline.to_json`` gives."""
    if label is None:
        return {"score": score, "bias": bias, "spans": spans, "version": version}
    if probabilities is None:
        return {
            "score": score, "label": label, "bias": bias, "spans": spans, "version": version
        }  # fmt: skip
    return {
        "score": score, "label": label, "probabilities": probabilities,
        "bias": bias, "spans": spans, "version": version,
    }  # fmt: skip


def _whole_records(lengths: Sequence[int], sums: Sequence[float]) -> list[Any]:
    return [(Span(0, end, added),) for end, added in zip(lengths, sums, strict=True)]


def _whole_plain(lengths: Sequence[int], sums: Sequence[float]) -> list[Any]:
    return [[[0, end, added]] for end, added in zip(lengths, sums, strict=True)]


#: ``partial(tuple.__new__, Span)`` is ``Span(*values)`` without a call in Python: a batch makes
#: tens of thousands.
RECORDS = Form(partial(tuple.__new__, Span), tuple, _whole_records, Signal)
PLAIN_VALUES = Form(list, list, _whole_plain, plain_signal)

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
    form: Form = RECORDS,
) -> list[dict[str, Any]]:
    """Signals of every text, each in a language the model knows, in the wished ``form``."""
    if not texts:
        return []
    found = model.contributions([text.text for text in texts], marks)
    known = model.parameters.languages
    row = np.fromiter(map(known.index, languages), np.int64, len(texts))
    bias, gain = model.parameters.bias[row], model.parameters.gain[row]
    factor = gain * (model.parameters.units / HALVES) * damping(found.counts)[:, None]
    added = model.sums(found) * factor
    places = _Places(texts, found, form)
    signals: list[dict[str, Any]] = [{} for _ in texts]
    _binary(model, found, bias, factor, added, places, signals, version)
    for name, labels in CLASSES.items():
        _classes(model, found, bias, factor, added, places, signals, version, name, labels)
    return signals


class _Places:
    """Places of tokens in the original texts, worked out only for those that are shown."""

    def __init__(self, texts: Sequence[NormalisedText], found: Contributions, form: Form) -> None:
        self.form = form
        self.lengths = [len(text.original) for text in texts]
        self._moved = {i: text for i, text in enumerate(texts) if text.layers}
        self._starts, self._ends, self._is_mark = found.starts, found.ends, found.is_mark

    def whole(self, sums: Sequence[float]) -> list[Any]:
        """For each text, one span over all of it."""
        return self.form.whole(self.lengths, sums)

    def of(self, kept: Ints) -> tuple[list[int], list[int], list[bool]]:
        """Starts, ends and whether they are in the original text already, of tokens ``kept``."""
        return (
            self._starts[kept].tolist(), self._ends[kept].tolist(), self._is_mark[kept].tolist()
        )  # fmt: skip

    def to_original(
        self, text: int, starts: list[int], ends: list[int], is_mark: list[bool]
    ) -> None:
        """Moves the places of words of a text whose offsets moved when it was normalised."""
        moved = self._moved.get(text)
        if moved is not None:
            for index, mark in enumerate(is_mark):
                if not mark:
                    starts[index], ends[index] = moved.to_original(starts[index], ends[index])


def _binary(
    model: AdditiveModel,
    found: Contributions,
    bias: Floats,
    factor: Floats,
    added: Floats,
    places: _Places,
    signals: list[dict[str, Any]],
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
    _tell_binary(found, bias, factor, np.round(added, 6), source, places, signals, version)


def _tell_binary(
    found: Contributions,
    bias: Floats,
    factor: Floats,
    added: Floats,
    source: Ints,
    places: _Places,
    signals: list[dict[str, Any]],
    version: str,
) -> None:
    """Writes the binary signals; ``source`` is the head each ``[text, signal]`` comes from."""
    scores = np.round(1.0 / (1.0 + np.exp(-(bias + added))), 9)
    asked_text, asked_signal = np.nonzero(scores >= SHOWN_FROM)
    explained = _explain(
        found.values, found.offsets, asked_text,
        source[asked_text, asked_signal], factor[asked_text, asked_signal],
        added[asked_text, asked_signal],
    )  # fmt: skip
    evidence = [places.whole(column) for column in added.T.tolist()]
    asked = zip(asked_text.tolist(), asked_signal.tolist(), strict=True)
    for (text, index), spans in zip(asked, _spans(explained, asked_text, places), strict=True):
        evidence[index][text] = spans
    columns_of = zip(BINARY, scores.T.tolist(), evidence, bias.T.tolist(), strict=True)
    made = [
        list(
            map(places.form.signal, repeat(name), score, repeat(version), repeat(None), spans, base)
        )
        for name, score, spans, base in columns_of
    ]
    for mine, row in zip(signals, zip(*made, strict=True), strict=True):
        mine.update(zip(BINARY, row, strict=True))


def _classes(
    model: AdditiveModel,
    found: Contributions,
    bias: Floats,
    factor: Floats,
    added: Floats,
    places: _Places,
    signals: list[dict[str, Any]],
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
    base = np.round((bias * versus).sum(axis=1), 6)
    sums = np.round((added * versus).sum(axis=1), 6)
    shown = share.max(axis=1) >= CLASS_SHOWN_FROM
    if PLAIN in labels:
        shown &= best != labels.index(PLAIN)
    asked = np.nonzero(shown)[0]
    explained = _explain_margin(found, asked, columns, (factor * versus)[asked], sums[asked])
    evidence = places.whole(sums.tolist())
    for text, spans in zip(asked.tolist(), _spans(explained, asked, places), strict=True):
        evidence[text] = spans
    rows = zip(
        signals, np.round(share, 6).tolist(), best.tolist(), base.tolist(), evidence, strict=True
    )
    for mine, shares, winner, start, spans in rows:
        mine[name] = places.form.signal(
            name, shares[winner], version, labels[winner], spans, start,
            dict(zip(labels, shares, strict=True)),
        )  # fmt: skip


def _explain(
    values: Ints, offsets: Ints, texts: Ints, columns: Ints, factors: Floats, sums: Floats
) -> _Explained:
    """Weights of the tokens of ``texts[i]`` in ``columns[i]``, for every request ``i``."""
    counts = offsets[texts + 1] - offsets[texts]
    tokens = _ranges(offsets[texts], counts)
    weights: Floats = np.repeat(factors, counts) * values[tokens, np.repeat(columns, counts)]
    return _keep_heavy(tokens, weights, counts, sums)


def _explain_margin(
    found: Contributions, texts: Ints, columns: Ints, factors: Floats, sums: Floats
) -> _Explained:
    counts = found.offsets[texts + 1] - found.offsets[texts]
    tokens = _ranges(found.offsets[texts], counts)
    parts = found.values[tokens[:, None], columns] * np.repeat(factors, counts, axis=0)
    margins: Floats = parts.sum(axis=1).astype(np.float64)
    return _keep_heavy(tokens, margins, counts, sums)


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


def _spans(explained: _Explained, texts: Ints, places: _Places) -> list[Any]:
    weights = explained.weights.tolist()
    starts, ends, is_mark = places.of(explained.kept)
    bounds, sums = explained.offsets.tolist(), explained.sums.tolist()
    span, spans, lengths = places.form.span, places.form.spans, places.lengths
    result = []
    for index, text in enumerate(texts.tolist()):
        mine = slice(bounds[index], bounds[index + 1])
        first, last, weight = starts[mine], ends[mine], weights[mine]
        places.to_original(text, first, last, is_mark[mine])
        made = list(map(span, zip(first, last, weight, strict=True)))
        rest = round(sums[index] - sum(weight), 6)
        if rest:
            made.append(span((0, lengths[text], rest)))
        result.append(spans(made))
    return result


def _ranges(firsts: Ints, counts: Ints) -> Ints:
    """``firsts[i], firsts[i] + 1, …`` for ``counts[i]`` numbers, end to end."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(firsts - ends + counts, counts)
