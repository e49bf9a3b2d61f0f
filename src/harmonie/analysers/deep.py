"""The deep tier: what the full tier is not sure of is read again by twice as many layers.

The band of scores that goes deep is chosen when the model is trained, for each signal and
language, so that outside of it both tiers decide alike (see ``learning/encoder/cascade.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.encoder.judging import Judged
from harmonie.analysers.encoder.tier import Read, encoder_of, judge, read, told
from harmonie.analysers.full import FullAnalyser
from harmonie.records import Message, Signal
from harmonie.text.normalise import NormalisedText


class DeepAnalyser(FullAnalyser):
    """The full tier's verdict where it is sure, the deep encoder's everywhere else."""

    name: ClassVar[str] = "deep"
    tier: ClassVar[str] = "deep"

    def analyse(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]:
        """One mapping per message; an empty one where the language is not judged. Each signal's
        ``version`` tells which of the two encoders judged."""
        result: list[dict[str, Signal]] = [{} for _ in texts]
        cheaper = encoder_of("full", self._folder)[0].version
        for part in read(messages, texts, languages, self._folder):
            first = judge("full", part)
            for index, signals in told(part, first, cheaper):
                result[index] = dict(signals)
            unsure = np.flatnonzero(in_band(part, first))
            if len(unsure):
                second = judge("deep", part, unsure)
                for index, signals in told(_rows(part, unsure), second, self.version):
                    result[index] = dict(signals)
        return result


def in_band(found: Read, verdict: Judged) -> NDArray[np.bool_]:
    """Which texts have a score too near to its threshold for the full tier to answer alone."""
    band = encoder_of("deep", found.folder)[0].weights.arrays["band"][found.rows]
    inside: NDArray[np.bool_] = (verdict.logits > band[:, :, 0]) & (verdict.logits < band[:, :, 1])
    unsure: NDArray[np.bool_] = np.any(inside, axis=1)
    return unsure


def _rows(found: Read, rows: NDArray[np.int64]) -> Read:
    return Read(
        found.folder, [found.chosen[i] for i in rows], [found.texts[i] for i in rows],
        [found.parents[i] for i in rows], found.rows[rows],
        [found.evidence[i] for i in rows], found.student[rows],
    )  # fmt: skip
