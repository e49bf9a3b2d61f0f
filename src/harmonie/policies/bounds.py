"""Keeps every expression small and finite, before it is ever run.

CEL always ends, but nested comprehensions over lists can still take for ever in practice. With the
lists and texts of :mod:`harmonie.policies.facts` capped, the worst cost of an expression can be
computed from its tree alone: an expression that could exceed ``MAX_COST`` is refused when saved.
Patterns run on RE2 (linear time, no backtracking); they must be constants so that they are checked
once. The engine's own recursion limit and iteration budget remain behind as a second fence.
"""

from __future__ import annotations

from collections.abc import Iterator

from harmonie.policies.facts import MAX_ITEMS, environment
from harmonie.policies.fault import Fault
from harmonie.policies.problems import HARD, NARROW
from harmonie.policies.syntax_tree import Node

MAX_SOURCE = 2_000
MAX_NODES = 400
MAX_LOOP_DEPTH = 2
MAX_LITERAL = 100
MAX_PATTERN = 200
MAX_COST = 25_000
#: One step is one node visited; these read a whole text.
_COSTS = {"matches": 100, "contains": 10, "startsWith": 2, "endsWith": 2, "_+_": 2}


def faults_in(tree: Node, source: str) -> Iterator[Fault]:
    """Every limit that the expression breaks."""
    nodes = list(tree.walk())
    if len(nodes) > MAX_NODES:
        yield Fault(
            0, "too_complex",
            f"L’expression compte {len(nodes)} éléments{NARROW}; {MAX_NODES} au plus.",
            f"The expression has {len(nodes)} parts; at most {MAX_NODES}.",
            "Répartissez-la entre plusieurs règles.", "Split it between several rules.",
        )  # fmt: skip
    for node in nodes:
        if node.kind in ("list", "map") and len(node.children) > MAX_LITERAL:
            yield _huge_literal(node)
        if node.kind == "call" and node.name == "matches":
            yield from _pattern_faults(node)
    too_deep = _first_too_deep(tree, 0)
    if too_deep is not None:
        yield _endless(_macro_start(source, too_deep.position), too_deep=True)
    elif cost(tree, {}) > MAX_COST:
        costly = max(
            (n for n in nodes if n.kind == "loop"), key=lambda n: cost(n, {}), default=tree
        )
        yield _endless(_macro_start(source, costly.position), too_deep=False)


def cost(node: Node, sizes: dict[str, int]) -> int:
    """The worst number of steps; ``sizes`` holds the length of lists bound by loops around."""
    if node.kind != "loop":
        own = _COSTS.get(node.name, 1) if node.kind == "call" else 1
        return own + sum(cost(child, sizes) for child in node.children)
    values, start, condition, step, result = node.children
    turns = size(values, sizes)
    inside = {**sizes, node.bound[0]: MAX_LITERAL, node.bound[1]: turns}
    each = cost(condition, inside) + cost(step, inside)
    return cost(values, sizes) + cost(start, sizes) + turns * each + cost(result, inside)


def size(node: Node, sizes: dict[str, int]) -> int:
    """The greatest length of the list or map that the node stands for."""
    if node.kind in ("list", "map"):
        return len(node.children)
    if node.kind == "name":
        return sizes.get(node.name, MAX_ITEMS)
    if node.kind == "loop":  # map and filter keep at most one element a turn
        return size(node.children[0], sizes)
    if node.kind == "call" and node.name == "_+_":
        return sum(size(child, sizes) for child in node.children)
    if node.kind == "call" and node.name == "_?_:_":
        return max(size(child, sizes) for child in node.children[1:])
    return MAX_LITERAL


def _first_too_deep(node: Node, depth: int) -> Node | None:
    if node.kind == "loop":
        # Loops in the range run one after the other, not one inside the other.
        inner = (node.children[1:], depth + 1)
        if depth >= MAX_LOOP_DEPTH:
            return node
        outer = _first_too_deep(node.children[0], depth)
        if outer is not None:
            return outer
        children, depth = inner
    else:
        children = node.children
    for child in children:
        found = _first_too_deep(child, depth)
        if found is not None:
            return found
    return None


def _macro_start(source: str, position: int) -> int:
    """From the macro's parenthesis back to the start of its name."""
    start = max(position, 0)
    while start > 0 and (source[start - 1].isalnum() or source[start - 1] == "_"):
        start -= 1
    return start


def _endless(offset: int, too_deep: bool) -> Fault:
    if too_deep:
        fr = f"Plus de {MAX_LOOP_DEPTH} parcours de listes sont emboîtés."
        en = f"More than {MAX_LOOP_DEPTH} list comprehensions are nested."
    else:
        fr = f"Ce parcours de listes peut demander plus de {MAX_COST} étapes par message."
        en = f"This list comprehension may take more than {MAX_COST} steps for one message."
    return Fault(
        offset, "endless", fr, en,
        f"Utilisez un seul exists ou all par liste, ou {chr(171)}{HARD}in{HARD}{chr(187)} "
        "pour chercher une valeur.",
        "Use one exists or all for each list, or `in` to look for a value.",
    )  # fmt: skip


def _huge_literal(node: Node) -> Fault:
    return Fault(
        max(node.position, 0), "huge_literal",
        f"La liste compte {len(node.children)} valeurs{NARROW}; {MAX_LITERAL} au plus.",
        f"The list holds {len(node.children)} values; at most {MAX_LITERAL}.",
        "Répartissez-la entre plusieurs règles, ou utilisez un motif avec matches.",
        "Split it between several rules, or use a pattern with matches.",
    )  # fmt: skip


def _pattern_faults(node: Node) -> Iterator[Fault]:
    pattern = node.children[-1]
    if pattern.kind != "const" or pattern.text is None:
        yield Fault(
            max(pattern.position, 0), "pattern_not_constant",
            "Le motif de matches doit être un texte écrit ici, non vide.",
            "The pattern of matches must be a text written here, not empty.",
            "Pour comparer deux valeurs, utilisez contains ou ==.",
            "To compare two values, use contains or ==.",
        )  # fmt: skip
    elif len(pattern.text) > MAX_PATTERN:
        yield Fault(
            max(pattern.position, 0), "pattern_too_long",
            f"Le motif compte {len(pattern.text)} caractères{NARROW}; {MAX_PATTERN} au plus.",
            f"The pattern has {len(pattern.text)} characters; at most {MAX_PATTERN}.",
            "Coupez-le en plusieurs motifs réunis par ||.",
            "Cut it into several patterns joined by ||.",
        )  # fmt: skip
    else:
        detail = pattern_error(pattern.text)
        if detail:
            yield Fault(
                max(pattern.position, 0), "bad_pattern",
                f"Le motif n’est pas valable ({detail}).",
                f"The pattern is not valid ({detail}).",
                "Les motifs suivent la syntaxe RE2, sans renvois ni regards autour.",
                "Patterns follow RE2's syntax, without back-references or look-around.",
            )  # fmt: skip


def pattern_error(pattern: str) -> str | None:
    """What RE2 has against a pattern, in its own words, or ``None``."""
    program = environment().compile("message.text.matches(message.channel)")
    value = program.eval(data={"message.text": "", "message.channel": pattern}).value()
    if isinstance(value, bool):
        return None
    return str(value).split(": ", 1)[-1].splitlines()[0][:200]
