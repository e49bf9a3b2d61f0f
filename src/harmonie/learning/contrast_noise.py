"""What people do to spelling: to slip past a filter, or because they type fast."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping

_LEET = str.maketrans("aeiost", "4310$7")
_VOWEL = re.compile(r"(?<=\w)[aeiouyéèêà]", re.IGNORECASE)
_SHORT: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "c'est": "c", "que": "ke", "qui": "ki", "quand": "qd", "pour": "pr", "vous": "vs",
        "nous": "ns", "beaucoup": "bcp", "je suis": "jsuis", "il y a": "ya", "toujours": "tjrs",
        "parce que": "pcq", "pas": "pa", "avec": "ac", "dans": "ds", "tout": "tt", "même": "mm",
        "j'ai": "jai", "aujourd'hui": "ajd", "rien": "r", "tu es": "t", "longtemps": "lgtps",
    },
    "en": {
        "you": "u", "are": "r", "your": "ur", "people": "ppl", "because": "bc", "please": "pls",
        "though": "tho", "before": "b4", "with": "w/", "don't": "dont", "I am": "im",
        "going to": "gonna", "tonight": "2nite", "right now": "rn", "for": "4", "and": "n",
        "they": "dey", "that's": "thats", "really": "rly", "I'm": "im",
    },
}  # fmt: skip
#: Faces and things that say little of whether a message is kind.
_EMOJI = (
    "😂", "😅", "🤷", "👀", "🙄", "😐", "🤔", "💬", "🫤", "☝️", "✨", "🍀", "⚽", "📣", "😮", "🫶",
)  # fmt: skip


def disguised(words: str, chance: random.Random) -> str:
    """The longest of ``words`` as somebody writes it who expects a filter."""
    longest = max(re.findall(r"[^\W\d_]+", words) or [words], key=len)
    return words.replace(longest, _hidden(longest, chance), 1)


def _hidden(word: str, chance: random.Random) -> str:
    letter = chance.randrange(1, max(2, len(word) - 1))
    ways: tuple[Callable[[], str], ...] = (
        lambda: " ".join(word),
        lambda: word.translate(_LEET),
        lambda: _VOWEL.sub("*", word, count=1),
        lambda: _VOWEL.sub("", word, count=1),
        lambda: word[:letter] + word[letter] * 3 + word[letter + 1 :],
        lambda: ".".join(word),
        lambda: word[:letter] + "-" + word[letter:],
        lambda: _VOWEL.sub("@", word, count=1),
        lambda: word[:letter] + word[letter + 1 :],
    )
    return chance.choice(ways)() if len(word) > 2 else word


def noisy(text: str, language: str, chance: random.Random) -> str:
    """The text typed carelessly, in one or two of several ways; never empty."""
    ways: tuple[Callable[[str], str], ...] = (
        without_accents,
        lambda t: shortened(t, language),
        lambda t: _stretched(t, chance),
        str.upper,
        str.lower,
        lambda t: re.sub(r" {2,}", " ", re.sub(r"[.,;:!?…«»\"]+", "", t)).strip(),
        lambda t: f"{t} {chance.choice(_EMOJI) * chance.choice((1, 1, 2, 3))}",
        lambda t: _sprinkled(t, chance),
        lambda t: _with_digits(t, chance),
        lambda t: _mistyped(t, chance),
    )
    for way in chance.sample(ways, chance.choice((1, 1, 2))):
        text = way(text) or text
    return text


def without_accents(text: str) -> str:
    """« été » typed on a keyboard without accents: "ete"."""
    spread = unicodedata.normalize("NFD", text)
    return "".join(c for c in spread if unicodedata.category(c) != "Mn")


def shortened(text: str, language: str) -> str:
    """Text-message spelling of the commonest words."""
    for full, short in sorted(_SHORT[language].items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"(?<![\w'’]){re.escape(full)}(?![\w'’])", short, text, flags=re.IGNORECASE)
    return text


def _stretched(text: str, chance: random.Random) -> str:
    words = list(re.finditer(r"[^\W\d_]{4,}", text))
    if not words:
        return text
    end = chance.choice(words).end()
    return text[:end] + text[end - 1] * chance.choice((2, 3, 4)) + text[end:]


def _sprinkled(text: str, chance: random.Random) -> str:
    """Emoji between the words, as some people breathe."""
    words = text.split(" ")
    often = chance.choice((0.2, 0.4, 0.6))
    after = [f" {chance.choice(_EMOJI)}" if chance.random() < often else "" for _ in words]
    return " ".join(word + sign for word, sign in zip(words, after, strict=True))


def _with_digits(text: str, chance: random.Random) -> str:
    """Digits for some letters of some longer words; numbers and marks stay as they are."""
    often = chance.choice((0.3, 0.6, 0.9))

    def alter(match: re.Match[str]) -> str:
        if chance.random() >= often:
            return match[0]
        return "".join(c.translate(_LEET) if chance.random() < 0.7 else c for c in match[0])

    return re.sub(r"[^\W\d_]{4,}", alter, text)


def _mistyped(text: str, chance: random.Random) -> str:
    words = list(re.finditer(r"[^\W\d_]{6,}", text))
    for word in chance.sample(words, min(len(words), 2)):
        at = word.start() + chance.randrange(1, len(word[0]) - 2)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
