"""YAML read with positions, and defended: no bombs, no surprises, no value without its place.

PyYAML's composer gives nodes with marks. What a policy does not need is refused before anything is
built: aliases (the only way to make YAML explode), tags, several documents, great depth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from harmonie.policies.problems import HARD, NARROW, PolicyErrors, Problem, quoted

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_NODES = 30_000

_Loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq")
}


@dataclass(frozen=True, slots=True)
class Place:
    """A 1-based position in the file."""

    line: int
    column: int


class Document:
    """A policy's source text and its root node."""

    def __init__(self, source: str) -> None:
        self.source = source
        _refuse_size(source)
        _refuse_characters(source)
        try:
            _refuse_bombs(source)
            self.root: yaml.Node | None = yaml.compose(source, Loader=_Loader)
        except yaml.YAMLError as error:
            raise PolicyErrors([_from_yaml(error, source)]) from None

    def place(self, node: yaml.Node) -> Place:
        return Place(node.start_mark.line + 1, node.start_mark.column + 1)

    def place_inside(self, node: yaml.ScalarNode, offset: int) -> Place:
        """Where the character ``offset`` of a scalar's *value* stands in the file."""
        index = _raw_index(self.source, node, offset)
        line_start = max(self.source.rfind(end, 0, index) for end in "\n\r") + 1
        line = self.source.count("\n", 0, index)
        if "\r" in self.source:
            line = len((self.source[:index] + "x").splitlines()) - 1
        return Place(line + 1, index - line_start + 1)


def _refuse_size(source: str) -> None:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise PolicyErrors(
            [
                Problem(
                    1, 1, "too_big",
                    f"Le fichier fait {size} octets{NARROW}; {MAX_BYTES} au plus.",
                    f"The file has {size} bytes; at most {MAX_BYTES}.",
                    "Répartissez les règles en plusieurs chartes.",
                    "Split the rules into several policies.",
                )
            ]
        )  # fmt: skip


def _refuse_characters(source: str) -> None:
    """Characters that YAML or the expression engine cannot carry, or that move lines silently."""
    for number, line in enumerate(source.split("\n"), 1):
        if line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            code = ord(character)
            # U+0085, U+2028 and U+2029 break lines in YAML 1.1 but in no editor: positions would
            # be wrong for whoever reads them.
            surrogate = 0xD800 <= code <= 0xDFFF
            control = code < 32 and character not in "\t\r"
            if surrogate or control or code in (0x7F, 0x85, 0x2028, 0x2029, 0xFFFE, 0xFFFF):
                raise PolicyErrors(
                    [
                        Problem(
                            number, column, "bad_character",
                            f"Le caractère U+{code:04X} n’a pas sa place dans une charte.",
                            f"The character U+{code:04X} has no place in a policy.",
                            "Effacez-le, ou retapez la ligne.",
                            "Delete it, or type the line again.",
                        )
                    ]
                )  # fmt: skip


def _refuse_bombs(source: str) -> None:
    depth = 0
    for nodes, event in enumerate(yaml.parse(source, Loader=_Loader), 1):
        mark = event.start_mark
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent):
            raise PolicyErrors([_refusal(mark, "alias")])
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise PolicyErrors([_refusal(mark, "too_deep" if depth > MAX_DEPTH else "too_many")])
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and tag not in _PLAIN_TAGS:
            raise PolicyErrors([_refusal(mark, "tag")])


_REFUSALS = {
    "alias": (
        "Les alias YAML (*nom) sont refusés dans une charte.",
        "YAML aliases (*name) are refused in a policy.",
        "Écrivez la valeur en toutes lettres.",
        "Write the value out in full.",
    ),
    "too_deep": (
        f"Les valeurs sont emboîtées sur plus de {MAX_DEPTH} niveaux.",
        f"Values are nested more than {MAX_DEPTH} levels deep.",
        "Une règle n’en demande que cinq.",
        "A rule needs five at most.",
    ),
    "too_many": (
        f"La charte compte plus de {MAX_NODES} valeurs.",
        f"The policy holds more than {MAX_NODES} values.",
        "Répartissez les règles en plusieurs chartes.",
        "Split the rules into several policies.",
    ),
    "tag": (
        "Les étiquettes de type YAML (!nom) sont refusées dans une charte.",
        "YAML type tags (!name) are refused in a policy.",
        "Effacez ce qui commence par !, ou mettez la valeur entre guillemets.",
        "Delete what starts with !, or put the value between quotes.",
    ),
}


