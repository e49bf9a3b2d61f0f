"""Evidence as records, or at once as the JSON that a file or an answer holds.

Both tell the same numbers. JSON is written for a whole batch at a time: numbers are formatted by
arrays and fitted into one pattern, ten times faster than by way of records.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from harmonie.analysers.additive.evidence import BINARY, CLASSES, SIGNALS, Evidence
from harmonie.records import Signal, Span

#: ``Span(*values)`` without a call in Python: a batch makes tens of thousands.
_span = partial(tuple.__new__, Span)
_ARRAY = orjson.OPT_SERIALIZE_NUMPY


def as_records(evidence: Evidence, version: str) -> list[dict[str, Signal]]:
    """One mapping of signals per text."""
    starts, ends = evidence.starts[evidence.places], evidence.ends[evidence.places]
    values = zip(starts.tolist(), ends.tolist(), evidence.weights.tolist(), strict=True)
    every = list(map(_span, values))
    spans = [tuple(every[first:last]) for first, last in pairwise(evidence.offsets.tolist())]
    step = len(SIGNALS)
    columns: list[list[Signal]] = []
    scores, biases = evidence.scores.T.tolist(), evidence.bias.T.tolist()
    for index, (name, score, bias) in enumerate(zip(BINARY, scores, biases, strict=True)):
        told = map(
            Signal, repeat(name), score, repeat(version), repeat(None), spans[index::step], bias
        )
        columns.append(list(told))
    for index, (name, found) in enumerate(evidence.classes.items(), len(BINARY)):
        labels = list(map(found.labels.__getitem__, found.best.tolist()))
        shares = [dict(zip(found.labels, row, strict=True)) for row in found.shares.tolist()]
        score = [share[label] for share, label in zip(shares, labels, strict=True)]
        told = map(
            Signal, repeat(name), score, repeat(version), labels, spans[index::step],
            found.bias.tolist(), shares,
        )  # fmt: skip
        columns.append(list(told))
    return [dict(zip(SIGNALS, row, strict=True)) for row in zip(*columns, strict=True)]


def as_members(evidence: Evidence, version: str) -> list[bytes]:
    """For each text the members of a JSON object, ``"toxicity":{…},"insult":{…}…``: those of
    :func:`as_records`, without the braces around them."""
    spans = _spans(evidence)
    step = len(SIGNALS)
    columns: list[Sequence[bytes]] = []
    scores, biases = _columns(evidence.scores), _columns(evidence.bias)
    for index, (score, bias) in enumerate(zip(scores, biases, strict=True)):
        columns += (score, bias, spans[index::step])
    for index, found in enumerate(evidence.classes.values(), len(BINARY)):
        best = found.best.tolist()
        shares = _columns(found.shares)
        names = list(map([label.encode() for label in found.labels].__getitem__, best))
        score = [row[label] for row, label in zip(zip(*shares, strict=True), best, strict=True)]
        columns += (score, names, *shares, *_columns(found.bias[:, None]), spans[index::step])
    return list(map(_pattern(version).__mod__, zip(*columns, strict=True)))


@lru_cache(maxsize=8)
def _pattern(version: str) -> bytes:
    """What does not change from a text to the next, with ``%b`` for what does."""
    end = b',"spans":[%b],"version":' + orjson.dumps(version).replace(b"%", b"%%") + b"}"
    members = [b'"%b":{"score":%%b,"bias":%%b' % name.encode() + end for name in BINARY]
    for name, labels in CLASSES.items():
        shares = b",".join(b'"%b":%%b' % label.encode() for label in labels)
        start = b'"%b":{"score":%%b,"label":"%%b","probabilities":{' % name.encode()
        members.append(start + shares + b'},"bias":%b' + end)
    return b",".join(members)


def _columns(values: NDArray[np.float64]) -> list[list[bytes]]:
    """The numbers of each column of ``[rows, columns]``, as JSON."""
    width = values.shape[1]
    cells = _numbers(values.ravel())
    return [cells[column::width] for column in range(width)]


def _numbers(values: NDArray[Any]) -> list[bytes]:
    return orjson.dumps(np.ascontiguousarray(values), option=_ARRAY)[1:-1].split(b",")


def _spans(evidence: Evidence) -> list[bytes]:
    """``[0,8,0.5],[9,12,-1.25]`` for every signal of every text."""
    pairs = np.column_stack((evidence.starts, evidence.ends))
    places = np.array(orjson.dumps(pairs, option=_ARRAY)[2:-2].split(b"],["), dtype=object)
    count = len(evidence.weights)
    pieces: list[bytes] = [b","] * (4 * count)
    pieces[0::4] = places[evidence.places].tolist()
    pieces[2::4] = _numbers(evidence.weights)
    between = np.full(count, b"],[", dtype=object)
    between[evidence.offsets[1:] - 1] = b"]\n["
    pieces[3::4] = between.tolist()
    return (b"[" + b"".join(pieces)[: -len(b"\n[")]).split(b"\n")
