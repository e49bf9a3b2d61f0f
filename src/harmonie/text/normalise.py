"""Text as it was meant to be read, with a way back to what was written.

Evasion hides a word from a filter while people still read it: look-alike letters, invisible
characters, digits for letters, spaces inside words, stretched letters. :func:`normalise` undoes
them, and every span of the result leads back to the characters of the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from harmonie.text.accents import fold_accents
from harmonie.text.characters import fold_characters
from harmonie.text.confusables import fold_confusables
from harmonie.text.evasion import is_suspect, undo_evasion
from harmonie.text.offsets import Layer
from harmonie.text.survey import CENSORED, DISGUISE, EVERYTHING, survey

__all__ = ["NormalisedText", "fold_accents", "normalise", "normalise_many"]


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """A text for matching and for models, and the original it came from.

    ``text`` is lower-case, keeps accents and emoji, and has no hidden characters. ``hidden`` names
    each kind of hidden character that was removed, such as ``U+200B``. ``layers`` are the rewriting
    passes, first to last; empty when offsets did not move. ``clues`` are what the text may hold
    (see :mod:`~harmonie.text.survey`): what they leave out need not be looked for.
    """

    original: str
    text: str
    hidden: tuple[str, ...] = ()
    layers: tuple[Layer, ...] = ()
    clues: int = field(default=EVERYTHING, compare=False, repr=False)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The code point span of ``original`` behind ``text[start:end]``."""
        for layer in reversed(self.layers):
            start, end = layer.to_old(start, end)
        return start, end


def normalise(text: str) -> NormalisedText:
    """Undo evasion; accepts any string, lone surrogates included, in time linear in its length."""
    plain = text
    hidden: tuple[str, ...] = ()
    layers: list[Layer] = []
    if not text.isascii() or not text.isprintable():
        plain = _plain_signs(text)
        plain, layer, hidden = fold_characters(plain)
        if layer:
            layers.append(layer)
        plain, layer = fold_confusables(plain)
        if layer:
            layers.append(layer)
    plain = plain.lower()
    if is_suspect(plain):
        plain, more = undo_evasion(plain)
        layers += more
    return NormalisedText(text, plain, hidden, tuple(layers))


def normalise_many(texts: Sequence[str]) -> list[NormalisedText]:
    """:func:`normalise` for each text, in order; much faster for texts without disguise."""
    found = []
    for text, clues in zip(texts, survey(texts), strict=True):
        if clues & DISGUISE:
            found.append(replace(normalise(text), clues=clues | CENSORED))
        else:
            plain = text if text.isascii() else _plain_signs(text)
            found.append(NormalisedText(text, plain.lower(), (), (), clues))
    return found


def _plain_signs(text: str) -> str:
    return text.replace("’", "'").replace("\u202f", " ").replace("\xa0", " ")
