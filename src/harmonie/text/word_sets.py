"""Sets of words kept as data files: blank-separated, "#" opens a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of ``data/{name}``."""
    text = (files("harmonie.text") / "data" / name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.split("#")[0].split())
