"""The fast tier: every learnt signal from one additive model, in one pass over the batch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from harmonie.analysers.additive.evidence import (
    BINARY,
    CLASSES,
    PLAIN_VALUES,
    RECORDS,
    Form,
    judge,
)
from harmonie.analysers.additive.marks import marks_of
from harmonie.analysers.additive.model import AdditiveModel, parameters_from
from harmonie.records import Message, Signal
from harmonie.text.normalise import NormalisedText
from harmonie.weights.store import load

#: Texts judged together: enough to amortise numpy, few enough to bound memory.
CHUNK = 1024


@lru_cache(maxsize=1)
def _model() -> tuple[AdditiveModel, str]:
    weights = load("fast")
    return AdditiveModel(parameters_from(weights.arrays, weights.card)), weights.version


class FastAnalyser:
    """Toxicity family, spam, scam, sentiment, emotion and intent, with evidence that sums."""

    kind_of_plugin: ClassVar[str] = "analysers"
    name: ClassVar[str] = "fast"
    tier: ClassVar[str] = "fast"
    signals: ClassVar[tuple[str, ...]] = (*BINARY, *CLASSES)
    languages: ClassVar[tuple[str, ...] | None] = ("fr", "en")

    @property
    def version(self) -> str:
        return _model()[1]

    def analyse(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]:
        """One mapping per message; an empty one where the language is not judged."""
        return _judged(texts, languages, RECORDS)

    def plain(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, dict[str, Any]]]:
        """:meth:`analyse` as plain values, made at once: a third faster when JSON is wanted."""
        return _judged(texts, languages, PLAIN_VALUES)


def _judged(
    texts: Sequence[NormalisedText], languages: Sequence[str | None], form: Form
) -> list[dict[str, Any]]:
    model, version = _model()
    result: list[dict[str, Any]] = [{} for _ in texts]
    judged = [i for i, language in enumerate(languages) if language in ("fr", "en")]
    for first in range(0, len(judged), CHUNK):
        chosen = judged[first : first + CHUNK]
        mine = [texts[i] for i in chosen]
        spoken = [str(languages[i]) for i in chosen]
        found = judge(model, mine, marks_of(mine, spoken), spoken, version, form)
        for i, signals in zip(chosen, found, strict=True):
            result[i] = signals
    return result
