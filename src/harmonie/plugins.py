"""Finds plug-ins: every class in a folder, or in an entry-point group, that claims a Protocol.

Adding a channel, an analyser or an action means adding one file; no list is edited by hand.
A plug-in module is a module of the package that defines a class with a ``name`` attribute and
whose ``kind_of_plugin`` equals the registry's kind.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from typing import Generic, TypeVar

T = TypeVar("T")


class UnknownPlugin(LookupError):
    """No plug-in bears that name; the message lists those that exist."""


class Registry(Generic[T]):
    """The plug-ins of one kind, by name.

    ``package`` is scanned (its direct modules only), then the entry-point group
    ``harmonie.<kind>``. Two plug-ins of the same name are an error: neither may win silently.
    """

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self.package = package

    @cached_property
    def classes(self) -> dict[str, type[T]]:
        found: dict[str, type[T]] = {}
        for candidate in (*self._in_package(), *self._in_entry_points()):
            name = candidate.name  # type: ignore[attr-defined]
            if name in found and found[name] is not candidate:
                raise ValueError(f"two {self.kind} plug-ins are named {name!r}")
            found[name] = candidate
        return dict(sorted(found.items()))

    def get(self, name: str) -> type[T]:
        try:
            return self.classes[name]
        except KeyError:
            known = ", ".join(self.classes) or "none"
            raise UnknownPlugin(f"no {self.kind} named {name!r}; known: {known}") from None

    def names(self) -> list[str]:
        return list(self.classes)

    def __iter__(self) -> Iterator[type[T]]:
        return iter(self.classes.values())

    def _in_package(self) -> Iterator[type[T]]:
        package = import_module(self.package)
        for info in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{self.package}.{info.name}")
            for value in vars(module).values():
                if self._claims(value) and value.__module__ == module.__name__:
                    yield value

    def _in_entry_points(self) -> Iterator[type[T]]:
        for point in entry_points(group=f"harmonie.{self.kind}"):
            value = point.load()
            if not self._claims(value):
                raise TypeError(f"{point.value} is not a {self.kind} plug-in")
            yield value

    def _claims(self, value: object) -> bool:
        return (
            isinstance(value, type)
            and getattr(value, "kind_of_plugin", None) == self.kind
            and isinstance(getattr(value, "name", None), str)
        )
