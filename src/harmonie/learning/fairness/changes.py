"""Changes of form that leave a text readable, as people make them by accident or to hide a word.

Each is repeatable: the same text is always changed in the same way. A change that leaves the text
as it is gives ``""``.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from zlib import crc32

Change = Callable[[str], str]
_WORD = re.compile(r"[^\W\d_]{4,}")
_LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
#: Cyrillic and Greek letters that look like Latin ones.
_LOOK_ALIKES = {
    "a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у",
    "A": "А", "B": "В", "E": "Е", "H": "Н", "K": "К", "M": "М", "O": "О", "P": "Р", "T": "Т",
}  # fmt: skip
_EMOJI = ("🙂", "🔥", "😂", "🙏", "👏", "💥", "🎉", "👀")
_INVISIBLE = "\u200b"


def changed(text: str, change: str) -> str:
    """``text`` after ``change``, one of :data:`CHANGES`; ``""`` when nothing in it can change."""
    made = CHANGES[change](text)
    return "" if made == text else made


def _words(text: str, alter: Callable[[str, random.Random], str], share: float) -> str:
    """The text with ``share`` of its words of four letters and more altered, at least one."""
    chance = random.Random(crc32(text.encode()))  # noqa: S311 - repeatable, not a secret
    words = list(_WORD.finditer(text))
    if not words:
        return text
    several = max(1, round(share * len(words)))
    chosen = sorted(chance.sample(range(len(words)), several), reverse=True)
    for place in chosen:
        match = words[place]
        text = text[: match.start()] + alter(match[0], chance) + text[match.end() :]
    return text


def _typo(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    if chance.random() < 0.5:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :]


def _repeat(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place] * 3 + word[place + 1 :]


def _space(word: str, _: random.Random) -> str:
    return " ".join(word)


def _invisible(word: str, _: random.Random) -> str:
    return _INVISIBLE.join(word)


def _mapped(letters: Mapping[str, str]) -> Callable[[str, random.Random], str]:
    def alter(word: str, chance: random.Random) -> str:
        return "".join(letters.get(c, c) if chance.random() < 0.6 else c for c in word)

    return alter


def _emoji(text: str) -> str:
    chance = random.Random(crc32(text.encode()))  # noqa: S311 - repeatable, not a secret
    words = text.split(" ")
    for place in range(len(words) - 1, 0, -2):
        words.insert(place, chance.choice(_EMOJI))
    return " ".join([*words, chance.choice(_EMOJI)])


def _plain(text: str) -> str:
    return re.sub(r"[.,;:!?…«»“”\"]+", "", text).replace("\u202f", "").strip().lower()


def unaccented(text: str) -> str:
    """Without accents and cedillas."""
    apart = unicodedata.normalize("NFD", text)
    kept = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", kept)


CHANGES: Mapping[str, Change] = {
    "typos": lambda text: _words(text, _typo, 0.35),
    "repeated": lambda text: _words(text, _repeat, 0.35),
    "spacing": lambda text: _words(text, _space, 0.35),
    "leet": lambda text: _words(text, _mapped(_LEET), 0.6),
    "homoglyphs": lambda text: _words(text, _mapped(_LOOK_ALIKES), 1.0),
    "invisible": lambda text: _words(text, _invisible, 0.6),
    "emoji": _emoji,
    "upper": str.upper,
    "lower": _plain,
    "unaccented": unaccented,
}
