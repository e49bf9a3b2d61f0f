"""Sentences that exist in both languages: everything downstairs says its refusals through these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self


class Wording(str):
    """A sentence in both languages. As a plain string it is the English one.

    ``code`` names the kind of problem and never changes; the sentences may be reworded.
    """

    __slots__ = ("code", "fr")
    code: str
    fr: str

    def __new__(cls, code: str, en: str, fr: str) -> Self:
        self = super().__new__(cls, en)
        self.code = code
        self.fr = fr
        return self

    def text(self, language: str) -> str:
        return self.fr if language == "fr" else str(self)


def say(sentences: Mapping[str, tuple[str, str]], code: str, **values: Any) -> Wording:
    """The sentence named ``code`` of a catalogue of ``(English, French)`` pairs, filled in.

    Quoted values are clipped and made printable; a :class:`Wording` is quoted in each language.
    """
    en, fr = (
        sentence.format(**{name: _quote(value, language) for name, value in values.items()})
        for sentence, language in zip(sentences[code], ("en", "fr"), strict=True)
    )
    return Wording(code, en, fr)


def _quote(value: object, language: str) -> str:
    return value.text(language) if isinstance(value, Wording) else clip(value, 400)


def in_language(sentence: str, language: str) -> str:
    """``sentence`` in ``language`` when it knows both, as it is otherwise."""
    return sentence.text(language) if isinstance(sentence, Wording) else sentence


def clip(value: object, length: int = 60) -> str:
    """A short, printable quotation of hostile input: never more than ``length`` characters."""
    text = str(value)
    text = text if len(text) <= length else text[: length - 1] + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
