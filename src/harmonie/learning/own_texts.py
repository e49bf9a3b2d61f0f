"""Texts written for Harmonie: comments in French and English, and a grammar of templates.

``texts/*.jsonl`` hold one object a line: ``text``, ``language``, ``labels`` (head to probability,
or ``signal:label``), ``harmless`` (every binary head is 0 unless ``labels`` says otherwise), and
``group`` where lines are variants of each other. A line with a ``{slot}``
is a template, filled from ``texts/slots.json``.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from harmonie.learning.dataset import BINARY, Example, Source, bucket, family, nothing_bad

_SLOT = re.compile(r"\{(\w+)\}")
#: Fillings made of one template: enough to learn the pattern, not to drown everything else.
FILLINGS = 12


def _own(_: Path) -> Iterator[Example]:
    folder = files("harmonie.learning") / "texts"
    slots = json.loads((folder / "slots.json").read_text("utf-8"))
    single: list[Example] = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".jsonl"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            row = json.loads(line)
            group = f"{path.name}:{row.get('group', number)}"
            made = list(_examples(row, group, slots[row["language"]]))
            single += made[:3]
            yield from made
    yield from _composed(single)


def _composed(single: Sequence[Example]) -> Iterator[Example]:
    """Each text beside a harmless one: what is bad stays bad in the middle of something else.

    Both come from the same part of the split, so that nothing leaks into the held-out part.
    """
    chance = random.Random(7)  # noqa: S311 - a repeatable choice, not a secret
    harmless: dict[tuple[str, int], list[str]] = {}
    for example in single:
        if all(example.labels.get(head) == 0.0 for head in BINARY):
            harmless.setdefault(_part(example), []).append(example.text)
    for example in single:
        others = harmless.get(_part(example))
        labels = {head: value for head, value in example.labels.items() if head in BINARY}
        if others and labels:
            parts = [example.text, *chance.sample(others, min(len(others), chance.choice((1, 2))))]
            chance.shuffle(parts)
            text = chance.choice((" ", ". ", ", ", "\n")).join(parts)
            yield Example(text, example.language, labels, "own_texts", example.group, 0.5)


def _part(example: Example) -> tuple[str, int]:
    return example.language, bucket(example.group, 7)


def _examples(
    row: Mapping[str, Any], group: str, slots: Mapping[str, Sequence[str]]
) -> Iterator[Example]:
    labels = nothing_bad() if row.get("harmless") else {}
    labels |= family(**row["labels"])
    weight = float(row.get("weight", 1.0))
    texts = fillings(row["text"], slots, group)
    for text in texts:
        yield Example(
            text, row["language"], labels, "own_texts", group, 2 * weight / len(texts) ** 0.5
        )


def fillings(template: str, slots: Mapping[str, Sequence[str]], seed: str) -> list[str]:
    """Up to ``FILLINGS`` different texts of a template; the text itself if it has no slot."""
    if not _SLOT.search(template):
        return [template]
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, not a secret
    made: dict[str, None] = {}
    for _ in range(4 * FILLINGS):
        made[_SLOT.sub(lambda match: chance.choice(slots[match[1]]), template)] = None
        if len(made) == FILLINGS:
            break
    return list(made)


SOURCES = (
    Source("own_texts", "Apache-2.0", "the authors of Harmonie",
           "comments written by hand and templates, French and English", _own),
)  # fmt: skip
