"""Cuts a text into clauses: pieces that each say one thing, as far as signs and words show it.

A clause ends at a full stop and its like, and before a word of contrast ("mais", "sauf",
"although"). Commas and "et"/"and" end one only where both sides say something: "l'accueil, la déco
et les plats sont super" is one clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from harmonie.text.chunk_words import ChunkWords, chunk_words
from harmonie.text.normalise import NormalisedText

#: Classes that say something of what is spoken of: verbs, adjectives, opinions, negations.
_SAYS = re.compile("[VWAEZY]")
_NAMES = re.compile("[NXBCHM]")
_JOINT = re.compile("[,JK]")
#: A name's first letter counts only where the text is not in capitals throughout.
_MOST_CAPITALS = 0.5


@dataclass(frozen=True, slots=True)
class Clause:
    """``classes[i]`` is the class of the word at ``spans[i]`` of the normalised text.

    ``sentence`` numbers the sentence it belongs to. ``is_exception``: opened by "sauf", "malgré",
    "except" and so on, and says nothing else: the contrary of what the rest says is meant.
    ``is_contrasted``: a word of contrast parts its sentence, which then says little of either side.
    """

    start: int
    end: int
    sentence: int
    classes: str
    spans: tuple[tuple[int, int], ...]
    is_exception: bool = False
    is_contrasted: bool = False


def clauses(text: NormalisedText, language: str) -> list[Clause]:
    """The clauses of a text in order, without overlaps; ``language`` is ``fr`` or ``en``.

    Offsets are code points of ``text.text``; ``text.to_original`` leads back.
    """
    words = chunk_words(language)
    classes, spans = _classes(text, language, words)
    found: list[Clause] = []
    sentence = first = 0
    for mark in re.finditer(r"\.+|\Z", classes):
        if mark.start() > first:
            pieces = _pieces(classes, first, mark.start())
            found += _made(pieces, classes, spans, sentence, text.text, words)
            sentence += 1
        first = mark.end()
    return found


def _classes(
    text: NormalisedText, language: str, words: ChunkWords
) -> tuple[str, list[tuple[int, int]]]:
    """One class a word and sign, and where it stands."""
    known, at = words.classes, 0
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    for piece in _pattern(language).findall(text.text):
        letter = _letter_of(piece, known)
        if letter:
            if piece == "son" and letters[-1:] in (["L"], ["U"]):  # "le son est mauvais"
                letter = "N"
            letters.append(letter)
            spans.append((at, at + len(piece)))
        at += len(piece)
    if not text.original.islower():
        _see_names(text, letters, spans)
    return "".join(letters), spans


def _letter_of(piece: str, known: dict[str, str]) -> str:
    first = piece[0]
    if first.isalnum():
        if piece.startswith(("http:", "https:", "www.")):
            return ""
        return known[piece]
    if first in ".!?…;\n":
        return "."
    if len(piece) > 1 and first in "#@":
        return "H" if first == "#" else "M"
    return "," if first in ",:" or piece.strip() in ("-", "–", "—", "/") else ""


def _see_names(text: NormalisedText, letters: list[str], spans: list[tuple[int, int]]) -> None:
    """Unknown words written like names become names, except where every sentence has a capital."""
    original = text.original
    if sum(map(str.isupper, original)) > _MOST_CAPITALS * sum(map(str.isalpha, original)):
        return
    for index, letter in enumerate(letters):
        if letter in "XYB":
            start, end = spans[index]
            if text.layers:
                start, end = text.to_original(start, end)
            is_inside = index and letters[index - 1] not in ".,"
            if original[start].isupper() and (is_inside or original[start:end].isupper()):
                letters[index] = "C"


def _pieces(classes: str, first: int, last: int) -> list[tuple[int, int]]:
    """Where the clauses of one sentence lie, as ranges of words."""
    cuts = [first]
    for mark in _JOINT.finditer(classes[first:last]):
        at = first + mark.start()
        left = classes[cuts[-1] : at]
        if mark.group() != "K":
            following = _JOINT.search(classes, at + 1, last)
            right = classes[at + 1 : following.start() if following else last]
            if not (_SAYS.search(left) and _SAYS.search(right) and _NAMES.search(right)):
                continue
        if at > cuts[-1] and (_SAYS.search(left) or _NAMES.search(left)):
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], last], strict=True))


def _made(
    pieces: list[tuple[int, int]],
    classes: str,
    spans: list[tuple[int, int]],
    sentence: int,
    text: str,
    words: ChunkWords,
) -> list[Clause]:
    found = []
    is_contrasted = len(pieces) > 1 and "K" in classes[pieces[0][0] : pieces[-1][1]]
    for first, last in pieces:
        while first < last and classes[first] in ",J":
            first += 1
        while last > first and classes[last - 1] in ",J":
            last -= 1
        if first == last:
            continue
        mine = classes[first:last]
        opening = text[slice(*spans[first])]
        is_exception = opening in words.excepting and not _SAYS.search(mine)
        start, end = spans[first][0], spans[last - 1][1]
        found.append(
            Clause(
                start, end, sentence, mine, tuple(spans[first:last]), is_exception, is_contrasted
            )
        )
    return found


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Cuts a normalised text into pieces that, joined, are the text again."""
    phrases = sorted(chunk_words(language).phrases, key=len, reverse=True)
    joined = "|".join(map(re.escape, phrases))
    elided = r"|(?:lorsqu|jusqu|puisqu|qu|[cdjlmnstyg])'(?=\w)" if language == "fr" else ""
    return re.compile(
        rf"(?<!\w)(?:{joined})(?!\w)"
        r"|(?:https?://|www\.)\S+"
        r"|[@#]\w+" + elided + r"|\w+(?:['-]\w+)*"
        r"|[.!?…;\n]+"
        r"|,|:(?=\s)"
        r"|[^\w\n.!?…;,:@#]+"
        r"|."
    )
