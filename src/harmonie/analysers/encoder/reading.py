"""Text to the numbers an encoder reads: the same in training and in use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

#: Numbers of the special pieces.
START, PAD, END = 0, 1, 2
#: Most tokens of a text in one window, without the special ones, and how far windows overlap.
WINDOW, OVERLAP = 62, 20
#: Most tokens of the message it answers.
PARENT = 48
#: Windows beyond this are not read: the longest text judged is 20,000 characters.
MOST_WINDOWS = 192

_LINK = re.compile(r"(?:https?://|www\.)([^\s/?#]{1,60})\S*")
_MENTION = re.compile(r"(?<!\w)@\w[\w.-]*")


class Tokeniser(Protocol):
    """What is used of ``tokenizers.Tokenizer``."""

    def encode_batch_fast(self, texts: list[str], /, *, add_special_tokens: bool) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Window:
    """Numbers of one stretch of text: ``numbers[1:own]`` are the text's, the rest its parent's."""

    text: int
    numbers: tuple[int, ...]
    own: int


def prepared(text: str) -> str:
    """A link as its host and a mention as ``@user``: who and where exactly must not matter.
    Half a surrogate pair, which JSON can hold and no tokeniser takes, becomes "?"."""
    if "@" in text:
        text = _MENTION.sub("@user", text)
    if "://" in text or "www." in text:
        text = _LINK.sub(r"http \1", text)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def numbers_of(tokeniser: Tokeniser, texts: Sequence[str]) -> list[list[int]]:
    """The pieces of each text, without special ones."""
    ready = [prepared(text) for text in texts]
    found = tokeniser.encode_batch_fast(ready, add_special_tokens=False)
    return [encoded.ids for encoded in found]


def windows(
    texts: Sequence[Sequence[int]], parents: Sequence[Sequence[int]], longest: int = WINDOW
) -> list[Window]:
    """Windows of each text in order; a long text has several, which overlap.

    A text without pieces has one window that holds only the special ones.
    """
    found: list[Window] = []
    for index, (numbers, parent) in enumerate(zip(texts, parents, strict=True)):
        after = (*parent[:PARENT], END) if parent else ()
        first = 0
        for _ in range(MOST_WINDOWS):
            piece = numbers[first : first + longest]
            found.append(Window(index, (START, *piece, END, *after), len(piece) + 2))
            if first + longest >= len(numbers):
                break
            first += longest - OVERLAP
    return found
