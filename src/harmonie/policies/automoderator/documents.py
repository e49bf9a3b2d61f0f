"""AutoModerator's file: YAML documents between lines of ``---``, each read on its own.

One document that cannot be read does not keep the others from being read. Each is defended by
:class:`harmonie.policies.document.Document`: no aliases, no tags, no depth, no bombs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from harmonie.policies.document import MAX_BYTES, Document
from harmonie.policies.problems import HARD, NARROW, PolicyErrors, Problem

MAX_DOCUMENTS = 1_000
_SEPARATOR = re.compile(r"^---(?:[ \t].*)?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One document: its root, or what is wrong in it. ``lines`` stand before it in the file."""

    lines: int
    root: yaml.Node | None = None
    problem: Problem | None = None

    def place(self, node: yaml.Node) -> tuple[int, int]:
        """The node's line and column in the whole file, 1-based."""
        return node.start_mark.line + 1 + self.lines, node.start_mark.column + 1


def pieces(source: str) -> Iterator[Piece]:
    """The file's documents; raises :class:`PolicyErrors` when it is too large as a whole."""
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise PolicyErrors([_too_big(f"{size} octets", f"{size} bytes", MAX_BYTES)])
    chunks = list(_chunks(source.replace("\r\n", "\n").replace("\r", "\n")))
    if len(chunks) > MAX_DOCUMENTS:
        count = len(chunks)
        raise PolicyErrors([_too_big(f"{count} documents", f"{count} documents", MAX_DOCUMENTS)])
    for lines, text in chunks:
        try:
            yield Piece(lines, root=Document(text).root)
        except PolicyErrors as error:
            first = error.problems[0]
            yield Piece(lines, problem=first)


def _chunks(source: str) -> Iterator[tuple[int, str]]:
    """Each document's text, with the number of lines before it."""
    start, held = 0, list[str]()
    for number, line in enumerate(source.removeprefix("\ufeff").split("\n")):
        if _SEPARATOR.match(line):
            yield start, "\n".join(held)
            start, held = number + 1, []
        else:
            held.append(line)
    yield start, "\n".join(held)


def _too_big(fr: str, en: str, most: int) -> Problem:
    return Problem(
        1, 1, "too_big", f"Le fichier compte {fr}{NARROW}; {most} au plus.",
        f"The file has {en}; at most {most}.",
        f"Importez-le en plusieurs parties{HARD}: chacune donne une charte.",
        "Import it in several parts: each gives a policy.",
    )  # fmt: skip
