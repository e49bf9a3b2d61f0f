"""Sentiment: tweets of two languages, series reviews, customer support."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Classes, Pair, Task, one
from harmonie.learning.suites.tables import labelled, rows
from harmonie.records import SENTIMENTS

_THREE: Classes = tuple((label, (label,)) for label in SENTIMENTS)
_TWO: Classes = (("negative", ("negative",)), ("positive", ("positive",)))


class Umsab:
    """Tweets of three classes, as many of each; its test part."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "umsab"
    title: ClassVar[Pair] = ("Sentiment of tweets (UMSAB, test)", "Ton des tweets (UMSAB, test)")
    citation: ClassVar[str] = "Barbieri et al. 2022, LREC"
    folder: ClassVar[str] = "dev/umsab"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        for language, name in (("fr", "french"), ("en", "english")):
            found = labelled(root / self.folder / name, "test")
            cases = [Case(text, one(label)) for text, label in found]
            yield Task("test", language, "sentiment", cases, "macro_f1", _THREE)


class AllocineSeries:
    """Reviews of series, for or against: the neutral class does not compete."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "allocine"
    title: ClassVar[Pair] = ("French reviews of TV series", "Critiques françaises de séries")
    citation: ClassVar[str] = "Dong & de Melo 2018, ACL"
    folder: ClassVar[str] = "dev/allocine_series"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        path = root / self.folder / "allocine_series.csv.gz"
        cases = [Case(row["text"], one(int(row["label"]))) for row in rows(path)]
        yield Task("reviews", "fr", "sentiment", cases, "accuracy", _TWO)


class AirlineTweets:
    """What customers write to airlines."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "airline_tweets"
    title: ClassVar[Pair] = ("Tweets to airlines", "Tweets à des compagnies aériennes")
    citation: ClassVar[str] = "CrowdFlower 2015"
    folder: ClassVar[str] = "dev/airline_tweets"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        path = root / self.folder / "airline_tweets.csv.gz"
        number = {label: place for place, label in enumerate(SENTIMENTS)}
        cases = [Case(row["text"], one(number[row["airline_sentiment"]])) for row in rows(path)]
        yield Task("sentiment", "en", "sentiment", cases, "macro_f1", _THREE)
