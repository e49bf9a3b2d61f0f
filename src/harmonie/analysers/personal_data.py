"""Personal data, by rules: score and span weights are confidences, not log-odds.

The score is the highest confidence found, ``bias`` is 0 and each span's weight is the confidence
of what it covers: this signal is *not* additive. Nothing found is a score of 0 without spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from harmonie.analysers.analyser import members_of
from harmonie.records import Message, Signal, Span
from harmonie.text.normalise import NormalisedText
from harmonie.text.personal_data import find_personal_data
from harmonie.text.survey import PERSONAL

VERSION = "rules-1"


class PersonalDataAnalyser:
    """Finds what identifies a person: e-mail, telephone, bank details… in any language."""

    kind_of_plugin: ClassVar[str] = "analysers"
    name: ClassVar[str] = "personal_data"
    signals: ClassVar[tuple[str, ...]] = ("personal_data",)
    languages: ClassVar[tuple[str, ...] | None] = None

    @property
    def version(self) -> str:
        return VERSION

    def analyse(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]:
        """One signal per message; ``label`` is the kind of the surest find."""
        return [
            {"personal_data": _signal(text, language)}
            for text, language in zip(texts, languages, strict=True)
        ]

    def members(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[bytes]:
        """:meth:`analyse` as the members of a JSON object: most texts hold nothing."""
        return [
            _NO_MEMBERS if signal is _NOTHING else members_of({"personal_data": signal})
            for signal in map(_signal, texts, languages)
        ]


_NOTHING = Signal("personal_data", 0.0, VERSION)
_NO_MEMBERS = members_of({"personal_data": _NOTHING})


def _signal(text: NormalisedText, language: str | None) -> Signal:
    found = find_personal_data(text.original, language) if text.clues & PERSONAL else []
    if not found:
        return _NOTHING
    surest = max(found, key=lambda datum: datum.confidence)
    spans = tuple(Span(datum.start, datum.end, datum.confidence) for datum in found)
    return Signal("personal_data", surest.confidence, VERSION, surest.kind, spans)
