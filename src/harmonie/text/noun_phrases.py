"""What a clause speaks of: noun phrases of French and English, without a parser.

Determiners, possessives, prepositions and evaluative adjectives announce a noun; well-known nouns,
names, hashtags and mentions stand alone. The classes of a clause's words are a string in which a
regular expression finds the phrases. Articles and adjectives in front are left out ("un super
accueil" gives "accueil"), and so are nouns that no opinion is about ("jour") or that are the
opinion themselves ("honte").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from harmonie.text.accents import fold_accents
from harmonie.text.chunk_words import chunk_words
from harmonie.text.clauses import Clause, clauses
from harmonie.text.normalise import NormalisedText

__all__ = ["Clause", "NounPhrase", "clauses", "noun_phrases", "phrases_of"]

MOST_WORDS = 4
_FR_BODY = r"(?:C+|[NXB][NTC]?)(?:(?:G[LD]?|U)(?:C+|[NXB]T?))?"
_FR_DETERMINED = r"(?:C+|[NXBYT][NTC]?)(?:(?:G[LD]?|U)(?:C+|[NXB]T?))?"
_EN_BODY = r"(?:B?[NXC]{1,3}(?:B(?=[WZ]))?|B)(?:G[DR]?[A#]*(?:[NXC]{1,2}|B))?"
#: Alternatives tried in order at each word; the group is the phrase, none means: nothing here.
_GRAMMAR = {
    "fr": (
        rf"SO?L[VWBXY]|[DLU#][A#Q]*({_FR_DETERMINED})|[PG]Q?A*({_FR_BODY})|A+({_FR_BODY})"
        rf"|(N[NTC]?(?:(?:G[LD]?|U)(?:C+|[NXB]T?))?)|(C+|[HM])"
        r"|(?:(?<=[K,])|^J?)(X[T]?(?=[AWVPYEO]|X(?:,|$))|B(?=[AWVYPEG]))"
    ),
    "en": (
        rf"[D#]R?[A#QOE]*[VY]?({_EN_BODY})|R[A#Q]*({_EN_BODY})|D[A#]*([VY])|[PG][A#QO]*({_EN_BODY})"
        rf"|A+({_EN_BODY})|([NC][NC]*(?:B(?=[WZ]))?(?:G[DR]?[A#]*(?:[NXC]{{1,2}}|B))?)|([HM])"
        r"|(?:(?<=[K,])|^J?)(X(?=[WAVE])|B(?=[WA]))"
    ),
}
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z\W_]+|\d+")
_IRREGULAR = {
    "children": "child", "teeth": "tooth", "mice": "mouse", "movies": "movie", "cookies": "cookie",
    "shoes": "shoe", "zombies": "zombie", "selfies": "selfie", "calories": "calorie",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """``start`` and ``end`` are code points of the original text; ``key`` groups its forms."""

    start: int
    end: int
    key: str


def phrases_of(text: NormalisedText, language: str) -> list[tuple[Clause, list[NounPhrase]]]:
    """Every clause with what it speaks of, in order. ``language`` is ``fr`` or ``en``."""
    return [
        (clause, list(noun_phrases(text, clause, language))) for clause in clauses(text, language)
    ]


def noun_phrases(text: NormalisedText, clause: Clause, language: str) -> Iterator[NounPhrase]:
    """What one clause speaks of, in order, without overlaps."""
    for match in _grammar(language).finditer(clause.classes):
        if match.lastindex is None:
            continue
        first, last = match.span(match.lastindex)
        if last - first > MOST_WORDS:
            last = first + _before_of(clause.classes[first:last])
        start, end = clause.spans[first][0], clause.spans[last - 1][1]
        if text.text.endswith("'s", start, end):
            end -= 2  # "the driver's great"
        start, end = _to_original(text, start, end)
        key = phrase_key(text.original[start:end], language)
        if len(key) > 1:
            yield NounPhrase(start, end, key)


@cache
def _grammar(language: str) -> re.Pattern[str]:
    return re.compile(_GRAMMAR[language])


def _to_original(text: NormalisedText, start: int, end: int) -> tuple[int, int]:
    return text.to_original(start, end) if text.layers else (start, end)


def _before_of(classes: str) -> int:
    """How many words of a long phrase are its head: those before "de" or "of"."""
    joint = re.search("[GU]", classes)
    return min(joint.start() if joint else MOST_WORDS, MOST_WORDS)


def phrase_key(phrase: str, language: str) -> str:
    """What different forms of a phrase have in common: no accents, plurals, articles or "de".

    >>> phrase_key("Livraisons", "fr"), phrase_key("qualité de l'image", "fr")
    ('livraison', 'qualite image')
    """
    if phrase.startswith("#"):
        phrase = " ".join(_CAMEL.findall(phrase[1:])) or phrase
    elif phrase.startswith("@"):
        return phrase.lower()
    phrase = phrase.lower().replace("’", "'")
    if language == "fr":
        phrase = re.sub(r"\b(?:l|d|qu)'", " ", phrase)
    articles = chunk_words(language).articles
    every = _WORD.findall(phrase)
    words = [word for word in every if word not in articles] or every  # "son" is a noun as well
    return " ".join(_singular(fold_accents(word.removesuffix("'s")), language) for word in words)


def _singular(word: str, language: str) -> str:
    if len(word) < 4 or word in chunk_words(language).invariable:
        return word
    return _french(word) if language == "fr" else _english(word)


@cache
def _french(word: str) -> str:
    if word.endswith(("eaux", "eux", "oux", "yaux")):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@cache
def _english(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
