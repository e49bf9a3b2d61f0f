"""Comments written for Harmonie that no weight and no calibration was fitted on."""

from __future__ import annotations

from harmonie.learning.comments import read_all
from harmonie.learning.dataset import Example, bucket, sampled
from harmonie.records import Message

#: Of the ten buckets of a split, the one held out; and the seed of the split.
HELD_OUT, SEED = 1, 7


def held_out(limit: int | None = None, language: str | None = None) -> list[Example]:
    """Those of the held-out part, at most ``limit``, the same ones each time."""
    found = [
        example
        for example in read_all()
        if bucket(example.group, SEED) == HELD_OUT and language in (None, example.language)
    ]
    return found if limit is None else sampled(found, limit, SEED)


def message(example: Example, text: str | None = None) -> Message:
    """The comment as a channel would tell it, or with another ``text``."""
    said = example.text if text is None else text
    return Message(said, parent_text=example.parent, language=example.language)
