"""Message to Analysis, in batches.

What cannot be judged says so (``cannot_judge``), never a low score. A message's analysis never
depends on the other messages of its batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from harmonie.analysers.analyser import ANALYSERS, Analyser
from harmonie.records import Analysis, Message, Signal, Span
from harmonie.text.language import identify, why_unreadable
from harmonie.text.normalise import NormalisedText, normalise
from harmonie.weights.store import TIERS, best_installed

#: A text longer than this is for a person to read: see ``too_long``.
LONGEST = 20_000


class Pipeline:
    """The analysers of a tier, ready to judge.

    ``tier`` is the tier really used: the best installed one not above what was asked.
    """

    def __init__(self, tier: str = "full") -> None:
        self.tier = best_installed(tier)
        chosen = [
            analyser
            for analyser in ANALYSERS
            if getattr(analyser, "tier", self.tier) == self.tier or analyser.name not in TIERS
        ]
        every: list[Analyser] = [analyser() for analyser in chosen]
        self._always = [a for a in every if a.languages is None]
        self._by_language = [a for a in every if a.languages is not None]

    def analyse(self, messages: Sequence[Message]) -> list[Analysis]:
        """One analysis per message, in order."""
        texts = [_normalised(message.text) for message in messages]
        reasons = [_why_not(message.text) for message in messages]
        languages, sure = self._languages(messages, reasons)
        found = self._signals(messages, texts, languages)
        return [
            Analysis(
                message.id, language, signals,
                reason or (None if language else "language"), confidence, self.tier, text.hidden,
            )
            for message, language, signals, reason, confidence, text in zip(
                messages, languages, found, reasons, sure, texts, strict=True
            )
        ]  # fmt: skip

    def _languages(
        self, messages: Sequence[Message], reasons: Sequence[str | None]
    ) -> tuple[list[str | None], list[float]]:
        """What each readable text shows; what its author or channel says when it shows nothing."""
        languages: list[str | None] = []
        sure: list[float] = []
        for message, reason in zip(messages, reasons, strict=True):
            if reason is None:
                guess = identify(message.text, _hint(message))
                languages.append(guess.language)
                sure.append(guess.confidence)
            else:
                languages.append(None)
                sure.append(0.0)
        return languages, sure

    def _signals(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]:
        """Signals of every analyser; of two verdicts on one signal, the stronger."""
        found: list[dict[str, Signal]] = [{} for _ in messages]
        for analyser in (*self._always, *self._by_language):
            for mine, more in zip(found, analyser.analyse(messages, texts, languages), strict=True):
                for name, signal in more.items():
                    other = mine.get(name)
                    if other is None or signal.score > other.score:
                        mine[name] = signal
        return found


def _why_not(text: str) -> str | None:
    return "too_long" if len(text) > LONGEST else why_unreadable(text)


def _hint(message: Message) -> str | None:
    return message.language or (message.author.language if message.author else None)


def _normalised(text: str) -> NormalisedText:
    """Normalised, unless too long to be judged: its rules then read it as it is."""
    return normalise(text) if len(text) <= LONGEST else NormalisedText(text, text)


@lru_cache(maxsize=4)
def default_pipeline(tier: str = "full") -> Pipeline:
    """A pipeline made once per tier and shared."""
    return Pipeline(tier)


def analyse(text: str | Message, tier: str = "full") -> Analysis:
    """The analysis of one text or message."""
    message = text if isinstance(text, Message) else Message(text)
    return default_pipeline(tier).analyse([message])[0]


def to_json(analysis: Analysis) -> dict[str, Any]:
    """Plain values of an analysis, as the command line and the API write them."""
    return {
        "id": analysis.message_id,
        "language": analysis.language,
        "language_confidence": analysis.language_confidence,
        "tier": analysis.tier,
        "signals": {name: _signal_to_json(s) for name, s in analysis.signals.items()},
        "cannot_judge": analysis.cannot_judge,
        "hidden_characters": list(analysis.hidden_characters),
    }


def _signal_to_json(signal: Signal) -> dict[str, Any]:
    spans = list(map(list, signal.spans))
    if signal.label is None:
        return {
            "score": signal.score,
            "bias": signal.bias,
            "spans": spans,
            "version": signal.version,
        }
    plain: dict[str, Any] = {"score": signal.score, "label": signal.label}
    if signal.probabilities is not None:
        plain["probabilities"] = signal.probabilities
    return plain | {"bias": signal.bias, "spans": spans, "version": signal.version}


def from_json(data: Mapping[str, Any]) -> Analysis:
    """The analysis that :func:`to_json` wrote. Raises ``KeyError`` when a field is missing."""
    return Analysis(
        message_id=data["id"],
        language=data["language"],
        signals={
            name: Signal(
                name=name,
                score=plain["score"],
                version=plain["version"],
                label=plain.get("label"),
                spans=tuple(Span(*span) for span in plain["spans"]),
                bias=plain["bias"],
                probabilities=plain.get("probabilities"),
            )
            for name, plain in data["signals"].items()
        },
        cannot_judge=data["cannot_judge"],
        language_confidence=data.get("language_confidence", 0.0),
        tier=data.get("tier", "fast"),
        hidden_characters=tuple(data.get("hidden_characters", ())),
    )
