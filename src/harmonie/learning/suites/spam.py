"""Spam and fraud: comments under videos, text messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, yes
from harmonie.learning.suites.tables import rows


class YouTubeSpam:
    """Comments of five videos."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "youtube_spam"
    title: ClassVar[Pair] = ("Spam under YouTube videos", "Spam sous des vidéos YouTube")
    citation: ClassVar[str] = "Alberto, Lochter, Almeida 2015, ICMLA"
    folder: ClassVar[str] = "dev/youtube_spam"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        cases = [
            Case(row["CONTENT"], yes(row["CLASS"] == "1"))
            for path in sorted((root / self.folder).glob("tubespam_*.csv"))
            for row in rows(path)
        ]
        yield Task("comments", "en", "spam", cases, "accuracy")


class FrenchSms:
    """Text messages put into French by a machine from a training set: see ``shares``."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "sms_spam_fr_mt"
    title: ClassVar[Pair] = (
        "Spam in text messages, machine-translated into French",
        "Spam par SMS, traduit en français par une machine",
    )
    citation: ClassVar[str] = "Almeida & Gómez Hidalgo 2011"
    folder: ClassVar[str] = "dev/sms_spam_fr_mt"
    shares: ClassVar[tuple[str, ...]] = ("sms_spam",)

    def tasks(self, root: Path) -> Iterator[Task]:
        found = rows(root / self.folder / "sms_spam_fr.csv.gz")
        cases = [Case(row["text_fr"], yes(row["labels"] == "spam")) for row in found]
        yield Task("messages", "fr", "spam", cases)


class SmsPhishing:
    """Text messages: anything unwanted is spam, what tries to steal is a scam."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "sms_phishing"
    title: ClassVar[Pair] = ("Spam and phishing in text messages", "Spam et hameçonnage par SMS")
    citation: ClassVar[str] = "Mishra & Soni 2022, Mendeley Data"
    folder: ClassVar[str] = "dev/sms_phishing_5971"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        found = list(rows(root / self.folder / "sms_phishing.csv"))
        kinds = [row["LABEL"].lower() for row in found]
        texts = [row["TEXT"] for row in found]
        for signal, wanted in (("spam", ("spam", "smishing")), ("scam", ("smishing",))):
            cases = [Case(t, yes(kind in wanted)) for t, kind in zip(texts, kinds, strict=True)]
            yield Task("messages", "en", signal, cases)
