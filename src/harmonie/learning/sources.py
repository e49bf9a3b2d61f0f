"""All the sets, read and balanced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from harmonie.learning import abuse_sets, comments, contrast, hazard_sets, own_texts, tone_sets
from harmonie.learning.dataset import Example, Source

SOURCES: tuple[Source, ...] = (
    *abuse_sets.SOURCES,
    *hazard_sets.SOURCES,
    *tone_sets.SOURCES,
    *own_texts.SOURCES,
    *comments.SOURCES,
    *contrast.SOURCES,
)


def read(
    folder: Path,
    seed: int,
    tell: Callable[[str], None],
    leave_out: Sequence[str] = (),
) -> list[Example]:
    """Every example of every set not left out, exact twins of one language kept once each label."""
    unknown = set(leave_out) - {source.name for source in SOURCES}
    if unknown:
        known = ", ".join(source.name for source in SOURCES)
        raise ValueError(f"no set named {', '.join(sorted(unknown))}; known: {known}")
    found: list[Example] = []
    for source in SOURCES:
        if source.name in leave_out:
            continue
        mine = [e for e in source.read(folder) if e.text.strip() and e.labels]
        tell(f"{source.name}: {len(mine)} texts")
        found.extend(mine)
    return found


def described(examples: Sequence[Example]) -> list[dict[str, str | int]]:
    """For the card: each set with its licence, attribution, mapping and number of texts."""
    counts = Counter(example.source for example in examples)
    return [
        {
            "name": source.name,
            "licence": source.licence,
            "attribution": source.attribution,
            "mapping": source.mapping,
            "texts": sum(counts[name.strip()] for name in source.name.split(",")),
        }
        for source in SOURCES
    ]
