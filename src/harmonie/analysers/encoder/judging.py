"""Logits to calibrated scores, and the student's words as their evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.evidence import ATTACKS, BINARY, CLASSES, LIMIT
from harmonie.records import BASIC_EMOTIONS, Signal, Span
from harmonie.weights.store import Weights

Floats = NDArray[np.float64]
#: How much of toxicity's logit is the encoder's logit of insult. Chosen on samples of the
#: development tasks that the figures report.
INSULTING = 0.25


@dataclass(frozen=True, slots=True)
class Calibration:
    """How logits become probabilities, by language.

    ``beta`` ``[languages, binary heads, 3]``: ``logit(p) = a * log(s) - b * log(1 - s) + c`` with
    ``s`` the sigmoid of the raw logit (Kull, Silva Filho & Flach 2017, AISTATS). ``gain``
    ``[languages, signals]`` and ``shift`` ``[languages, classes]`` for signals with classes.
    ``share`` ``[languages, binary heads]`` is how much of the logit is the encoder's own; the
    rest is the student's.
    """

    languages: tuple[str, ...]
    beta: Floats
    gain: Floats
    shift: Floats
    share: Floats
    class_share: Floats
    #: ``[languages, basic emotions, 3]``: as ``beta``, of emotions of which several may hold.
    moods: Floats


def calibration_of(weights: Weights) -> Calibration:
    arrays = weights.arrays
    return Calibration(
        tuple(weights.card["languages"]), arrays["beta"], arrays["gain"], arrays["shift"],
        arrays["share"], arrays["class_share"], arrays["moods"],
    )  # fmt: skip


def beta(raw: Floats, parameters: Floats) -> Floats:
    """Calibrated logits; ``raw`` broadcasts against ``parameters[..., 0]``."""
    log_yes, log_no = -np.logaddexp(0.0, -raw), -np.logaddexp(0.0, raw)
    found: Floats = parameters[..., 0] * log_yes - parameters[..., 1] * log_no + parameters[..., 2]
    return np.clip(found, -LIMIT, LIMIT)


@dataclass(frozen=True, slots=True)
class Judged:
    """Calibrated logits ``[texts, binary heads]`` and shares ``[texts, classes]`` by signal."""

    logits: Floats
    shares: Mapping[str, Floats]


def own(raw: Floats, heads: Sequence[str]) -> Floats:
    """The encoder's logits ``[texts, binary heads + classes]``. That of toxicity is told with a
    share of insult's: sets agree more on what an insult is than on what is toxic."""
    column = {head: index for index, head in enumerate(heads)}
    classes = (f"{signal}:{label}" for signal, labels in CLASSES.items() for label in labels)
    found: Floats = raw[:, [column[head] for head in (*BINARY, *classes)]]
    toxicity, insult = BINARY.index("toxicity"), BINARY.index("insult")
    found[:, toxicity] = (1 - INSULTING) * found[:, toxicity] + INSULTING * found[:, insult]
    return found


def mixed(
    raw: Floats, student: Floats, heads: Sequence[str], rows: NDArray[np.int64], how: Calibration
) -> tuple[Floats, Floats]:
    """Raw logits of binary heads and of classes: the encoder's and the student's, by ``share``.

    ``raw`` is ``[texts, heads]``, ``student`` ``[texts, binary heads + classes]`` in the same order
    as :data:`BINARY` and :data:`CLASSES`; ``rows`` tells each text's language.
    """
    mine, binary = own(raw, heads), len(BINARY)
    share, class_share = how.share[rows], how.class_share[rows]
    one = share * mine[:, :binary] + (1 - share) * student[:, :binary]
    other = class_share * mine[:, binary:] + (1 - class_share) * student[:, binary:]
    return one, other


def basic_emotions(
    raw: Floats, heads: Sequence[str], rows: NDArray[np.int64], how: Calibration
) -> Floats:
    """Probabilities ``[texts, basic emotions]`` that each is there; several may be."""
    columns = [heads.index(f"ekman:{emotion}") for emotion in BASIC_EMOTIONS]
    found: Floats = 1.0 / (1.0 + np.exp(-beta(raw[:, columns], how.moods[rows])))
    return found


def judged(one: Floats, other: Floats, rows: NDArray[np.int64], how: Calibration) -> Judged:
    """Calibrated; toxicity is at least as sure as the attacks it contains."""
    logits = beta(one, how.beta[rows])
    attacks = [BINARY.index(head) for head in ATTACKS]
    logits[:, BINARY.index("toxicity")] = logits[:, attacks].max(axis=1)
    shares: dict[str, Floats] = {}
    first = 0
    for index, (signal, labels) in enumerate(CLASSES.items()):
        part = slice(first, first + len(labels))
        scaled = how.gain[rows, index][:, None] * other[:, part] + how.shift[rows, part]
        grown = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        shares[signal] = grown / grown.sum(axis=1, keepdims=True)
        first += len(labels)
    return Judged(logits, shares)


def records(
    found: Judged, evidence: Sequence[Mapping[str, Signal]], version: str
) -> list[dict[str, Signal]]:
    """Signals with the encoder's scores; spans are what the student's words add, and ``bias`` the
    rest, so that ``logit(score) == bias + sum of span weights`` still holds."""
    result: list[dict[str, Signal]] = []
    scores = 1.0 / (1.0 + np.exp(-found.logits))
    for row, known in enumerate(evidence):
        signals: dict[str, Signal] = {}
        for column, head in enumerate(BINARY):
            score, logit = float(scores[row, column]), float(found.logits[row, column])
            spans = _fitting(known[head].spans, score)
            bias = logit - sum(span.weight for span in spans)
            signals[head] = Signal(head, score, version, None, spans, bias)
        for signal, labels in CLASSES.items():
            share = found.shares[signal][row]
            best = int(share.argmax())
            spans = known[signal].spans if known[signal].label == labels[best] else ()
            others = np.log(np.maximum(np.delete(share, best), 1e-9)).mean()
            margin = float(np.log(max(share[best], 1e-9)) - others)
            bias = margin - sum(span.weight for span in spans)
            told = dict(zip(labels, share.tolist(), strict=True))
            signals[signal] = Signal(
                signal, float(share[best]), version, labels[best], spans, bias, told
            )
        result.append(signals)
    return result


def _fitting(spans: Sequence[Span], score: float) -> tuple[Span, ...]:
    """The student's words, unless it disagrees so much that they would mislead."""
    total = sum(span.weight for span in spans)
    return tuple(spans) if score >= 0.5 or total < 0 or not spans else ()
