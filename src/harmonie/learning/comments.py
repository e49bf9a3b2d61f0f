"""Comments written one by one for Harmonie, as people really type them (``texts/comments``).

One comment a line: ``CODES<TAB>text`` and, where its sense depends on it, the parent message in a
third column; ``texts/comments/README.md`` tells what each letter means. ``{I:…}`` marks the words
that carry a label. The file's name tells its register and language: ``fr_sport.tsv``.
``readings.tsv`` holds a second reader's codes, made without seeing the first: where both
differ, the label is between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from harmonie.learning.dataset import BINARY, Example, Source, one_of

LETTERS = {
    "T": "toxicity", "I": "insult", "P": "profanity", "A": "harassment", "H": "hate",
    "M": "threat", "X": "sexual", "S": "self_harm", "D": "distress", "V": "violence",
    "Z": "spam", "C": "scam", "J": "injection",
}  # fmt: skip
_SENTIMENT = {"+": ("positive",), "-": ("negative",), "=": ("neutral",),
              "~": ("negative", "positive")}  # fmt: skip
_EMOTION = {"n": "neutral", "j": "joy", "t": "trust", "a": "anticipation", "u": "surprise",
            "s": "sadness", "f": "fear", "g": "anger", "d": "disgust"}  # fmt: skip
_INTENT = {"q": "question", "r": "request", "c": "complaint", "p": "praise", "o": "report",
           "s": "suggestion", "h": "chit_chat", "x": "off_topic"}  # fmt: skip
_CODES = re.compile(r"(0|(?:[TIPAHMXSDVZCJ]\??)+)([+\-=~])([njtausfgd])([qrcposhx])(?:@(.+))?")
_SPAN = re.compile(r"\{([TIPAHMXSDVZCJ]+):([^{}]*)\}")
#: A label that reasonable people would dispute.
ARGUABLE = 0.55
#: Lines of a file that belong together: their writers often set a harmless look-alike beside.
NEIGHBOURS = 6
_ATTACKS = ("insult", "harassment", "hate", "threat")


class CommentError(ValueError):
    """A line that cannot be read; the message says which and why."""


def codes(written: str) -> tuple[dict[str, float], str]:
    """``("IP-gh@old")`` to labels and the groups spoken of. Raises :class:`CommentError`."""
    match = _CODES.fullmatch(written)
    if match is None:
        raise CommentError(f"{written!r} is not a code such as IP-gh or 0+jp@women")
    letters, feeling, emotion, intent, groups = match.groups()
    labels = dict.fromkeys(BINARY, 0.0)
    for letter, doubt in re.findall(r"([A-Z])(\??)", letters):
        labels[LETTERS[letter]] = ARGUABLE if doubt else 1.0
    labels["toxicity"] = max(labels["toxicity"], *(labels[head] for head in _ATTACKS))
    labels["spam"] = max(labels["spam"], labels["scam"])
    if labels["self_harm"] and not labels["distress"] and emotion in "gd":
        # Wished on somebody, or mocked: self-harm said in anger or disgust is an attack.
        labels["toxicity"] = max(labels["toxicity"], 0.9)
    labels |= one_of("sentiment", *_SENTIMENT[feeling])
    labels |= one_of("emotion", _EMOTION[emotion]) | one_of("intent", _INTENT[intent])
    return labels, groups or ""


def unmarked(written: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The text without its marks, and the spans they marked."""
    text, spans, at = "", [], 0
    for match in _SPAN.finditer(written):
        text += written[at : match.start()]
        start = len(text)
        text += match[2]
        spans += [(start, len(text), LETTERS[letter]) for letter in match[1]]
        at = match.end()
    return text + written[at:], tuple(spans)


def parsed(line: str, name: str, number: int) -> Example:
    """One line as an example. Raises :class:`CommentError` with the file and the line."""
    parts = line.split("\t")
    if len(parts) not in (2, 3):
        raise CommentError(f"{name}:{number}: two or three columns expected, {len(parts)} found")
    try:
        labels, groups = codes(parts[0])
    except CommentError as error:
        raise CommentError(f"{name}:{number}: {error}") from None
    text, spans = unmarked(parts[1].replace("⏎", "\n"))
    parent = unmarked(parts[2])[0] if len(parts) == 3 else ""
    group = f"{name}:{number // NEIGHBOURS}"
    return Example(text, name[:2], labels, "comments", group, 1.0, parent, groups, spans)


def _folder() -> Traversable:
    return files("harmonie.learning") / "texts" / "comments"


def read_all() -> Iterator[Example]:
    """Every comment in the order of the files, with both readers' labels between them."""
    second = second_reading()
    for place, example in first_reading():
        yield _between(example, second.get(place))


def first_reading() -> Iterator[tuple[str, Example]]:
    """Every comment as its writer labelled it, with its place: ``fr_sport.tsv:12``."""
    for path in sorted(_folder().iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".tsv") or path.name == "readings.tsv":
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                yield f"{path.name}:{number}", parsed(line, path.name, number)


def second_reading() -> Mapping[str, dict[str, float]]:
    """The second reader's labels by place, for the comments that were read twice."""
    path = _folder() / "readings.tsv"
    found: dict[str, dict[str, float]] = {}
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                place, written = line.split("\t")
                found[place] = codes(written)[0]
    return found


def _between(example: Example, other: Mapping[str, float] | None) -> Example:
    """The mean of two readings, head by head."""
    if other is None:
        return example
    heads = dict.fromkeys((*example.labels, *other))
    labels = {h: (example.labels.get(h, 0.0) + other.get(h, 0.0)) / 2 for h in heads}
    return Example(
        example.text, example.language, labels, example.source, example.group,
        example.weight, example.parent, example.target, example.spans,
    )  # fmt: skip


def _comments(_: Path) -> Iterator[Example]:
    yield from read_all()


SOURCES = (
    Source("comments", "Apache-2.0", "the authors of Harmonie",
           "written one by one, French first, labelled for every head with spans", _comments),
)  # fmt: skip
