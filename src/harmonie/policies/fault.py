"""A fault inside one expression, before its place in the file is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """``offset`` counts code points from the start of the expression."""

    offset: int
    code: str
    fr: str
    en: str
    advice_fr: str = ""
    advice_en: str = ""


class ExpressionErrors(ValueError):
    """An expression that cannot be used; ``faults`` holds everything found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.offset}: {f.en}" for f in self.faults))
