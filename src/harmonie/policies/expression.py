"""CEL, the language of a rule's ``when``: checked and bounded when saved, fast when run.

The engine is Google's, through cel-expr-python (https://github.com/cel-expr/cel-python). Names are
those of :mod:`harmonie.policies.facts`; an unknown one, a type that does not fit or a cost without
bound is refused by :func:`compile_expression` with its position.

An expression has three answers: ``True``, ``False``, or ``None`` when it needs a fact that is
missing. CEL's own logic decides need: ``a || b`` is true when one is, even if the other is missing;
``a && b`` is false when one is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cel_expr_python import cel  # type: ignore[import-untyped,unused-ignore]
from google.protobuf.message import DecodeError

from harmonie.policies.bounds import MAX_SOURCE, faults_in
from harmonie.policies.facts import FACTS, environment
from harmonie.policies.fault import ExpressionErrors, Fault
from harmonie.policies.problems import NARROW
from harmonie.policies.syntax_tree import Node, read
from harmonie.policies.translation import faults_from, kind_names


@dataclass(frozen=True)
class Expression:
    """A checked condition. ``names`` are the facts and thresholds it reads."""

    source: str
    names: frozenset[str]
    program: Any

    @cached_property
    def signals(self) -> frozenset[str]:
        """The signals whose probability it reads, as a rule's ``signal`` names them."""
        facts = (FACTS[name] for name in self.names if name in FACTS)
        return frozenset(fact.signal for fact in facts if fact.signal is not None)

    def holds(self, activation: Any) -> bool | None:
        """``True``, ``False``, or ``None`` when a fact that matters is missing."""
        value = self.program.eval(activation).value()
        return value if isinstance(value, bool) else None


def compile_expression(source: str, thresholds: Collection[str] = ()) -> Expression:
    """Check and compile; :class:`ExpressionErrors` says everything that is wrong."""
    if len(source) > MAX_SOURCE:
        raise ExpressionErrors(
            [
                Fault(
                    MAX_SOURCE, "too_long",
                    f"L’expression compte {len(source)} caractères{NARROW}; {MAX_SOURCE} au plus.",
                    f"The expression has {len(source)} characters; at most {MAX_SOURCE}.",
                    "Répartissez-la entre plusieurs règles.", "Split it between several rules.",
                )
            ]
        )  # fmt: skip
    try:
        program = environment(frozenset(thresholds)).compile(source)
    except RuntimeError as error:
        raise ExpressionErrors(faults_from(str(error), source, thresholds)) from None
    tree = _tree(program)
    faults = list(faults_in(tree, source))
    if program.return_type() != cel.Type.BOOL:
        faults.append(_not_a_condition(program.return_type().name()))
    if faults:
        raise ExpressionErrors(faults)
    known = {*FACTS, *(f"threshold.{name}" for name in thresholds)}
    names = frozenset(node.name for node in tree.walk() if node.kind == "name") & known
    return Expression(source, names, program)


def _tree(program: Any) -> Node:
    try:
        return read(program.serialize())
    except (RecursionError, DecodeError):
        raise ExpressionErrors(faults_from("Expression recursion limit exceeded", "", ())) from None


def _not_a_condition(kind: str) -> Fault:
    fr, en = kind_names(kind.lower().partition("<")[0])
    return Fault(
        0, "not_a_condition",
        f"L’expression doit dire vrai ou faux{NARROW}; celle-ci donne {fr}.",
        f"The expression must say true or false; this one gives {en}.",
        "Comparez la valeur, par exemple signal.insult >= 0.8.",
        "Compare the value, for example signal.insult >= 0.8.",
    )  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """Several conditions joined by ``||``: when it is false, none of them holds."""

    joined: Expression
    members: tuple[int, ...]


#: Eight conditions are tested for the price of two evaluations when none holds.
SCREEN_SIZE = 8


def screens(expressions: Sequence[Expression], thresholds: Iterable[str]) -> tuple[Screen, ...]:
    """Join conditions in groups, a sound shortcut.

    CEL's ``||`` is true when one side is, otherwise missing when one side is missing: a joined
    condition is *false* only when every member is false, so skipping them changes nothing.
    """
    compiled = environment(frozenset(thresholds))
    found = []
    for start in range(0, len(expressions), SCREEN_SIZE):
        members = tuple(range(start, min(start + SCREEN_SIZE, len(expressions))))
        # Line breaks keep a comment at the end of one condition from swallowing the next.
        source = "\n||".join(f"(\n{expressions[index].source}\n)" for index in members)
        names = frozenset().union(*(expressions[index].names for index in members))
        found.append(Screen(Expression(source, names, compiled.compile(source)), members))
    return tuple(found)
