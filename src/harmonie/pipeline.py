"""Message to Analysis, in batches.

What cannot be judged says so (``cannot_judge``), never a low score. A message's analysis never
depends on the other messages of its batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import orjson

from harmonie.analysers.analyser import ANALYSERS, Analyser, members_of, plain
from harmonie.records import Analysis, Message, Signal, Span
from harmonie.text.language import LanguageGuess, identify, why_unreadable
from harmonie.text.normalise import NormalisedText, normalise_many
from harmonie.weights.store import FOLDER, best_installed

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

    ``tier`` is the tier really used: the best one installed in ``folder`` not above what was
    asked. ``folder`` holds weights; without it, those that are shipped.
    """

    def __init__(self, tier: str = "full", folder: Path | None = None) -> None:
        self.folder = folder or FOLDER
        self.tier = best_installed(tier, self.folder)
        every: list[Analyser] = []
        self._learnt: list[Analyser] = []
        for analyser in ANALYSERS:
            if getattr(analyser, "tier", None) is None:
                every.append(analyser())
            elif analyser.tier == self.tier:  # type: ignore[attr-defined]
                self._learnt.append(analyser(self.folder))  # type: ignore[call-arg]
        every += self._learnt
        every.sort(key=lambda analyser: analyser.languages is not None)
        self._analysers = every
        #: Pairs of analysers that may both judge the same signal.
        self._rivals = [
            (first, second)
            for (first, one), (second, other) in combinations(enumerate(every), 2)
            if not set(one.signals).isdisjoint(other.signals)
        ]

    @property
    def version(self) -> str:
        """The version of the learnt model, as its signals tell it."""
        return "+".join(analyser.version for analyser in self._learnt)

    def analyse(self, messages: Sequence[Message]) -> list[Analysis]:
        """One analysis per message, in order."""
        read = self._read(messages)
        found, reasons = self._signals(messages, read)
        return [
            Analysis(message.id, language, signals, reason, confidence, self.tier, text.hidden)
            for message, text, language, reason, confidence, signals in zip(
                messages, read.texts, read.languages, reasons, read.sure, found, strict=True
            )
        ]

    def lines(self, messages: Sequence[Message]) -> list[dict[str, Any]]:
        """``[to_json(a) for a in analyse(messages)]`` with signals that are JSON already: their
        ``orjson.Fragment`` is made much faster than records, and :func:`signals_of` reads it."""
        read = self._read(messages)
        told, reasons = self._members(messages, read)
        return [
            _line(
                message.id, language, confidence, self.tier,
                orjson.Fragment(b"{" + members + b"}"), reason, text.hidden,
            )
            for message, text, language, reason, confidence, members in zip(
                messages, read.texts, read.languages, reasons, read.sure, told, strict=True
            )
        ]  # fmt: skip

    def basic_emotions(self, messages: Sequence[Message]) -> list[dict[str, float]]:
        """For each message how probable each of Ekman's six emotions (1992) and "neutral" is;
        several may be there, each from 0.5 on. Empty where a message cannot be judged, and from
        the tier ``fast``, which does not tell them apart."""
        read = self._read(messages)
        for analyser in self._learnt:
            told = getattr(analyser, "basic_emotions", None)
            if told is not None:
                found: list[dict[str, float]] = told(messages, read.texts, read.languages)
                return found
        return [{} for _ in messages]

    def _read(self, messages: Sequence[Message]) -> _Read:
        texts = _normalised([message.text for message in messages])
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
        self, messages: Sequence[Message], read: _Read
    ) -> tuple[list[dict[str, Signal]], list[str | None]]:
        """Signals of every analyser, of two verdicts on one signal the stronger; and why a
        message cannot be judged."""
        found: list[dict[str, Signal]] = [{} for _ in messages]
        reasons = list(read.reasons)
        for analyser in self._analysers:
            more = analyser.analyse(messages, read.texts, read.languages)
            _doubt(analyser, more, read.languages, reasons)
            for mine, signals in zip(found, more, strict=True):
                for name, signal in signals.items():
                    if name not in mine or signal.score > mine[name].score:
                        mine[name] = signal
        return found, reasons

    def _members(
        self, messages: Sequence[Message], read: _Read
    ) -> tuple[list[bytes], list[str | None]]:
        """:meth:`_signals` with the members of a JSON object."""
        reasons = list(read.reasons)
        told = [_told_by(analyser, messages, read, reasons) for analyser in self._analysers]
        lines = [
            _strongest(row)
            if any(row[one] and row[other] for one, other in self._rivals)
            else b",".join(filter(None, row))
            for row in zip(*told, strict=True)
        ]
        return lines, reasons


def _told_by(
    analyser: Analyser, messages: Sequence[Message], read: _Read, reasons: list[str | None]
) -> Sequence[bytes]:
    """The members of each message's signals: an analyser may have a shorter way to these."""
    shorter = getattr(analyser, "members", None)
    if shorter is not None:
        made: Sequence[bytes] = shorter(messages, read.texts, read.languages)
        return made
    found = analyser.analyse(messages, read.texts, read.languages)
    _doubt(analyser, found, read.languages, reasons)
    return list(map(members_of, found))


def _doubt(
    analyser: Analyser,
    found: Sequence[Mapping[str, Signal]],
    languages: Sequence[str | None],
    reasons: list[str | None],
) -> None:
    """Adds ``unsure`` where an analyser that knows its own doubt has too much of it."""
    is_unsure = getattr(analyser, "is_unsure", None)
    if is_unsure is None:
        return
    for index, (signals, language) in enumerate(zip(found, languages, strict=True)):
        if reasons[index] is None and signals and is_unsure(signals, language):
            reasons[index] = "unsure"


def _strongest(told: Sequence[bytes]) -> bytes:
    """Members of several analysers as one object's: of two verdicts on one signal, the stronger."""
    found: dict[str, Any] = {}
    for members in told:
        for name, signal in orjson.loads(b"{" + members + b"}").items():
            if name not in found or signal["score"] > found[name]["score"]:
                found[name] = signal
    return orjson.dumps(found)[1:-1]


def _why_not(text: str) -> str | None:
    return "too_long" if len(text) > LONGEST else why_unreadable(text)


def _hint(message: Message) -> str | None:
    return message.language or (message.author.language if message.author else None)


def _normalised(texts: Sequence[str]) -> list[NormalisedText]:
    """Normalised, unless too long to be judged: rules then read the text as it is."""
    found = normalise_many([text if len(text) <= LONGEST else "" for text in texts])
    for index, text in enumerate(texts):
        if len(text) > LONGEST:
            found[index] = NormalisedText(text, text)
    return found


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
    signals = {name: plain(signal) for name, signal in analysis.signals.items()}
    return _line(
        analysis.message_id, analysis.language, analysis.language_confidence, analysis.tier,
        signals, analysis.cannot_judge, analysis.hidden_characters,
    )  # fmt: skip


def _line(
    message_id: str,
    language: str | None,
    confidence: float,
    tier: str,
    signals: dict[str, Any] | orjson.Fragment,
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


def signals_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """The signals of a line as plain values, whichever way it was made; ``{}`` without any."""
    signals = line.get("signals") or {}
    if isinstance(signals, orjson.Fragment):
        signals = orjson.loads(orjson.dumps(signals))
    return dict(signals)


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
