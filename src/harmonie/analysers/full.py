"""The full tier, the default: a small encoder and the additive student, averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from harmonie.analysers.additive.evidence import SIGNALS
from harmonie.analysers.encoder.tier import encoder_of, is_unsure, judge, moods, read, told
from harmonie.records import BASIC_EMOTIONS, LANGUAGES, Message, Signal
from harmonie.text.normalise import NormalisedText
from harmonie.weights.store import FOLDER


class FullAnalyser:
    """Every learnt signal from six layers of attention, which read a sentence as a whole."""

    kind_of_plugin: ClassVar[str] = "analysers"
    name: ClassVar[str] = "full"
    tier: ClassVar[str] = "full"
    signals: ClassVar[tuple[str, ...]] = SIGNALS
    languages: ClassVar[tuple[str, ...] | None] = LANGUAGES

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @property
    def version(self) -> str:
        return encoder_of(self.tier, self._folder)[0].version

    def is_unsure(self, signals: Mapping[str, Signal], language: str) -> bool:
        """Whether toxicity is neither credible alone nor excluded (a conformal set of two)."""
        return is_unsure(signals, language, encoder_of(self.tier, self._folder))

    def analyse(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]:
        """One mapping per message; an empty one where the language is not judged."""
        result: list[dict[str, Signal]] = [{} for _ in texts]
        for part in read(messages, texts, languages, self._folder):
            for index, signals in told(part, judge(self.tier, part), self.version):
                result[index] = dict(signals)
        return result

    def basic_emotions(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, float]]:
        """How probable each of Ekman's six emotions (1992) and "neutral" is: several may be there,
        each from 0.5 on. An empty mapping where the language is not judged."""
        result: list[dict[str, float]] = [{} for _ in texts]
        for part in read(messages, texts, languages, self._folder):
            for index, row in zip(part.chosen, moods(self.tier, part).tolist(), strict=True):
                result[index] = dict(zip(BASIC_EMOTIONS, row, strict=True))
        return result
