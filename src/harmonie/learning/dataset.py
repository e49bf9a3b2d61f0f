"""One schema for every set the models learn from, and splits that keep twins together."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harmonie.records import BASIC_EMOTIONS, BINARY_SIGNALS, EMOTIONS, INTENTS, SENTIMENTS

csv.field_size_limit(sys.maxsize)

BINARY = BINARY_SIGNALS
#: Read by the encoder beside Plutchik's eight: the published figures of GoEmotions are told so.
EKMAN = BASIC_EMOTIONS
CLASSES: Mapping[str, tuple[str, ...]] = {
    "sentiment": SENTIMENTS,
    "emotion": EMOTIONS,
    "intent": INTENTS,
}
#: Columns of the model: binary signals, then one column for each class of the others.
HEADS = (
    *BINARY,
    *(f"{signal}:{label}" for signal, labels in CLASSES.items() for label in labels),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what is known of it.

    ``labels`` maps a head to its probability; a head that is absent is unknown, not false.
    Examples of one ``group`` (both halves of a perturbed pair, fillings of one template) never lie
    on two sides of a split.
    """

    text: str
    language: str
    labels: Mapping[str, float]
    source: str
    group: str = ""
    weight: float = 1.0
    #: What it answers, when its sense depends on it.
    parent: str = ""
    #: The protected group it speaks of or attacks, in the words of its set.
    target: str = ""
    #: ``(start, end, head)``: the words that carry a label, where somebody marked them.
    spans: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A set: how to read it, and what the model card must say of it."""

    name: str
    licence: str
    attribution: str
    mapping: str
    read: Callable[[Path], Iterable[Example]] = field(compare=False)


def nothing_bad(*but: str) -> dict[str, float]:
    """Every binary head at 0, except those named."""
    return {head: 0.0 for head in BINARY if head not in but}


def family(**known: float) -> dict[str, float]:
    """Binary labels; what attacks a person or a group is toxic by definition."""
    labels = dict(known)
    attacks = [labels[h] for h in ("insult", "harassment", "hate", "threat") if h in labels]
    if attacks and max(attacks) >= 0.5:
        labels["toxicity"] = max(labels.get("toxicity", 0.0), max(attacks))
    return labels


def one_of(signal: str, *labels: str) -> dict[str, float]:
    """One class, or equal shares of several."""
    return {f"{signal}:{label}": 1.0 / len(labels) for label in labels}


def rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Rows of a CSV file with a header, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter)


def lines(path: Path) -> Iterator[str]:
    """Lines of a text file, gzipped or not, without their end."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield line.rstrip("\n")


_NOT_LETTERS = re.compile(r"[\W\d_]+")


def twin_key(text: str) -> str:
    """What near-duplicates share: letters only, lower case, first 60."""
    return _NOT_LETTERS.sub(" ", text.lower()).strip()[:60]


def bucket(key: str, seed: int, buckets: int = 10) -> int:
    """A stable bucket for ``key``."""
    digest = hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % buckets


def sampled(examples: Sequence[Example], limit: int, seed: int = 7) -> list[Example]:
    """At most ``limit`` of them, the same ones each time, in their first order."""
    if len(examples) <= limit:
        return list(examples)
    ranked = sorted(
        range(len(examples)), key=lambda i: bucket(f"{i}:{examples[i].text}", seed, 1 << 60)
    )
    return [examples[i] for i in sorted(ranked[:limit])]


@dataclass(frozen=True, slots=True)
class Split:
    """``train`` fits the weights, ``calibration`` the probabilities, ``held_out`` the figures."""

    train: list[Example]
    calibration: list[Example]
    held_out: list[Example]


def split(examples: Iterable[Example], seed: int = 7) -> Split:
    """80 / 10 / 10 by group; exact twins across sets follow their text, not their set."""
    parts: tuple[list[Example], list[Example], list[Example]] = ([], [], [])
    for example in examples:
        key = example.group or twin_key(example.text)
        place = bucket(key, seed)
        parts[1 if place == 0 else 2 if place == 1 else 0].append(example)
    return Split(*parts)
