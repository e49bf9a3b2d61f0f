"""Message to Analysis, in batches.

What cannot be judged says so (``cannot_judge``), never a low score. A message's analysis never
depends on the other messages of its batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from harmonie.analysers.additive.evidence import plain_signal
from harmonie.analysers.analyser import ANALYSERS, Analyser
from harmonie.records import Analysis, Message, Signal, Span
from harmonie.text.language import LanguageGuess, identify, why_unreadable
from harmonie.text.normalise import NormalisedText, normalise
from harmonie.weights.store import TIERS, best_installed

NOTHING = LanguageGuess(None, 0.0)
#: A text longer than this is for a person to read: see ``too_long``.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a batch before judging it, message by message."""

    texts: list[NormalisedText]
    languages: list[str | None]
    sure: list[float]
    reasons: list[str | None]


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
        read = self._read(messages)
        found = self._signals(messages, read.texts, read.languages)
        return [
            Analysis(message.id, language, signals, reason, confidence, self.tier, text.hidden)
            for message, text, language, reason, confidence, signals in zip(
                messages, read.texts, read.languages, read.reasons, read.sure, found, strict=True
            )
        ]

    def lines(self, messages: Sequence[Message]) -> list[dict[str, Any]]:
        """``[to_json(a) for a in analyse(messages)]``, made without the records in between."""
        read = self._read(messages)
        found = self._signals(messages, read.texts, read.languages, plain=True)
        return [
            _line(message.id, language, confidence, self.tier, signals, reason, text.hidden)
            for message, text, language, reason, confidence, signals in zip(
                messages, read.texts, read.languages, read.reasons, read.sure, found, strict=True
            )
        ]

    def _read(self, messages: Sequence[Message]) -> _Read:
        texts = [_normalised(message.text) for message in messages]
        reasons = [_why_not(message.text) for message in messages]
        languages, sure = self._languages(messages, texts, reasons)
        full = [
            reason or (None if language else "language")
            for reason, language in zip(reasons, languages, strict=True)
        ]
        return _Read(texts, languages, sure, full)

    def _languages(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        reasons: Sequence[str | None],
    ) -> tuple[list[str | None], list[float]]:
        """What each readable text shows; what its author or channel says when it shows nothing."""
        languages: list[str | None] = []
        sure: list[float] = []
        for message, text, reason in zip(messages, texts, reasons, strict=True):
            guess = NOTHING if reason else identify(message.text, _hint(message))
            if guess.language is None and text.layers and not reason and guess.confidence < 0.5:
                guess = identify(text.text)
            languages.append(guess.language)
            sure.append(guess.confidence)
        return languages, sure

    def _signals(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
        plain: bool = False,
    ) -> list[dict[str, Any]]:
        """Signals of every analyser; of two verdicts on one signal, the stronger."""
        found: list[dict[str, Any]] = [{} for _ in messages]
        for analyser in (*self._always, *self._by_language):
            for mine, more in zip(
                found, _judged_by(analyser, messages, texts, languages, plain), strict=True
            ):
                for name in mine.keys() & more.keys():
                    if _score(mine[name]) >= _score(more[name]):
                        more[name] = mine[name]
                mine.update(more)
        return found


def _judged_by(
    analyser: Analyser,
    messages: Sequence[Message],
    texts: Sequence[NormalisedText],
    languages: Sequence[str | None],
    plain: bool,
) -> Sequence[dict[str, Any]]:
    """Signals as records, or as plain values: an analyser may have a shorter way to these."""
    shorter = getattr(analyser, "plain", None) if plain else None
    if shorter is not None:
        made: list[dict[str, Any]] = shorter(messages, texts, languages)
        return made
    found = analyser.analyse(messages, texts, languages)
    if not plain:
        return found
    return [{name: _signal_to_json(s) for name, s in signals.items()} for signals in found]


def _score(signal: Signal | dict[str, Any]) -> float:
    score: float = signal["score"] if isinstance(signal, dict) else signal.score
    return score


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
    signals = {name: _signal_to_json(signal) for name, signal in analysis.signals.items()}
    return _line(
        analysis.message_id, analysis.language, analysis.language_confidence, analysis.tier,
        signals, analysis.cannot_judge, analysis.hidden_characters,
    )  # fmt: skip


def _line(
    message_id: str,
    language: str | None,
    confidence: float,
    tier: str,
    signals: dict[str, Any],
    reason: str | None,
    hidden: Sequence[str],
) -> dict[str, Any]:
    return {
        "id": message_id,
        "language": language,
        "language_confidence": confidence,
        "tier": tier,
        "signals": signals,
        "cannot_judge": reason,
        "hidden_characters": list(hidden),
    }


def _signal_to_json(signal: Signal) -> dict[str, Any]:
    return plain_signal(
        signal.name, signal.score, signal.version, signal.label,
        list(map(list, signal.spans)), signal.bias, signal.probabilities,
    )  # fmt: skip


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
