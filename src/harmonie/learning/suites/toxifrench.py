"""Wikipedia talk comments with their French translation (Delaval et al. 2025)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, yes
from harmonie.learning.suites.tables import rows

_TEXT = {"en": "original_text", "fr": "content"}
_LABELS = {
    "toxicity": "toxic",
    "profanity": "obscene",
    "threat": "threat",
    "insult": "insult",
    "hate": "identity_hate",
}


class ToxiFrench:
    """Balanced toxicity, and six labels, each in English and in its French translation."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "toxifrench"
    title: ClassVar[Pair] = (
        "Wikipedia comments, English and French translation",
        "Commentaires de Wikipédia, anglais et traduction française",
    )
    citation: ClassVar[str] = "Delaval et al. 2025, arXiv 2508.11281"
    folder: ClassVar[str] = "dev/toxifrench"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        folder = root / self.folder
        balanced = list(rows(folder / "JigsawBilingualBalanced.csv"))
        several = list(rows(folder / "jigsaw_subset_en_fr_6labels.csv"))
        for language, column in _TEXT.items():
            cases = [Case(row[column], yes(row["label"] == "1")) for row in balanced]
            yield Task("balanced", language, "toxicity", cases, "accuracy")
        for language, column in _TEXT.items():
            for signal, label in _LABELS.items():
                cases = [Case(row[column], yes(row[label] == "1")) for row in several]
                yield Task("six labels", language, signal, cases, "auprc")
