"""The terms of a text, as retrieval and labels of topics count them, in French and English."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from harmonie.text.accents import fold_accents
from harmonie.text.normalise import normalise_many

_TERM = re.compile(r"(?:https?://|www\.)[^\s/?#]+\S*|(?<!\w)@\w[\w.-]*|\w+")
_ENDING = re.compile(r"(?:ss|us|is)$")


@cache
def stop_words() -> frozenset[str]:
    """Function words of both languages, without accents."""
    text = (files("harmonie.text") / "data" / "stop_words.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("#", "["))]
    return frozenset(" ".join(lines).split())


def words_of(text: str) -> list[str]:
    """Folded words in order: lower-case, no accents, no links or mentions, elisions cut off."""
    plain = normalise_many([text])[0].text
    found = [fold_accents(word) for word in _TERM.findall(plain) if word[0] != "@"]
    return [word for word in found if not word.startswith(("http", "www."))]


def stem(word: str) -> str:
    """The word without the marks of plural and feminine, and English -ing and -ed: what two forms
    of a word share, for counting only. Light on purpose (Savoy 1999, *A stemming procedure and
    stopword list for general French corpora*, shows that light stemming is enough for French)."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("aux") and len(word) > 4:
        return word[:-3] + "al"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "i"
    if word[-1] in "sx" and not _ENDING.search(word):
        word = word[:-1]
    for ending in ("ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if word[-1] == "y" and len(word) > 3 else word


def terms_of(text: str) -> list[str]:
    """Stems of the words that are no function words; of all words where none is left."""
    words = words_of(text)
    kept = [stem(word) for word in words if word not in stop_words()]
    return kept or [stem(word) for word in words]
