"""The fast tier: every learnt signal from one additive model, in one pass over the batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from harmonie.analysers.additive.evidence import SIGNALS, Evidence
from harmonie.analysers.additive.forms import as_members, as_records
from harmonie.analysers.additive.model import AdditiveModel, parameters_from
from harmonie.analysers.additive.windows import weigh_all
from harmonie.records import Message, Signal
from harmonie.text.normalise import NormalisedText
from harmonie.weights.store import FOLDER, load

#: Texts judged together: enough to amortise numpy, few enough to bound memory.
CHUNK = 1024


@lru_cache(maxsize=4)
def model(folder: Path = FOLDER) -> tuple[AdditiveModel, str]:
    """The additive model of ``folder`` and its version, read and checked once."""
    weights = load("fast", folder)
    return AdditiveModel(parameters_from(weights.arrays, weights.card)), weights.version


class FastAnalyser:
    """Toxicity family, spam, scam, sentiment, emotion and intent, with evidence that sums."""

    kind_of_plugin: ClassVar[str] = "analysers"
    name: ClassVar[str] = "fast"
    tier: ClassVar[str] = "fast"
    signals: ClassVar[tuple[str, ...]] = SIGNALS
    languages: ClassVar[tuple[str, ...] | None] = ("fr", "en")

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @property
    def version(self) -> str:
        return model(self._folder)[1]

    def analyse(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]:
        """One mapping per message; an empty one where the language is not judged."""
        result: list[dict[str, Signal]] = [{} for _ in texts]
        for chosen, evidence in _weighed(texts, languages, self._folder):
            for index, signals in zip(chosen, as_records(evidence, self.version), strict=True):
                result[index] = signals
        return result

    def members(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[bytes]:
        """:meth:`analyse` as the members of a JSON object, without records in between; ``b""``
        where the language is not judged."""
        result = [b""] * len(texts)
        for chosen, evidence in _weighed(texts, languages, self._folder):
            for index, members in zip(chosen, as_members(evidence, self.version), strict=True):
                result[index] = members
        return result


def _weighed(
    texts: Sequence[NormalisedText], languages: Sequence[str | None], folder: Path
) -> Iterator[tuple[list[int], Evidence]]:
    """The evidence of the texts that are judged, a chunk at a time, with their indices."""
    additive, _ = model(folder)
    judged = [i for i, language in enumerate(languages) if language in ("fr", "en")]
    for first in range(0, len(judged), CHUNK):
        chosen = judged[first : first + CHUNK]
        mine = [texts[i] for i in chosen]
        spoken = [str(languages[i]) for i in chosen]
        yield chosen, weigh_all(additive, mine, spoken)
