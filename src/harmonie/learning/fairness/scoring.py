"""Scores of the audited model, each text judged once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from harmonie.records import Analysis, Message

Floats = NDArray[np.float64]
#: Told how many texts are judged, of how many.
Progress = Callable[[int, int], None]
BATCH = 256
THRESHOLD = 0.5


class Judging(Protocol):
    """What can be audited: a pipeline, or anything that analyses messages."""

    def analyse(self, messages: Sequence[Message], /) -> Sequence[Analysis]: ...


class Scores:
    """What the model says of every text asked so far.

    A text that the model refuses to judge scores 0, because it is not flagged: refusing texts about
    a group must not embellish the figures of that group. Only a signal that the model never gives
    in a language has no score.
    """

    def __init__(self, model: Judging, progress: Progress | None = None) -> None:
        self._model, self._progress = model, progress
        self._known: dict[tuple[str, str], Analysis] = {}
        #: ``(language, signal)`` that the model gave at least once.
        self._given: set[tuple[str, str]] = set()

    @property
    def texts(self) -> int:
        return len(self._known)

    def refused(self, signal: str = "toxicity") -> int:
        """How many texts got no such score although their language gets it."""
        return sum(
            signal not in analysis.signals and (language, signal) in self._given
            for (_, language), analysis in self._known.items()
        )

    def read(self, asked: Iterable[tuple[str, str]]) -> None:
        """Judge ``(text, language)`` pairs that were not judged yet, in batches."""
        new = [pair for pair in dict.fromkeys(asked) if pair not in self._known]
        for first in range(0, len(new), BATCH):
            batch = new[first : first + BATCH]
            messages = [
                Message(text, str(first + i), language=language)
                for i, (text, language) in enumerate(batch)
            ]
            for pair, analysis in zip(batch, self._model.analyse(messages), strict=True):
                self._known[pair] = analysis
                self._given.update((pair[1], signal) for signal in analysis.signals)
            if self._progress:
                self._progress(min(first + BATCH, len(new)), len(new))

    def score(self, text: str, language: str, signal: str) -> float | None:
        """0 for a refused text; ``None`` when the model has no such signal in ``language``."""
        self.read([(text, language)])
        known = self._known[text, language].score(signal)
        if known is None and (language, signal) in self._given:
            return 0.0
        return known

    def column(self, texts: Sequence[str], language: str, signal: str) -> Floats:
        """Scores of shape ``[texts]``, ``nan`` for :meth:`score`'s ``None``."""
        self.read([(text, language) for text in texts])
        found = [self.score(text, language, signal) for text in texts]
        return np.array([np.nan if one is None else one for one in found], dtype=np.float64)

    def tier_and_version(self, signal: str = "toxicity") -> tuple[str, str]:
        """Of the first text judged with that signal: ``(tier, version)``."""
        for analysis in self._known.values():
            if signal in analysis.signals:
                return analysis.tier, analysis.signals[signal].version
        return "", ""
