"""Offensive terms in a normalised text: evidence, never a verdict.

A term is matched as a whole word, with or without its accents, after evasion has been undone; also
when it is split in two, written backwards, or has letters starred out. Words that only contain one
("concert", "Scunthorpe") are not terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add

from harmonie.text.accents import fold_accents
from harmonie.text.evasion import CENSORED, MAYBE_CENSORED, uncensored
from harmonie.text.lexicon_data import SPARED, Entry, lexicon
from harmonie.text.normalise import NormalisedText
from harmonie.text.spans import Claims
from harmonie.text.survey import CENSORED as CENSORED_WORD

_WORD = re.compile(r"[^\W_]+")
_WIDEST_GAP = 3
_INFIX_LIMIT = 40
_FEW_WORDS = 3
_SHORT = 60
_MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Term:
    """A term found. ``start`` and ``end`` are code points of the original text.

    ``category`` is the name of a signal: profanity, insult, hate, harassment, threat, sexual,
    self_harm or violence. ``severity`` runs from 1 (familiar) to 4 (hateful or violent).
    """

    start: int
    end: int
    lemma: str
    category: str
    severity: int
    language: str


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    entry: Entry


def find_terms(normalised: NormalisedText, language: str | None = None) -> list[Term]:
    """The offensive terms of a text, in order, without overlaps.

    ``language`` is that of the text when known ("fr", "en"): terms that are ordinary words in
    another language are matched only when it is theirs. Both lists are always searched.
    """
    text = normalised.text
    lists = lexicon()
    written = _WORD.findall(text)
    words: Sequence[str] = list(map(_folded().__getitem__, written))
    inside: list[str] = []
    if "" in words:
        words = list(map(fold_accents, written))
        inside = [infix for infix in lists.infixes if infix in text]
    censored = bool(normalised.clues & CENSORED_WORD and MAYBE_CENSORED.search(text))
    split = not lists.splittable.isdisjoint(map(add, words, words[1:]))
    if not (inside or censored or split or _may_hit(words)):
        return []
    tokens = [match.span() for match in _WORD.finditer(text)]
    if censored:
        words, tokens = _with_censored(text, words, tokens, language)
    hits = [*_word_hits(words, tokens, text), *_phrase_hits(words, tokens, text)]
    hits += _split_hits(words, tokens)
    if inside:
        hits += _infix_hits(words, tokens, inside)
    return _terms(normalised, hits, language)


class _Folded(dict[str, str]):
    """Words folded, remembered; ``""`` for those that hold a term as a part of them."""

    def __missing__(self, word: str) -> str:
        holds_term = any(infix in word for infix in lexicon().infixes)
        folded = "" if holds_term else fold_accents(word)
        if len(word) <= _INFIX_LIMIT:  # only words may fill the memory
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[word] = folded
        return folded


@cache
def _folded() -> _Folded:
    return _Folded()


def _may_hit(words: Sequence[str]) -> bool:
    """Whether a term is there, or all the words of a phrase: spares the common words of phrases."""
    lists = lexicon()
    if lists.keys.isdisjoint(words):
        return False
    known = set(words)
    for word in lists.keys.intersection(known):
        if word not in lists.phrases or word in lists.words or word in lists.folded_exact:
            return True
        if any(known.issuperset(entry.phrase) for entry in lists.phrases[word]):
            return True
    return False


def is_term(word: str) -> bool:
    """Whether a lower-case word, evasion undone, is a term on its own."""
    return fold_accents(word) in lexicon().words


def _word_hits(words: Sequence[str], tokens: list[tuple[int, int]], text: str) -> Iterator[_Hit]:
    lists = lexicon()
    for word, (start, end) in zip(words, tokens, strict=True):
        if word in lists.keys:
            word = lists.reversed.get(word, word)
            for entry in lists.words.get(word, ()):
                yield _Hit(start, end, entry)
            if lists.exact:
                for entry in lists.exact.get(text[start:end], ()):
                    yield _Hit(start, end, entry)


def _phrase_hits(words: Sequence[str], tokens: list[tuple[int, int]], text: str) -> Iterator[_Hit]:
    phrases = lexicon().phrases
    for index, word in enumerate(words):
        for entry in phrases.get(word, ()):
            first = index - entry.anchor
            last = first + len(entry.phrase)
            if first < 0 or tuple(words[first:last]) != entry.phrase:
                continue
            gaps = range(first, last - 1)
            if all(_is_gap(text[tokens[at][1] : tokens[at + 1][0]]) for at in gaps):
                yield _Hit(tokens[first][0], tokens[last - 1][1], entry)


def _is_gap(between: str) -> bool:
    return len(between) <= _WIDEST_GAP and "\n" not in between


def _split_hits(words: Sequence[str], tokens: list[tuple[int, int]]) -> Iterator[_Hit]:
    """ "con nard": two neighbours that make a term, neither being one that stands by itself."""
    lists = lexicon()
    for index in range(len(words) - 1):
        joined = words[index] + words[index + 1]
        if joined not in lists.splittable or tokens[index + 1][0] - tokens[index][1] > 1:
            continue
        for entry in lists.words[joined]:
            yield _Hit(tokens[index][0], tokens[index + 1][1], entry)


def _infix_hits(
    words: Sequence[str], tokens: list[tuple[int, int]], inside: list[str]
) -> Iterator[_Hit]:
    lists = lexicon()
    for word, (start, end) in zip(words, tokens, strict=True):
        if word in lists.words or len(word) > _INFIX_LIMIT:
            continue
        for infix in inside:
            if infix in word:
                yield _Hit(start, end, lists.infixes[infix])


def _with_censored(
    text: str, words: Sequence[str], tokens: list[tuple[int, int]], language: str | None
) -> tuple[Sequence[str], list[tuple[int, int]]]:
    """Words and tokens with each starred word ("p*te") read as the term it stands for."""
    taken = Claims(len(text))
    read: list[tuple[tuple[int, int], str]] = []
    for match in CENSORED.finditer(text):
        if word := uncensored(match.group(), language):
            taken.claim(*match.span())
            read.append((match.span(), word))
    rest = [(span, w) for span, w in zip(tokens, words, strict=True) if taken.claim(*span)]
    merged = sorted(rest + read)
    return [word for _, word in merged], [span for span, _ in merged]


def _terms(normalised: NormalisedText, hits: list[_Hit], language: str | None) -> list[Term]:
    """Longest first, spared phrases included, then in the order of the text."""
    taken = Claims(len(normalised.text))
    spoken = [hit for hit in hits if _may_stand(normalised, hit, language)]
    spoken.sort(key=lambda h: (h.start - h.end, h.entry.language != language, -h.entry.severity))
    kept = [hit for hit in spoken if taken.claim(hit.start, hit.end)]
    kept.sort(key=lambda hit: hit.start)
    terms = []
    for hit in kept:
        if (entry := hit.entry).category != SPARED:
            start, end = normalised.to_original(hit.start, hit.end)
            terms.append(
                Term(start, end, entry.lemma, entry.category, entry.severity, entry.language)
            )
    return terms


def _may_stand(normalised: NormalisedText, hit: _Hit, language: str | None) -> bool:
    entry = hit.entry
    if entry.own_language_only and language != entry.language:
        few_words = normalised.text.count(" ", 0, _SHORT) < _FEW_WORDS
        if language is not None or not few_words or len(normalised.text) > _SHORT:
            return False
    if not entry.may_be_a_name:
        return True
    start, end = normalised.to_original(hit.start, hit.end)
    written = normalised.original[start:end]
    return not written[:1].isupper() or written.isupper()