def _refusal(mark: Any, code: str) -> Problem:
    return Problem(mark.line + 1, mark.column + 1, f"yaml_{code}", *_REFUSALS[code])


_ADVICE = (
    (
        "mapping values are not allowed",
        f"Mettez entre guillemets un texte qui contient {quoted(':')}.",
        "Put a text that holds a colon between quotes.",
    ),
    (
        "another document",
        f"Un fichier tient une seule charte{HARD}: ôtez la ligne {quoted('---')}.",
        "A file holds one policy only: remove the line `---`.",
    ),
    (
        "unexpected end of stream",
        "Fermez le guillemet ouvert ici.",
        "Close the quotation mark opened here.",
    ),
    (
        "did not find expected",
        "Vérifiez les retraits, les guillemets et les crochets de cette ligne et de la précédente.",
        "Check the indentation, quotes and brackets of this line and the one before.",
    ),
)


def _from_yaml(error: yaml.YAMLError, source: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    # libyaml reads the end of the text as the start of one more line: point at the last real one.
    lines = source.split("\n")
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    current = lines[line - 1]
    if "\t" in current[:column] and not current[: column - 1].strip():
        return Problem(
            line, column, "tab",
            "Une tabulation sert de retrait.", "A tab is used as indentation.",
            "Remplacez-la par deux espaces.", "Replace it with two spaces.",
        )  # fmt: skip
    detail = str(getattr(error, "problem", None) or error).split("\n")[0]
    fr, en = next(
        (advice for start, *advice in _ADVICE if start in detail),
        (
            "Vérifiez les retraits et les guillemets autour de cet endroit.",
            "Check the indentation and the quotes around this place.",
        ),
    )
    return Problem(
        line, column, "yaml",
        f"Le YAML ne se lit pas à cet endroit ({detail}).",
        f"The YAML cannot be read here ({detail}).", fr, en,
    )  # fmt: skip


def _raw_index(source: str, node: yaml.ScalarNode, offset: int) -> int:
    """The index in ``source`` of the character ``offset`` of the node's value.

    Value and source hold the same characters in the same order, except that runs of white space
    may differ (folding, indentation) and that quoted scalars have escapes: walk both together.
    """
    position = node.start_mark.index
    if node.style in ("|", ">"):
        position = source.index("\n", position)
    elif node.style in ("'", '"'):
        position += 1
    for index, raw in _aligned(source, node.value, position, node.style or ""):
        if index >= offset:
            return raw
        position = raw
    return min(position + 1, len(source)) if node.value else position


def _aligned(source: str, value: str, position: int, style: str) -> Iterator[tuple[int, int]]:
    """Pairs (index in the value, index in the source)."""
    index = 0
    if style in ("|", ">"):
        position = _after_space(source, position, "\r")
        index = _after_space(value, 0, "\r")
    while index < len(value):
        if position >= len(source):
            return
        if style == '"' and source[position] == "\\":
            width = _escape_width(source, position)
            if width < 0:  # an escaped line break stands for nothing
                position = _after_space(source, position + 1, "\r")
                continue
            yield index, position
            index, position = index + 1, position + width
        elif value[index] in " \t\n":
            end = _after_space(source, position, "\r")
            if end == position:  # an escape follows; it stands for this white space
                return
            stop = _after_space(value, index, "\r")
            if style == '"':  # white space written as an escape may follow in the value
                breaks = source.count("\n", position, end)
                stop = index + (max(breaks - 1, 1) if breaks else end - position)
            for step in range(stop - index):
                yield index + step, min(position + step, end - 1)
            index, position = stop, end
        else:
            yield index, position
            index += 1
            position += 2 if style == "'" and source[position] == "'" else 1


def _after_space(text: str, position: int, also: str) -> int:
    while position < len(text) and text[position] in " \t\n" + also:
        position += 1
    return position


def _escape_width(source: str, position: int) -> int:
    following = source[position + 1 : position + 2]
    if following in ("\n", "\r"):
        return -1
    return {"x": 4, "u": 6, "U": 10}.get(following, 2)
