"""AutoModerator's patterns are Python's; Harmonie's are RE2's. From the one to the other.

In Python ``\\w`` and ``\\b`` know accents, in RE2 they do not: they are written out with Unicode
classes, so that "été" does not hold the word "t". What RE2 cannot do in linear time (look-around,
back-references) is refused.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

WORD = r"\p{L}\p{N}_"
NOT_WORD = f"[^{WORD}]"
BEFORE, AFTER = f"(?:^|{NOT_WORD})", f"(?:$|{NOT_WORD})"
MAX_LENGTH, MAX_DEPTH = 4_000, 12
#: What no text has.
NEVER = r"[^\x{0}-\x{10FFFF}]"
Edge = Literal["word", "other", "either", "none", "boundary"]
#: Where a part of a pattern stands: inside it, at its rim, or at a rim that is tied to the start or
#: the end of the text.
Rim = Literal["inside", "rim", "tied"]

#: Escapes of classes: outside a set, inside a set, a character that fits, its kind.
_CLASSES: dict[str, tuple[str, str, str, Edge]] = {
    "w": (f"[{WORD}]", WORD, "a", "word"),
    "W": (NOT_WORD, "", " ", "other"),
    "d": (r"\p{Nd}", r"\p{Nd}", "7", "word"),
    "D": (r"\P{Nd}", r"\P{Nd}", "a", "either"),
    "s": (r"[\s\p{Z}\x{b}\x{85}]", r"\s\p{Z}\x{b}\x{85}", " ", "other"),
    "S": (r"[^\s\p{Z}\x{b}\x{85}]", "", "a", "either"),
}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_PROBES = "aeiou bcdfghjklmnpqrstvwxyz0123456789ABCXYZ -_.,;:!?'\"()[]{}<>@#$%&*+=/\\|~^`éèàçœß\n"


class Untranslatable(ValueError):
    """A pattern without counterpart; says why in both languages."""

    def __init__(self, en: str, fr: str) -> None:
        super().__init__(en)
        self.fr = fr


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a pattern. ``branches`` is filled for groups, ``times`` for repetitions."""

    re2: str
    sample: str = ""
    edge: Edge = "none"
    is_boundary: bool = False
    branches: tuple[tuple[Node, ...], ...] = ()
    times: str = ""
    least: int = 1


@dataclass(frozen=True, slots=True)
class Value:
    """One alternative of a pattern, ready for RE2. ``first`` and ``last`` are the kinds of its
    outermost characters, ``boundary`` when it says itself that a word begins or ends there.
    ``is_exact`` is false where a boundary inside it knows unaccented letters only."""

    re2: str
    sample: str
    first: Edge
    last: Edge
    is_exact: bool = True


def literal(text: str) -> Value:
    """A text taken as it is."""
    return _value(tuple(_character(c) for c in text))


def regular(pattern: str, most: int, rims: tuple[Rim, Rim] = ("rim", "rim")) -> list[Value]:
    """The alternatives of a Python pattern, cut so that each has at most ``most`` characters when
    that can be done; raises :class:`Untranslatable`. ``rims``: whether its start and its end will
    be tied to those of the text."""
    if len(pattern) > MAX_LENGTH:
        raise Untranslatable("it is too long", "il est trop long")
    try:
        with warnings.catch_warnings():  # of what a later Python may read otherwise
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise Untranslatable(
            f"it is not valid ({error})", f"il n’est pas valable ({error})"
        ) from None
    parser = _Parser(pattern)
    branches = parser.alternatives(0)
    values = []
    for branch in branches:
        values += [_value(part, rims) for part in _short_enough(tuple(branch), most, rims)]
    return values


def _value(nodes: tuple[Node, ...], rims: tuple[Rim, Rim] = ("rim", "rim")) -> Value:
    rendered, is_exact = _render(nodes, *rims)
    sample = "".join(_sample(node) for node in nodes)
    return Value(rendered, sample, _rim(nodes), _rim(nodes[::-1], last=True), is_exact)


def _rim(nodes: Sequence[Node], last: bool = False) -> Edge:
    begins = _begins_with_boundary(nodes, last)
    if begins is None:
        raise Untranslatable(
            "some of its alternatives have a word boundary at their edge, others have none",
            "certaines de ses branches ont une limite de mot au bord, d’autres non",
        )
    return "boundary" if begins else _edge(nodes, last)


