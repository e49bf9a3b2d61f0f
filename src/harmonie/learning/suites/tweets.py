"""TweetEval (Barbieri et al. 2020): offensive, hateful, sentiment, emotion; its test parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, one, yes
from harmonie.learning.suites.tables import labelled
from harmonie.records import SENTIMENTS

#: Optimism is what Plutchik's wheel puts between anticipation and joy; joy is a class of its own.
EMOTIONS = (
    ("anger", ("anger", "disgust")),
    ("joy", ("joy",)),
    ("optimism", ("anticipation", "trust")),
    ("sadness", ("sadness",)),
)


class TweetEval:
    """Binary tasks at 0.5, never tuned on their training part."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "tweet_eval"
    title: ClassVar[Pair] = ("Tweets (TweetEval, test)", "Tweets (TweetEval, test)")
    citation: ClassVar[str] = "Barbieri et al. 2020, Findings of EMNLP"
    folder: ClassVar[str] = "dev/tweet_eval"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        folder = root / self.folder
        for name, signal in (("offensive", "toxicity"), ("hate", "hate")):
            cases = [Case(text, yes(label == 1)) for text, label in labelled(folder / name, "test")]
            yield Task(name, "en", signal, cases, "macro_f1")
        sentiment = [
            Case(text, one(label)) for text, label in labelled(folder / "sentiment", "test")
        ]
        plain = tuple((label, (label,)) for label in SENTIMENTS)
        yield Task("sentiment", "en", "sentiment", sentiment, "macro_recall", plain)
        emotion = [Case(text, one(label)) for text, label in labelled(folder / "emotion", "test")]
        yield Task("emotion", "en", "emotion", emotion, "macro_f1", EMOTIONS)
