"""What French and English words do in a clause, from ``data/chunk_words_{fr,en}.txt``.

Every word has a class of one letter, so that the classes of a clause are a string and noun phrases
are found in it by a regular expression (finite-state chunking: Abney 1996, "Partial parsing via
finite-state cascades"). Words of no list get a class from their ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Section of the lists -> class. Of a word in several sections, the first here counts.
SECTIONS = {
    "determiners": "D",
    "articles": "L",  # also pronouns before a verb: "on les adore"
    "contracted": "U",  # "du", "des": article or "de" with one
    "demonstratives": "R",
    "of": "G",
    "prepositions": "P",
    "negations": "Z",
    "pronouns": "S",
    "conjunctions": "J",
    "contrast": "K",
    "auxiliaries": "W",
    "intensifiers": "Q",
    "numbers": "#",
    "others": "O",
    "generic": "I",  # nouns that no opinion is about: "jour", "thing"
    "opinions": "E",  # nouns that are the opinion: "honte", "joke"
    "nouns": "N",
    "relational": "T",  # after a noun a part of its name: "service client"
    "adjectives": "A",
    "irregular": "V",
    "verbs": "V",
    "er verbs": "V",
}
UNKNOWN, PARTICIPLE, ADVERB, BOTH, NUMBER = "X", "Y", "O", "B", "#"
_MOST_REMEMBERED = 50_000
_ER = (
    "er", "e", "es", "ent", "ons", "ez", "é", "ée", "és", "ées", "ait", "ais", "aient", "ant",
    "era", "eront", "erait", "erai", "erez",
)  # fmt: skip
_SOFT = {"g": "e", "c": "ç"}  # mangeait, commençait: written by hand would be long
_NOUN_ENDS = {
    "fr": re.compile(r".{2,}(?:tion|sion|ité|ités|ance|ence|erie|isme|tude|ette|tions|sions)\Z"),
    "en": re.compile(
        r".{2,}(?:tion|sion|ness|ment|ship|ance|ence|ity|ism|tions|sions|ments|ities)\Z"
    ),
}
_ADVERB_ENDS = {
    "fr": re.compile(
        r".{2,}(?:emment|amment|ivement|ellement|eusement|alement|iquement|èrement|ablement"
        r"|iblement|ément|idement|uellement)\Z"
    ),
    "en": re.compile(r".{3,}ly\Z"),
}
_PARTICIPLE_ENDS = {
    "fr": re.compile(r".{2,}(?:er|ir|é|és|ée|ées|ait|aient|ez|ons|era|erai|erait|ant)\Z"),
    "en": re.compile(r".{2,}(?:ing|ed)\Z"),
}


class Classes(dict[str, str]):
    """The class of each lower-case word of a language; of unknown ones by their ending."""

    def __init__(self, language: str, known: dict[str, str]) -> None:
        super().__init__(known)
        self._known = len(known)
        self._language = language

    def __missing__(self, word: str) -> str:
        found = self._guess(word)
        if len(self) >= self._known + _MOST_REMEMBERED:  # a flood may not fill the memory
            return found
        self[word] = found
        return found

    def _guess(self, word: str) -> str:
        if word[0].isdigit():
            return NUMBER
        if "'" in word:
            stem = word.partition("'")[0]
            if word.endswith("'s") and stem:  # "the driver's attitude"
                return self[stem]
            return "Z" if word.endswith("n't") else ADVERB
        if "-" in word:
            first, _, rest = word.partition("-")
            if (
                self._language == "fr"
                and self[first] in "VWB"
                and (not rest or self[rest] in "SOL")
            ):
                return "W"  # "puis-je", "avez-vous"
            return UNKNOWN
        if _ADVERB_ENDS[self._language].match(word):
            return ADVERB
        if _NOUN_ENDS[self._language].match(word):
            return "N"
        return PARTICIPLE if _PARTICIPLE_ENDS[self._language].match(word) else UNKNOWN


@dataclass(frozen=True, slots=True)
class ChunkWords:
    """The lists of a language. ``phrases`` are words of several parts, with their classes."""

    classes: Classes
    phrases: dict[str, str]
    excepting: frozenset[str]
    articles: frozenset[str]
    invariable: frozenset[str]


@cache
def chunk_words(language: str) -> ChunkWords:
    """The lists of ``fr`` or ``en``, read once."""
    sections = _read(language)
    known: dict[str, str] = {}
    verbs, participles = _verb_forms(language, sections)
    for name, letter in reversed(SECTIONS.items()):
        for word in sections.get(name, ()):
            known[word] = letter
    for word in verbs:
        before = known.get(word)
        letter = PARTICIPLE if word in participles else "V"
        known[word] = BOTH if before == "N" else before or letter
    phrases: dict[str, str] = {}
    for name, letter in (
        ("phrases", "O"),
        ("verdicts", "E"),
        ("compounds", "N"),
        ("contrast", "K"),
    ):
        for word in sections.get(name, ()):
            if "_" in word:
                phrases[word.replace("_", " ")] = letter
                known.pop(word, None)
    known.update(phrases)
    inner = {word.replace("_", " ") for word in sections["except"]}
    joints = ("determiners", "articles", "contracted", "demonstratives", "of")
    articles = frozenset(word for name in joints for word in sections.get(name, ()))
    invariable = frozenset(sections["invariable"])
    return ChunkWords(Classes(language, known), phrases, frozenset(inner), articles, invariable)


def _read(language: str) -> dict[str, list[str]]:
    text = (files("harmonie.text") / "data" / f"chunk_words_{language}.txt").read_text("utf-8")
    sections: dict[str, list[str]] = {}
    section: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            for item in line.split():
                section += _forms(item)
    return sections


def _forms(item: str) -> list[str]:
    stem, slash, endings = item.partition("/")
    if not slash or "_" in item:
        return [item]
    return [stem, *(stem + ending for ending in endings.split(","))]


def _verb_forms(language: str, sections: dict[str, list[str]]) -> tuple[set[str], frozenset[str]]:
    """The forms of the listed verbs; of these, French participles: "marché" may be a noun."""
    if language == "fr":
        forms = {form for verb in sections["er verbs"] for form in _french(verb)}
        return forms, frozenset(f for f in forms if f.endswith(("é", "ée", "és", "ées")))
    return {form for verb in sections["verbs"] for form in _english(verb)}, frozenset()


def _french(verb: str) -> list[str]:
    if not verb.endswith("er"):
        return [verb]
    stem = verb[:-2]
    forms = [stem + ending for ending in _ER]
    if stem[-1:] in _SOFT:
        soft = stem + "e" if stem[-1] == "g" else stem[:-1] + "ç"
        forms += [soft + ending for ending in ("ons", "ait", "ais", "aient", "ant")]
    return forms


def _english(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    plural = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    forms = [verb, verb + plural, verb + "ed", verb + "ing"]
    if verb[-1] not in "wxy" and verb[-2:-1] in "aeiou" and verb[-3:-2] not in "aeiou":
        forms += [verb + verb[-1] + "ed", verb + verb[-1] + "ing"]  # "lagged": some are no words
    return forms
