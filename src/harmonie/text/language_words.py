"""Everyday words that give a language away, from ``data/everyday_words.txt``."""

from __future__ import annotations

from importlib.resources import files


def _read() -> dict[str, frozenset[str]]:
    text = (files("harmonie.text") / "data" / "everyday_words.txt").read_text(encoding="utf-8")
    words: dict[str, set[str]] = {}
    section: set[str] = set()
    for line in text.splitlines():
        if line.startswith("["):
            section = words.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            section.update(line.split())
    return {name: frozenset(found) for name, found in words.items()}


_WORDS = _read()
FRENCH = _WORDS["fr"]
ENGLISH = _WORDS["en"]
#: Function words of the other languages most seen beside them.
OTHERS = _WORDS["others"]
