"""English forums: hate, and those who answer it; game chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, yes
from harmonie.learning.suites.tables import objects, rows


class Stormfront:
    """Sentences of a hate forum, most of which are not hateful by themselves."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "stormfront"
    title: ClassVar[Pair] = ("Sentences of a hate forum", "Phrases d’un forum haineux")
    citation: ClassVar[str] = "de Gibert et al. 2018, ALW2"
    folder: ClassVar[str] = "dev/stormfront"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        found = objects(root / self.folder / "stormfront.jsonl.gz")
        known = [row for row in found if row["label"] in ("hate", "noHate")]
        cases = [Case(row["text"], yes(row["label"] == "hate")) for row in known]
        yield Task("sentences", "en", "hate", cases)


class CounterSpeech:
    """Hate against those who answer it: to flag the answer is a false alarm."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "counterspeech_reddit"
    title: ClassVar[Pair] = (
        "Hate and counter-speech on Reddit",
        "Haine et contre-discours sur Reddit",
    )
    citation: ClassVar[str] = "Yu, Blanco, Hong 2022, NAACL"
    folder: ClassVar[str] = "dev/counterspeech_reddit"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        kinds = {"0": "hate", "1": "neutral", "2": "counter-speech"}
        alone, after = [], []
        for row in rows(root / self.folder / "counter_context.csv.gz"):
            target, group = yes(row["label"] == "0"), {"kind": kinds[row["label"]]}
            alone.append(Case(row["target"], target, "", group))
            after.append(Case(row["target"], target, row["context"], group))
        yield Task("hate", "en", "toxicity", alone)
        yield Task("hate, with context", "en", "toxicity", after)


class Conda:
    """Chat of a game, its validation part: open or veiled toxicity against all else."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "conda"
    title: ClassVar[Pair] = ("Chat of a game (CONDA)", "Discussion d’un jeu (CONDA)")
    citation: ClassVar[str] = "Weld et al. 2021, Findings of ACL"
    folder: ClassVar[str] = "dev/conda_game_chat"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        found = rows(root / self.folder / "conda_train_valid.csv.gz")
        cases = [
            Case(row["utterance"].replace("[SEPA]", " "), yes(row["intentClass"] in "EI"))
            for row in found
            if row["split"] == "valid"
        ]
        yield Task("validation", "en", "toxicity", cases)
