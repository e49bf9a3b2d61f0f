"""How many disguised insults are caught, and innocent look-alikes spared, in French and English.

Reads ``tests/data/evasion_{fr,en}.tsv``. A row is caught when the very term it disguises is found,
spared when no term at all is. Prints one table per language, by kind of evasion, beside
better-profanity and glin-profanity when they are installed (they answer yes or no, so for them any
yes counts as caught).

    python benchmarks/evasion.py
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from harmonie.text.accents import fold_accents
from harmonie.text.language import identify
from harmonie.text.lexicon import find_terms
from harmonie.text.normalise import normalise

DATA = Path(__file__).parent.parent / "tests" / "data"
LANGUAGES = {"fr": "French", "en": "English"}
#: Twenty terms of each language, to which every disguise below is applied.
TERMS = {
    "fr": (
        "connard", "connasse", "salope", "salaud", "enculé", "pute", "pédé", "bâtard", "abruti",
        "merde", "enfoiré", "pétasse", "négro", "bougnoule", "youpin", "tarlouze", "putain",
        "couille", "bordel", "crétin",
    ),
    "en": (
        "asshole", "bastard", "bitch", "cunt", "dickhead", "faggot", "fuck", "idiot", "moron",
        "motherfucker", "nigger", "pussy", "retarded", "shit", "slut", "twat", "wanker", "whore",
        "kike", "tranny",
    ),
}  # fmt: skip
_LEET = str.maketrans("aeioéâ", "43!03@")
_CYRILLIC = str.maketrans("aeopcyx", "аеорсух")
_TURNED = str.maketrans("abcdefghijklmnopqrstuvwxyzéâ", "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎzǝɐ")
_VOWEL = re.compile("[aeiouyéâ]")
DISGUISES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "accents dropped": fold_accents,
    "leet, one letter": lambda term: _VOWEL.sub(lambda m: m[0].translate(_LEET), term, count=1),
    "leet, all vowels": lambda term: term.translate(_LEET),
    "spaced": " ".join,
    "dotted": ".".join,
    "dashed": "-".join,
    "underlined": "_".join,
    "one dot inside": lambda term: f"{term[:2]}.{term[2:]}",
    "one dash inside": lambda term: f"{term[:3]}-{term[3:]}",
    "one star": lambda term: _VOWEL.sub("*", term, count=1),
    "all stars inside": lambda term: term[0] + "*" * (len(term) - 2) + term[-1],
    "stretched vowel": lambda term: _VOWEL.sub(lambda m: m[0] * 6, term, count=1),
    "stretched end": lambda term: term + term[-1] * 5,
    "Cyrillic letters": lambda term: term.translate(_CYRILLIC),
    "zero-width spaces": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "piled marks": lambda term: "".join(c + "\u0336\u0301\u0316" for c in term),
    "full width": lambda term: "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in term),
    "mathematical": lambda term: "".join(
        chr(0x1D4EA + ord(c) - 97) if c.isascii() else c for c in term
    ),
    "circled": lambda term: "".join(chr(0x24D0 + ord(c) - 97) if c.isascii() else c for c in term),
    "upside down": lambda term: term[::-1].translate(_TURNED),
    "backwards (6 letters or more)": lambda term: term[::-1] if len(term) > 5 else term,
    "cut in two (6 letters or more)": lambda term: (
        f"{term[:3]} {term[3:]}" if len(term) > 5 else term
    ),
}


@dataclass(frozen=True)
class Row:
    """A line of a table: what must become of ``text``."""

    is_caught: bool
    kind: str
    lemma: str
    text: str


def read_table(language: str) -> Iterator[Row]:
    """The rows of a language; ``\\uXXXX`` escapes become characters."""
    for line in (DATA / f"evasion_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            wanted, kind, lemma, text = line.split("\t")
            text = re.sub(
                r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda m: chr(int(m[1] or m[2], 16)), text
            )
            yield Row(wanted == "caught", kind, lemma, text)


def lemmas(text: str) -> list[str]:
    """The terms that Harmonie finds, in the language that it takes the text for."""
    normalised = normalise(text)
    return [term.lemma for term in find_terms(normalised, identify(normalised.text).language)]


def is_right(row: Row) -> bool:
    """Whether Harmonie does what the row asks."""
    found = lemmas(row.text)
    return row.lemma in found if row.is_caught else not found


def _better_profanity() -> Callable[[str, str], bool]:
    library = import_module("better_profanity").profanity
    library.load_censor_words()
    return lambda text, language: bool(library.contains_profanity(text))


def _glin_profanity() -> Callable[[str, str], bool]:
    filter_class = import_module("glin_profanity").Filter
    filters = {
        code: filter_class({"languages": [name.lower()], "detectLeetspeak": True})
        for code, name in LANGUAGES.items()
    }
    return lambda text, language: bool(filters[language].is_profane(text))


def _peers() -> dict[str, Callable[[str, str], bool] | None]:
    """Other filters by name; ``None`` when not installed."""
    peers: dict[str, Callable[[str, str], bool] | None] = {}
    for name, load in (
        ("better-profanity", _better_profanity),
        ("glin-profanity", _glin_profanity),
    ):
        try:
            peers[name] = load()
        except ImportError:
            peers[name] = None
    return peers


def _report(language: str, peers: dict[str, Callable[[str, str], bool] | None]) -> list[str]:
    names = ["harmonie", *peers]
    right: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (len(names) + 1))
    for row in read_table(language):
        for key in (("caught" if row.is_caught else "spared", k) for k in (row.kind, "ALL")):
            right[key][0] += 1
            right[key][1] += is_right(row)
            for place, peer in enumerate(peers.values(), 2):
                right[key][place] += peer is not None and (
                    peer(row.text, language) == row.is_caught
                )
    lines = [f"\n## {LANGUAGES[language]}\n", "| | kind | rows | " + " | ".join(names) + " |"]
    lines.append("|" + "---|" * (len(names) + 3))
    for (wanted, kind), (rows, *counts) in sorted(right.items()):
        absent = [False, *(peer is None for peer in peers.values())]
        cells = ["absent" if gone else str(n) for n, gone in zip(counts, absent, strict=True)]
        lines.append(f"| {wanted} | {kind} | {rows} | " + " | ".join(cells) + " |")
    return lines


def disguised(language: str, name: str) -> dict[str, bool]:
    """The terms of a language that a disguise changes, and whether each is still found.

    Stars may hide several terms ("p*tasse"): any term then counts.
    """
    frame = "tu es {} !" if language == "fr" else "you are {} !"
    disguise = DISGUISES[name]
    return {
        term: term in (found := lemmas(frame.format(disguise(term))))
        or bool("star" in name and found)
        for term in TERMS[language]
        if disguise(term) != term
    }


def _generated() -> list[str]:
    lines = ["\n## Every disguise on twenty terms of each language: terms caught\n"]
    lines += ["| disguise | " + " | ".join(LANGUAGES.values()) + " |", "|---|---|---|"]
    for name in DISGUISES:
        results = [disguised(language, name) for language in LANGUAGES]
        cells = " | ".join(f"{sum(found.values())} of {len(found)}" for found in results)
        lines.append(f"| {name} | {cells} |")
    return lines


def main() -> None:
    peers = _peers()
    lines = [line for language in LANGUAGES for line in _report(language, peers)]
    lines += _generated()
    absent = [name for name, peer in peers.items() if peer is None]
    if absent:
        lines.append(f"\nNot installed here: {', '.join(absent)}.")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
