"""The word lists behind the lexicon, read once from ``data/lexicon_{fr,en}.txt``.

Format of a list: ``[category severity]`` opens a section, then one term a line, its forms separated
by blanks, the first being the lemma. ``connard/s,e`` stands for ``connard connards connarde``;
``_`` joins the words of a phrase. A mark before a form narrows it:

- ``!`` only in a text of this language ("retard" is French for delay);
- ``^`` not when written like a name ("Dick");
- ``=`` only with these very accents ("taré", not "tare");
- ``-`` never through evasion: what is left after undoing it is too common a word;
- ``*`` also inside a longer word.

The category ``spared`` holds innocent phrases that contain a term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from harmonie.text.accents import fold_accents

LANGUAGES = ("fr", "en")
SPARED = "spared"
_HEADER = re.compile(r"\[(\w+) (\d)\]\Z")
_VOWELS = frozenset("aeiouy")
_SHORTEST_SPLIT = 6
_SHORTEST_REVERSED = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of a list, as one of its forms names it."""

    lemma: str
    category: str
    severity: int
    language: str
    phrase: tuple[str, ...]
    anchor: int = 0
    own_language_only: bool = False
    may_be_a_name: bool = False
    through_evasion: bool = True


@dataclass(slots=True)
class Lexicon:
    """The lists, indexed. Keys are folded forms (:func:`fold_accents`), lower-case."""

    words: dict[str, list[Entry]] = field(default_factory=dict)
    phrases: dict[str, list[Entry]] = field(default_factory=dict)
    exact: dict[str, list[Entry]] = field(default_factory=dict)
    infixes: dict[str, Entry] = field(default_factory=dict)
    squeezed: dict[str, list[str]] = field(default_factory=dict)
    by_length: dict[int, list[str]] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    splittable: frozenset[str] = frozenset()
    folded_exact: frozenset[str] = frozenset()
    evasive: frozenset[str] = frozenset()
    reversed: dict[str, str] = field(default_factory=dict)

    def rank(self, form: str, language: str | None) -> tuple[bool, int]:
        """How readily a censored word is read as ``form``, the lowest first."""
        return min((entry.language != language, entry.severity) for entry in self.words[form])


@cache
def lexicon() -> Lexicon:
    """All lists, indexed on first use (a few milliseconds)."""
    lists = Lexicon()
    for language in LANGUAGES:
        for form, marks, entry in _read(language):
            _index(lists, form, marks, entry)
    evasive = [w for w, entries in lists.words.items() if any(e.through_evasion for e in entries)]
    for word in evasive:
        lists.squeezed.setdefault(squeeze(word), []).append(word)
        if not _VOWELS.isdisjoint(word):  # nobody stars out an abbreviation
            lists.by_length.setdefault(len(word), []).append(word)
        if len(word) >= _SHORTEST_REVERSED and word[::-1] not in lists.words:
            lists.reversed[word[::-1]] = word
    lists.evasive = frozenset(evasive)
    for entries in lists.phrases.values():  # stretched words of phrases: "nique ta mèèère"
        for word in {w for entry in entries for w in entry.phrase if len(w) > 2}:
            forms = lists.squeezed.setdefault(squeeze(word), [])
            if word not in forms:
                forms.append(word)
    lists.splittable = frozenset(w for w in evasive if len(w) >= _SHORTEST_SPLIT)
    lists.folded_exact = frozenset(map(fold_accents, lists.exact))
    lists.keys = frozenset((*lists.words, *lists.phrases, *lists.folded_exact))
    lists.keys |= frozenset(lists.reversed)
    return lists


def squeeze(word: str) -> str:
    """Each run of a letter reduced to one: the key under which stretched forms are found."""
    return re.sub(r"(.)\1+", r"\1", word)


def _index(lists: Lexicon, form: str, marks: str, entry: Entry) -> None:
    if len(entry.phrase) > 1:
        lists.phrases.setdefault(entry.phrase[entry.anchor], []).append(entry)
    elif "=" in marks and form != fold_accents(form):
        lists.exact.setdefault(form, []).append(entry)
    else:
        lists.words.setdefault(fold_accents(form), []).append(entry)
    if "*" in marks:
        lists.infixes[fold_accents(form)] = entry


def _read(language: str) -> Iterator[tuple[str, str, Entry]]:
    text = (files(__package__) / "data" / f"lexicon_{language}.txt").read_text(encoding="utf-8")
    category, severity = "", 0
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if header := _HEADER.match(line):
            category, severity = header.group(1), int(header.group(2))
        elif line:
            lemma = ""
            for form, marks in _forms(line):
                lemma = lemma or form.replace("_", " ")
                yield form, marks, _entry(form, marks, lemma, category, severity, language)


def _forms(line: str) -> Iterator[tuple[str, str]]:
    for item in line.split():
        bare = item.lstrip("!^=-*")
        marks = item[: len(item) - len(bare)]
        stem, _, suffixes = bare.partition("/")
        yield stem, marks
        for suffix in filter(None, suffixes.split(",")):
            yield stem + suffix, marks


def _entry(form: str, marks: str, lemma: str, category: str, severity: int, language: str) -> Entry:
    phrase = tuple(fold_accents(form).split("_"))
    anchor = max(range(len(phrase)), key=lambda index: len(phrase[index]))
    if "~" in form:  # the anchor chosen by hand
        anchor = next(index for index, word in enumerate(phrase) if word.startswith("~"))
        phrase = tuple(word.lstrip("~") for word in phrase)
    return Entry(
        lemma.replace("~", ""), category, severity, language, phrase, anchor,
        own_language_only="!" in marks, may_be_a_name="^" in marks,
        through_evasion="-" not in marks and category != SPARED,
    )  # fmt: skip