def _begins_with_boundary(nodes: Sequence[Node], last: bool) -> bool | None:
    """Whether the first thing is a boundary; ``None`` when it depends on the alternative."""
    for node in nodes:
        if node.is_boundary:
            return True
        if node.branches and not node.times:
            found = {_begins_with_boundary(b[::-1] if last else b, last) for b in node.branches}
            return found.pop() if len(found) == 1 else None
        if node.edge != "none":
            return False
    return False


def _short_enough(
    nodes: tuple[Node, ...], most: int, rims: tuple[Rim, Rim]
) -> list[tuple[Node, ...]]:
    """Cut along the group with the most alternatives, so that each part fits."""
    if len(_render(nodes, *rims)[0]) <= most:
        return [nodes]
    groups = [i for i, node in enumerate(nodes) if len(node.branches) > 1 and not node.times]
    if not groups:
        return [nodes]
    index = max(groups, key=lambda i: len(nodes[i].branches))
    branches = nodes[index].branches
    halves = branches[: len(branches) // 2], branches[len(branches) // 2 :]
    found = []
    for half in halves:
        part = (*nodes[:index], replace(nodes[index], branches=half), *nodes[index + 1 :])
        found += _short_enough(part, most, rims)
    return found


def _render(nodes: Sequence[Node], start: Rim, end: Rim) -> tuple[str, bool]:
    written, is_exact = [], True
    for index, node in enumerate(nodes):
        starts = start if all(n.edge == "none" for n in nodes[:index]) else "inside"
        ends = end if all(n.edge == "none" for n in nodes[index + 1 :]) else "inside"
        if node.is_boundary:
            text, exact = _boundary(nodes, index, starts, ends)
        elif node.branches:
            again = bool(node.times)
            text, exact = _group(node, "inside" if again else starts, "inside" if again else ends)
        else:
            text, exact = node.re2, True
        written.append(text + node.times)
        is_exact = is_exact and exact
    return "".join(written), is_exact


def _group(node: Node, start: Rim, end: Rim) -> tuple[str, bool]:
    parts = [_render(branch, start, end) for branch in node.branches]
    return f"(?:{'|'.join(text for text, _ in parts)})", all(exact for _, exact in parts)


def _boundary(nodes: Sequence[Node], index: int, start: Rim, end: Rim) -> tuple[str, bool]:
    """A boundary at the rim of the pattern may swallow a character; elsewhere it may not. Where
    the text itself begins or ends there, a word must."""
    if start == end == "inside":
        return r"\b", False
    at_start = start != "inside"
    edge = _edge(nodes[index + 1 :]) if at_start else _edge(nodes[:index][::-1], last=True)
    if (start if at_start else end) == "tied":
        return {"word": ("", True), "other": (NEVER, True)}.get(edge, (r"\b", False))
    if edge == "other":
        return f"[{WORD}]", True
    return (BEFORE if at_start else AFTER), edge == "word"


def _edge(nodes: Sequence[Node], last: bool = False) -> Edge:
    """The kind of the first character; of the last one when the nodes come reversed."""
    for node in nodes:
        kinds: set[Edge] = {node.edge}
        if node.branches:
            kinds = {_edge(b[::-1] if last else b, last) for b in node.branches}
        if kinds == {"none"}:
            continue
        if len(kinds) > 1 or node.least == 0:
            return "either"
        return kinds.pop()
    return "none"


def _sample(node: Node) -> str:
    one = node.sample
    if node.branches:
        one = "".join(_sample(inner) for inner in node.branches[0])
    return one * min(max(node.least, 1), 50)


def _character(character: str) -> Node:
    word = character.isalnum() or character == "_"
    return Node(escaped(character), character, "word" if word else "other")


def escaped(character: str) -> str:
    """One character as RE2 takes it literally."""
    if character in r"\.+*?()|[]{}^$-":
        return f"\\{character}"
    return character if character.isprintable() else f"\\x{{{ord(character):x}}}"


class _Parser:
    """Python's patterns, without what RE2 cannot do. Python has already found them valid."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self, depth: int) -> list[list[Node]]:
        if depth > MAX_DEPTH:
            raise Untranslatable("it nests too deep", "il s’emboîte trop")
        branches: list[list[Node]] = [[]]
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                branches.append([])
                self.at += 1
                continue
            node = self.atom(depth)
            if node is not None:
                branches[-1].append(self.repeated(node))
        return branches

    def atom(self, depth: int) -> Node | None:
        character = self.pattern[self.at]
        self.at += 1
        if character == "(":
            return self.group(depth)
        if character == "[":
            return self.character_set()
        if character == "\\":
            return self.escape()
        if character == ".":
            return Node(".", "a", "either")
        return Node(character) if character in "^$" else _character(character)

    def repeated(self, node: Node) -> Node:
        found = re.compile(r"[*+?]|\{\d*(?:,\d*)?\}").match(self.pattern, self.at)
        if found is None or found[0] in ("{}", "{,}"):
            return node
        self.at = found.end()
        times, least = found[0], 1
        if times.startswith("{"):
            low, _, _high = times[1:-1].partition(",")
            least = int(low or 0)
            times = f"{{0{times[1:]}" if not low else times
        elif times in "*?":
            least = 0
        following = self.pattern[self.at : self.at + 1]
        if following == "?":
            times, self.at = times + "?", self.at + 1
        elif following == "+":
            raise Untranslatable("RE2 has no possessive repetition", "RE2 ne répète pas ainsi")
        if node.times:
            raise Untranslatable("it repeats a repetition", "il répète une répétition")
        edge = node.edge if least else ("either" if node.edge != "none" else "none")
        return replace(node, times=times, least=least, edge=edge)

    def group(self, depth: int) -> Node | None:
        rest = self.pattern[self.at :]
        if flags := re.match(r"\?[aiLmsux]+\)", rest):
            if set(flags[0]) - set("?isu)"):
                raise Untranslatable(
                    "its flags change its meaning", "ses options changent son sens"
                )
            self.at += flags.end()
            return None
        if comment := re.match(r"\?#[^)]*\)", rest):
            self.at += comment.end()
            return None
        if opening := re.match(r"\?:|\?P<\w+>", rest):
            self.at += opening.end()
        elif rest.startswith("?"):
            raise Untranslatable(
                "it looks around, refers back or sets flags inside",
                "il regarde autour, renvoie en arrière ou change d’options au milieu",
            )
        branches = self.alternatives(depth + 1)
        self.at += 1
        edge: Edge = "none" if all(_edge(b) == "none" for b in branches) else "either"
        return Node("", edge=edge, branches=tuple(tuple(branch) for branch in branches))

    def escape(self) -> Node:
        name = self.pattern[self.at]
        self.at += 1
        if name in _CLASSES:
            outside, _, sample, edge = _CLASSES[name]
            return Node(outside, sample, edge)
        if name == "b":
            return Node(r"\b", is_boundary=True)
        if name in "AZ":
            return Node(r"\A" if name == "A" else r"\z")
        return _character(self.named(name))

    def named(self, name: str) -> str:
        """The character behind an escape."""
        if name in _CONTROLS:
            return _CONTROLS[name]
        width = {"x": 2, "u": 4, "U": 8}.get(name)
        if width:
            digits = self.pattern[self.at : self.at + width]
            self.at += width
            return chr(int(digits, 16))
        if name.isascii() and name.isalnum():
            raise Untranslatable(f"it uses \\{name}", f"il utilise \\{name}")
        return name

    def character_set(self) -> Node:
        begin = self.at - 1
        negated = self.pattern[self.at] == "^"
        self.at += negated
        inside, outside = "", list[str]()
        first = True
        while first or self.pattern[self.at] != "]":
            first = False
            character = self.pattern[self.at]
            self.at += 1
            if character == "\\":
                name = self.pattern[self.at]
                self.at += 1
                if name in "WS":
                    outside.append(_CLASSES[name][0])
                    continue
                if name in _CLASSES:
                    inside += _CLASSES[name][1]
                    continue
                character = "\b" if name == "b" else self.named(name)
                inside += escaped(character)
            else:
                is_range = character == "-" and inside and self.pattern[self.at] != "]"
                inside += "-" if is_range else escaped(character)
        self.at += 1
        return self._set(self.pattern[begin : self.at], negated, inside, outside)

    def _set(self, written: str, negated: bool, inside: str, outside: list[str]) -> Node:
        if negated and outside:
            raise Untranslatable(
                "it excludes what is no word inside brackets",
                "il exclut entre crochets ce qui n’est pas un mot",
            )
        python = re.compile(written, re.IGNORECASE)
        fitting = [c for c in _PROBES if python.match(c)]
        words = {c.isalnum() or c == "_" for c in fitting}
        edge: Edge = "either" if len(words) != 1 else ("word" if words.pop() else "other")
        text = f"[{'^' if negated else ''}{inside}]" if inside else ""
        if outside:
            text = f"(?:{'|'.join(filter(None, (*outside, text)))})"
        return Node(text, fitting[0] if fitting else "", edge)
