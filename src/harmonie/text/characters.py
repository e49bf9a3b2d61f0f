"""Characters that only look like others, or that do not show: the first pass of normalisation.

Works on one character with its combining marks at a time, so that no input can make Unicode
normalisation quadratic, and never lets one character grow to more than four (U+FDFA alone would
become eighteen).
"""

from __future__ import annotations

import re
import unicodedata

from harmonie.text.confusables import PICTURED_LETTERS, SMALL_CAPITALS
from harmonie.text.offsets import Layer, Rewriter

#: Left alone: ASCII, the letters and signs of Western European typography, typographic marks.
PLAIN = "\t\n\r -~¡-¬®-ÿĀ-įı-ıĴ-ľŁ-ňŊ-ž–—“”„…€•‹›™"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_ODD = re.compile(f"[^{PLAIN}]")
_INVISIBLE = "\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_CLUSTER = re.compile(
    f"(?P<unseen>[{_INVISIBLE}]{{2,}})|(?P<marked>[^{_MARKS}]?[{_MARKS}]+)|[^{PLAIN}]"
)
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5\u034f\u2065\u180b\u180c\u180d\u180e")
_JOINERS = "\u200d\ufe0e\ufe0f"
_LONGEST_EXPANSION = 4
_MOST_MARKS = 4
_MOST_HIDDEN_KINDS = 16
_CACHE_SIZE = 20_000
_KEPT = None
_cache: dict[str, str | None] = {}


def fold_characters(text: str) -> tuple[str, Layer | None, tuple[str, ...]]:
    """NFKC by character, hidden characters out: ``(text, layer, kinds of hidden characters)``."""
    if _ODD.search(text) is None:
        return text, None, ()
    rewriter = Rewriter(text)
    hidden: dict[str, None] = {}
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        new: str | None
        if match["unseen"]:
            new = ""
            for character in sorted(set(match.group())):
                _report(character, hidden)
        elif match["marked"]:
            new = _fold_cluster(match.group(), hidden)
        else:
            new = _fold_one(text, start, hidden)
        if new is not _KEPT and new != match.group():
            rewriter.replace(start, end, new)
    folded, layer = rewriter.finish()
    return folded, layer, tuple(hidden)[:_MOST_HIDDEN_KINDS]


def _is_mark(character: str) -> bool:
    """A combining mark; variation selectors are marks to Unicode, and hidden characters here."""
    return (
        character >= "\u0300"
        and not _is_selector(character)
        and unicodedata.category(character) in ("Mn", "Me")
    )


def _fold_cluster(cluster: str, hidden: dict[str, None]) -> str:
    """A character and its marks: composed when that gives a letter, else without the marks."""
    base, marks = ("", cluster) if _is_mark(cluster[0]) else (cluster[0], cluster[1:])
    folded = _replacement(base) if base else ""
    base = base if folded is _KEPT else folded
    if not base and marks == "\u20e3":  # the frame of a keycap emoji, after its selector
        return ""
    if base.isalpha() and len(marks) <= _MOST_MARKS:
        composed = unicodedata.normalize("NFC", base + marks)
        if not base.isascii() and ord(base[-1]) > 0x24F:  # another script uses its marks
            return composed
        letters = "".join(c for c in composed if not _is_mark(c))
        if len(composed) == len(letters):
            return letters
    if marks != "\u20e3":  # the frame of a keycap emoji hides nothing
        for mark in dict.fromkeys(marks[:64]):
            _report(mark, hidden)
    return base


def _fold_one(text: str, position: int, hidden: dict[str, None]) -> str | None:
    character = text[position]
    if character in _JOINERS:
        return _fold_joiner(text, position, hidden)
    new = _replacement(character)
    if new == "":
        _report_unless_expected(text, position, hidden)
    elif new is _KEPT and _is_foreign_mark(text, position):
        _report(character, hidden)
        return ""
    elif character in PICTURED_LETTERS:
        return new if _touches_letter(text, position) else _KEPT
    return new


def _fold_joiner(text: str, position: int, hidden: dict[str, None]) -> str | None:
    """Zero-width joiners and variation selectors belong to emoji; elsewhere they hide."""
    before = text[position - 1] if position else ""
    after = text[position + 1 : position + 2]
    if text[position] == "\u200d":
        if _is_picture(before) and _is_picture(after):
            return _KEPT
        _report_unless_expected(text, position, hidden)
    elif before.isalpha():
        _report(text[position], hidden)
    return ""


def _is_picture(character: str) -> bool:
    return bool(character) and (
        character == "\ufe0f" or unicodedata.category(character) in ("So", "Sk")
    )


def _touches_letter(text: str, position: int) -> bool:
    around = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
    return any(c.isalpha() or c in PICTURED_LETTERS for c in around)


def _is_foreign_mark(text: str, position: int) -> bool:
    """A mark of another script (Arabic, Thai, …) piled upon a Latin letter."""
    character = text[position]
    if position == 0 or unicodedata.category(character) not in ("Mn", "Me"):
        return False
    before = position - 1
    while before > max(0, position - 8) and unicodedata.category(text[before]) in ("Mn", "Me"):
        before -= 1
    base = text[before]
    return base.isascii() or base <= "\u024f" or unicodedata.category(base) in ("Mn", "Me")


def _report_unless_expected(text: str, position: int, hidden: dict[str, None]) -> None:
    """Arabic, Hebrew, Persian and Indic text uses joiners and direction marks honestly."""
    character = text[position]
    if character in "\u200c\u200d\u200e\u200f\u061c":
        around = text[max(0, position - 2) : position] + text[position + 1 : position + 3]
        if any(c.isalpha() and c > "\u058f" for c in around):
            return
    if (
        "\U000e0020" <= character <= "\U000e007f"
        and "\U0001f3f4" in text[max(0, position - 8) : position]
    ):
        return  # the flags of England, Scotland and Wales
    _report(character, hidden)


def _report(character: str, hidden: dict[str, None]) -> None:
    if len(hidden) < _MOST_HIDDEN_KINDS:
        hidden[f"U+{ord(character):04X}"] = None


def _replacement(character: str) -> str | None:
    """What stands for a character: ``None`` keeps it, "" hides it."""
    try:
        return _cache[character]
    except KeyError:
        new = _work_out(character)
        if len(_cache) < _CACHE_SIZE:
            _cache[character] = new
        return new


def _work_out(character: str) -> str | None:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if character in "\u2028\u2029\x85\x0b\x0c":
        return "\n"
    if character in "\t\n\r":
        return _KEPT
    if category == "Zs" or character == "\u2800":
        return " "
    if category in ("Cc", "Cf") or character in _FILLERS or _is_selector(character):
        return ""
    if character in "’‘ʼ‛′＇":
        return "'"
    if letter := PICTURED_LETTERS.get(character) or SMALL_CAPITALS.get(character):
        return letter
    if character == "İ":
        return "I"
    if re.match(f"[{PLAIN}]", character):
        return _KEPT
    folded = unicodedata.normalize("NFKC", character)
    if folded == character or len(folded) > _LONGEST_EXPANSION or not folded.strip():
        return _KEPT
    if any(_is_mark(c) for c in folded) and folded[0] == " ":
        return _KEPT
    return folded.replace("’", "'")


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0000" <= character <= "\U000e0fff"
