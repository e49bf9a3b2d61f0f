"""Harmonie's own functional tests: what a model must do, function by function, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import EXPECTED, Case, Pair, Task, yes
from harmonie.learning.suites.tables import rows


class Functional:
    """Shipped with the package: needs no data folder. A case is right when every signal that it
    names is on the right side of 0.5."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "functional"
    title: ClassVar[Pair] = (
        "Functional tests written for Harmonie",
        "Tests fonctionnels écrits pour Harmonie",
    )
    citation: ClassVar[str] = "Harmonie"
    folder: ClassVar[str] = str(files("harmonie.learning") / "suites_data" / "functional")
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        for language in ("fr", "en"):
            found = rows(Path(self.folder) / f"{language}.csv")
            cases = [
                Case(
                    row["text"],
                    yes(True),
                    "",
                    {"function": row["function"]},
                    _expected(row["expected"]),
                )
                for row in found
            ]
            yield Task("all functions", language, EXPECTED, cases, "accuracy")


def _expected(cell: str) -> dict[str, bool]:
    """``hate=0;toxicity=0`` as a mapping."""
    pairs = (part.split("=") for part in cell.split(";"))
    return {signal: value == "1" for signal, value in pairs}
