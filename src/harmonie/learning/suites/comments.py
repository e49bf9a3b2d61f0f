"""English comments under videos and articles, labelled by people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, yes
from harmonie.learning.suites.tables import rows


class YouToxic:
    """Thirteen videos, mostly about the Ferguson protests."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "youtoxic"
    title: ClassVar[Pair] = ("YouTube comments (Youtoxic)", "Commentaires YouTube (Youtoxic)")
    citation: ClassVar[str] = "Youtoxic English, Kaggle 2021"
    folder: ClassVar[str] = "dev/youtoxic_1000"
    shares: ClassVar[tuple[str, ...]] = ()
    labels: ClassVar[dict[str, str]] = {
        "toxicity": "IsToxic",
        "insult": "IsAbusive",
        "threat": "IsThreat",
        "profanity": "IsObscene",
        "hate": "IsHatespeech",
    }

    def tasks(self, root: Path) -> Iterator[Task]:
        found = list(rows(root / self.folder / "youtoxic_english_1000.csv"))
        for signal, label in self.labels.items():
            cases = [Case(row["Text"], yes(row[label].lower() == "true")) for row in found]
            yield Task("comments", "en", signal, cases)


class Ethos:
    """Hate by the share of voters: yes from half of them on."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "ethos"
    title: ClassVar[Pair] = (
        "YouTube and Reddit comments (ETHOS)",
        "Commentaires YouTube et Reddit (ETHOS)",
    )
    citation: ClassVar[str] = "Mollas et al. 2022, Complex & Intelligent Systems"
    folder: ClassVar[str] = "dev/ethos"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        found = rows(root / self.folder / "ethos_binary.csv")
        cases = [Case(row["comment"], yes(float(row["isHate"]) >= 0.5)) for row in found]
        yield Task("hate", "en", "hate", cases)
        # These are the hateful ones alone.
        found = rows(root / self.folder / "ethos_multilabel.csv")
        cases = [Case(row["comment"], yes(float(row["violence"]) >= 0.5)) for row in found]
        yield Task("incites violence", "en", "violence", cases)


class Unhealthy:
    """Comments under news, where nobody swears: hostile ones are to be found."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "unhealthy"
    title: ClassVar[Pair] = (
        "Unhealthy conversations under news",
        "Conversations malsaines sous des articles",
    )
    citation: ClassVar[str] = "Price et al. 2020, WOAH"
    folder: ClassVar[str] = "dev/unhealthy_conversations"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        found = list(rows(root / self.folder / "ucc_val_test.csv.gz"))
        cases = [Case(row["comment"], yes(row["hostile"] == "1")) for row in found]
        yield Task("hostile", "en", "toxicity", cases)


class XHate:
    """Abusive language in three sources, their test parts together."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "xhate999"
    title: ClassVar[Pair] = ("Abusive language (XHate-999)", "Langage abusif (XHate-999)")
    citation: ClassVar[str] = "Glavaš et al. 2020, COLING"
    folder: ClassVar[str] = "dev/xhate999"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        cases = [
            Case(row["text"], yes(row["label"].strip() == "1"), groups={"source": part})
            for part in ("Gao", "Trac", "Wul")
            for row in rows(root / self.folder / f"XHate999-EN-{part}-test.tsv", "\t")
        ]
        yield Task("test", "en", "toxicity", cases, "macro_f1")
