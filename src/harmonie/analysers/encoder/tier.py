"""What the tiers with an encoder share: the student's logits, the encoder's, mixed and calibrated.

The student is the fast tier's additive model: it knows spellings and words the encoder never saw,
costs a twentieth of its time, and its words are the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.evidence import BINARY, CLASSES, Evidence
from harmonie.analysers.additive.forms import as_records
from harmonie.analysers.additive.windows import LONG, weigh_all
from harmonie.analysers.encoder.judging import (
    Calibration,
    Judged,
    basic_emotions,
    calibration_of,
    judged,
    mixed,
    records,
)
from harmonie.analysers.encoder.model import EncoderModel
from harmonie.analysers.fast import model as student_model
from harmonie.records import LANGUAGES, Message, Signal
from harmonie.text.normalise import NormalisedText, normalise
from harmonie.weights.store import check_student, load

#: Texts judged together.
CHUNK = 256


@lru_cache(maxsize=6)
def encoder_of(tier: str, folder: Path) -> tuple[EncoderModel, Calibration]:
    """The tier's encoder, read and checked once. Raises ``WeightsError`` when it was altered, or
    is beside another student than the one it was calibrated with."""
    weights = load(tier, folder)
    check_student(weights, student_model(folder)[1])
    return EncoderModel(weights), calibration_of(weights)


@dataclass(frozen=True, slots=True)
class Read:
    """A chunk of texts in a language that is judged, and what the student says of them."""

    folder: Path
    chosen: list[int]
    texts: list[str]
    parents: list[str]
    rows: NDArray[np.int64]
    evidence: list[dict[str, Signal]]
    student: NDArray[np.float64]


def read(
    messages: Sequence[Message],
    texts: Sequence[NormalisedText],
    languages: Sequence[str | None],
    folder: Path,
) -> Iterator[Read]:
    """The texts that are judged, a chunk at a time."""
    student, version = student_model(folder)
    known = LANGUAGES
    mine = [i for i, language in enumerate(languages) if language in known]
    for first in range(0, len(mine), CHUNK):
        chosen = mine[first : first + CHUNK]
        normalised = [texts[i] for i in chosen]
        spoken = [str(languages[i]) for i in chosen]
        evidence = weigh_all(student, normalised, spoken)
        parents = [messages[i].parent_text for i in chosen]
        yield Read(
            folder,
            chosen,
            [text.text for text in normalised],
            [normalise(parent).text if parent else "" for parent in parents],
            np.array([known.index(language) for language in spoken]),
            as_records(evidence, version),
            student_logits(evidence),
        )


def student_logits(evidence: Evidence) -> NDArray[np.float64]:
    """``[texts, binary heads + classes]``: log-odds, and logarithms of shares."""
    score = np.clip(evidence.scores, 1e-6, 1 - 1e-6)
    shares = np.hstack([evidence.classes[signal].shares for signal in CLASSES])
    found: NDArray[np.float64] = np.hstack(
        (np.log(score / (1 - score)), np.log(np.maximum(shares, 1e-6)))
    )
    return found


def judge(tier: str, found: Read, rows: NDArray[np.int64] | None = None) -> Judged:
    """The tier's verdicts on a chunk, or on ``rows`` of it."""
    model, how = encoder_of(tier, found.folder)
    at = np.arange(len(found.texts)) if rows is None else rows
    raw = model.logits([found.texts[i] for i in at], [found.parents[i] for i in at])
    one, other = mixed(raw.astype(np.float64), found.student[at], model.heads, found.rows[at], how)
    verdict = judged(one, other, found.rows[at], how)
    long = np.array([len(found.texts[i]) > LONG for i in at])
    if long.any():
        # An insult among fifty kind words may read as kind as a whole: of a long text a score is
        # never lower than what the student finds in its words.
        words = found.student[at, : len(BINARY)]
        raised = np.where(long[:, None], np.maximum(verdict.logits, words), verdict.logits)
        verdict = Judged(raised, verdict.shares)
    return verdict


def moods(tier: str, found: Read) -> NDArray[np.float64]:
    """``[texts, basic emotions]`` of a chunk: how probable each is; several may be."""
    model, how = encoder_of(tier, found.folder)
    raw = model.logits(found.texts, found.parents).astype(np.float64)
    return basic_emotions(raw, model.heads, found.rows, how)


def is_unsure(
    signals: Mapping[str, Signal], language: str, how: tuple[EncoderModel, Calibration]
) -> bool:
    """Whether both answers about toxicity are in the conformal set (Vovk et al. 2005), or none."""
    model, calibration = how
    low, high = model.weights.arrays["unsure"][calibration.languages.index(language)]
    score = min(max(signals["toxicity"].score, 1e-6), 1 - 1e-6)
    return bool(low < log(score / (1 - score)) < high)


def told(found: Read, verdict: Judged, version: str) -> Iterator[tuple[int, Mapping[str, Signal]]]:
    """Each text's index and signals."""
    yield from zip(found.chosen, records(verdict, found.evidence, version), strict=True)


__all__ = [
    "BINARY", "Read", "encoder_of", "is_unsure", "judge", "moods", "read", "student_logits", "told",
]  # fmt: skip
