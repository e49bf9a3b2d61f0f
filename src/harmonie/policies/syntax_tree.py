"""The syntax tree of a checked CEL expression, read from the engine's own serialised form.

The engine (cel-expr-python) compiles and evaluates but shows no tree. It does serialise the checked
expression as ``cel.expr.CheckedExpr`` (https://github.com/google/cel-spec, ``proto/cel/expr``).
Only the fields needed to bound an expression are declared here; protobuf skips the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory

_FIELD = descriptor_pb2.FieldDescriptorProto
_OPTIONAL, _REPEATED = _FIELD.LABEL_OPTIONAL, _FIELD.LABEL_REPEATED
_INT64, _INT32, _STRING = _FIELD.TYPE_INT64, _FIELD.TYPE_INT32, _FIELD.TYPE_STRING

#: message -> (field, number, type or message name, repeated); a subset of cel-spec's syntax.proto.
_MESSAGES: Mapping[str, tuple[tuple[str, int, int | str, bool], ...]] = {
    "Constant": (("string_value", 6, _STRING, False),),
    "Ident": (("name", 1, _STRING, False),),
    "Select": (("operand", 1, "Expr", False), ("field", 2, _STRING, False)),
    "Call": (
        ("target", 1, "Expr", False),
        ("function", 2, _STRING, False),
        ("args", 3, "Expr", True),
    ),
    "CreateList": (("elements", 1, "Expr", True),),
    "Entry": (("map_key", 3, "Expr", False), ("value", 4, "Expr", False)),
    "CreateStruct": (("entries", 2, "Entry", True),),
    "Comprehension": (
        ("iter_var", 1, _STRING, False),
        ("iter_range", 2, "Expr", False),
        ("accu_var", 3, _STRING, False),
        ("accu_init", 4, "Expr", False),
        ("loop_condition", 5, "Expr", False),
        ("loop_step", 6, "Expr", False),
        ("result", 7, "Expr", False),
    ),
    "Expr": (
        ("id", 2, _INT64, False),
        ("const_expr", 3, "Constant", False),
        ("ident_expr", 4, "Ident", False),
        ("select_expr", 5, "Select", False),
        ("call_expr", 6, "Call", False),
        ("list_expr", 7, "CreateList", False),
        ("struct_expr", 8, "CreateStruct", False),
        ("comprehension_expr", 9, "Comprehension", False),
    ),
    # Maps are written as repeated entries: the wire format is the same.
    "Reference": (("name", 1, _STRING, False),),
    "ReferenceEntry": (("key", 1, _INT64, False), ("value", 2, "Reference", False)),
    "PositionEntry": (("key", 1, _INT64, False), ("value", 2, _INT32, False)),
    "SourceInfo": (("positions", 4, "PositionEntry", True),),
    "CheckedExpr": (
        ("references", 2, "ReferenceEntry", True),
        ("expr", 4, "Expr", False),
        ("source_info", 5, "SourceInfo", False),
    ),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One node: ``kind`` is const, name, select, call, list, map or loop.

    ``name`` is the variable, field or function; ``text`` a string constant's value (``None`` for
    any other constant); ``position`` the 0-based code point in the source, -1 when unknown.
    A ``loop`` (what exists, all, map and filter become) has the range as first child, then the
    accumulator's start, the condition, the step and the result.
    """

    kind: str
    name: str = ""
    text: str | None = None
    position: int = -1
    children: tuple[Node, ...] = ()
    bound: tuple[str, ...] = field(default=())

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@cache
def _checked_expr_class() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="tree.proto", package="h", syntax="proto3")
    for message_name, fields in _MESSAGES.items():
        message = file.message_type.add(name=message_name)
        for name, number, kind, repeated in fields:
            added = message.field.add(name=name, number=number)
            added.label = _REPEATED if repeated else _OPTIONAL
            if isinstance(kind, str):
                added.type, added.type_name = _FIELD.TYPE_MESSAGE, f".h.{kind}"
            else:
                added.type = kind  # type: ignore[assignment]
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("h.CheckedExpr"))


def read(serialised: bytes) -> Node:
    """The tree of an expression serialised by the engine."""
    envelope = any_pb2.Any.FromString(serialised)
    checked = _checked_expr_class().FromString(envelope.value)
    names = {entry.key: entry.value.name for entry in checked.references}
    positions = {entry.key: entry.value for entry in checked.source_info.positions}
    return _Reader(names, positions).node(checked.expr)


class _Reader:
    def __init__(self, names: Mapping[int, str], positions: Mapping[int, int]) -> None:
        self._names = names
        self._positions = positions

    def node(self, expr: Any) -> Node:
        at = self._positions.get(expr.id, -1)
        resolved = self._names.get(expr.id, "")
        if expr.HasField("const_expr"):
            # proto3 strings have no presence: an empty string reads like another constant, which
            # is harmless since only the text of patterns is looked at.
            return Node("const", text=expr.const_expr.string_value or None, position=at)
        if expr.HasField("ident_expr"):
            return Node("name", name=resolved or expr.ident_expr.name, position=at)
        if expr.HasField("select_expr"):
            if resolved:
                return Node("name", name=resolved, position=at)
            operand = self.node(expr.select_expr.operand)
            return Node("select", expr.select_expr.field, position=at, children=(operand,))
        if expr.HasField("call_expr"):
            call = expr.call_expr
            target = (self.node(call.target),) if call.HasField("target") else ()
            children = target + tuple(self.node(argument) for argument in call.args)
            return Node("call", call.function, position=at, children=children)
        return self._container(expr, at)

    def _container(self, expr: Any, at: int) -> Node:
        if expr.HasField("comprehension_expr"):
            loop = expr.comprehension_expr
            parts = (
                loop.iter_range,
                loop.accu_init,
                loop.loop_condition,
                loop.loop_step,
                loop.result,
            )
            children = tuple(self.node(part) for part in parts)
            return Node(
                "loop",
                position=at,
                children=children,
                bound=(loop.iter_var, loop.accu_var),
            )
        if expr.HasField("struct_expr"):
            entries = [
                part for entry in expr.struct_expr.entries for part in (entry.map_key, entry.value)
            ]
            return Node("map", position=at, children=tuple(self.node(part) for part in entries))
        elements = tuple(self.node(element) for element in expr.list_expr.elements)
        return Node("list", position=at, children=elements)
