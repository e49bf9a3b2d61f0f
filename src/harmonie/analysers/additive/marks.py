"""What is seen in a text besides its words: links of each kind, lexicon terms, shouting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harmonie.analysers.additive.model import Mark
from harmonie.text.lexicon import Term, find_terms
from harmonie.text.links import find_links
from harmonie.text.normalise import NormalisedText
from harmonie.text.survey import LINK

#: Marks read in one text: a text made of links alone must not cost more than others.
MOST = 40
#: Severities by name: digits are all alike to the model.
_GRADES = ("none", "low", "medium", "high", "critical")


def marks_of(texts: Sequence[NormalisedText], languages: Sequence[str | None]) -> list[Mark]:
    """The marks of every text, in order. ``Mark.text`` is the index of its text."""
    found: list[Mark] = []
    for index, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if terms := find_terms(text, language):
            found += list(_terms(index, terms))[:MOST]
        if text.clues & LINK:
            found += list(_links(index, text.original))[:MOST]
        if text.original.isupper() and sum(map(str.isalpha, text.original)) >= 10:
            found.append(Mark(index, "shouting", 0, len(text.original)))
    return found


def _terms(index: int, terms: Sequence[Term]) -> Iterator[Mark]:
    for term in terms:
        yield Mark(index, f"term:{term.category}:{_GRADES[term.severity]}", term.start, term.end)


def _links(index: int, original: str) -> Iterator[Mark]:
    for link in find_links(original):
        if link.is_known_scam:
            kind = "known-scam"
        elif link.looks_like:
            kind = "look-alike"
        else:
            kind = "shortener" if link.is_shortener else "plain"
        yield Mark(index, f"link:{kind}", link.start, link.end)
