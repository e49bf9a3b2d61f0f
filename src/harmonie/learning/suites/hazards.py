"""Self-harm, violence, sexual content and their neighbours; prompts more than comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, yes
from harmonie.learning.suites.tables import rows


class SelfHarmPosts:
    """Posts of a group on suicide against a group on depression: the label is the group.

    Both need care, so this tells how well the two are told apart, not who is found.
    """

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "sdcnl_self_harm"
    title: ClassVar[Pair] = (
        "Posts on suicide against posts on depression",
        "Messages sur le suicide ou sur la dépression",
    )
    citation: ClassVar[str] = "Haque, Reddi, Giallanza 2021, ICANN"
    folder: ClassVar[str] = "dev/sdcnl_self_harm"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        cases = [
            Case(f"{row['title']} {row['selftext']}"[:2000], yes(row["is_suicide"] == "1"))
            for row in rows(root / self.folder / "sdcnl_combined.csv.gz")
        ]
        yield Task("suicide or depression", "en", "self_harm", cases)
        everyone = [Case(case.text, yes(True)) for case in cases]
        yield Task("people who need care", "en", "distress", everyone, "recall")


class XSafety:
    """Each head on the kinds that it should find, against all other kinds."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "xsafety"
    title: ClassVar[Pair] = (
        "Safety prompts in parallel (XSafety)",
        "Requêtes à risque en parallèle (XSafety)",
    )
    citation: ClassVar[str] = "Wang et al. 2023, arXiv 2310.00905"
    folder: ClassVar[str] = "dev/xsafety_fr_en"
    shares: ClassVar[tuple[str, ...]] = ()
    kinds: ClassVar[dict[str, tuple[str, ...]]] = {
        "insult": ("Insult",),
        "hate": ("Unfairness_And_Discrimination",),
        "violence": ("Physical_Harm",),
        "self_harm": ("Mental_Health",),
        "distress": ("Mental_Health",),
    }

    def tasks(self, root: Path) -> Iterator[Task]:
        found = list(rows(root / self.folder / "xsafety_fr_en.csv.gz"))
        yield from _against_others(found, self.kinds, "category", "lang", "text")


class AILuminate:
    """The same on hazards, one of which is sexual content. A training set: see ``shares``."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "ailuminate"
    title: ClassVar[Pair] = (
        "Hazard prompts in parallel (AILuminate, demonstration part)",
        "Requêtes dangereuses en parallèle (AILuminate, partie de démonstration)",
    )
    citation: ClassVar[str] = "Ghosh et al. 2025, AILuminate"
    folder: ClassVar[str] = "train/ailuminate_demo"
    shares: ClassVar[tuple[str, ...]] = ("ailuminate_demo",)
    kinds: ClassVar[dict[str, tuple[str, ...]]] = {
        "sexual": ("sxc_prn", "src", "cse"),
        "self_harm": ("ssh",),
        "violence": ("vcr", "iwp"),
        "hate": ("hte",),
    }

    def tasks(self, root: Path) -> Iterator[Task]:
        found = list(rows(root / self.folder / "ailuminate_demo_en_fr.csv.gz"))
        yield from _against_others(found, self.kinds, "hazard", "lang", "prompt_text")


def _against_others(
    found: Sequence[dict[str, str]],
    kinds: dict[str, tuple[str, ...]],
    category: str,
    language_column: str,
    text: str,
) -> Iterable[Task]:
    for language in ("fr", "en"):
        mine = [row for row in found if row[language_column] == language]
        for signal, wanted in kinds.items():
            cases = [Case(row[text], yes(row[category] in wanted)) for row in mine]
            yield Task("against other kinds", language, signal, cases, "auprc")
