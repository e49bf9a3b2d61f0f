"""GoEmotions (Demszky et al. 2020), grouped as Ekman's six emotions and neutral."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import BASIC, Case, Classes, Pair, Task
from harmonie.learning.suites.tables import lines
from harmonie.records import BASIC_EMOTIONS

_EKMAN: Classes = tuple((emotion, (emotion,)) for emotion in BASIC_EMOTIONS)
_MEMBERS = {
    "anger": "anger annoyance disapproval",
    "disgust": "disgust",
    "fear": "fear nervousness",
    "joy": "joy amusement approval excitement gratitude love optimism relief pride admiration "
    "desire caring",
    "sadness": "sadness disappointment embarrassment grief remorse",
    "surprise": "surprise realization confusion curiosity",
    "neutral": "neutral",
}


class GoEmotions:
    """Development part. A text may carry several emotions, and any number may be answered."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "goemotions"
    title: ClassVar[Pair] = (
        "Emotions in Reddit comments (GoEmotions, development part)",
        "Émotions dans des commentaires Reddit (GoEmotions, partie de développement)",
    )
    citation: ClassVar[str] = "Demszky et al. 2020, ACL"
    folder: ClassVar[str] = "train/goemotions"
    #: The models learn from its training part alone.
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        folder = root / self.folder
        place = {
            member: number
            for number, (name, _) in enumerate(_EKMAN)
            for member in _MEMBERS[name].split()
        }
        names = [place[name] for name in lines(folder, "labels_original.txt")]
        cases = []
        for line in lines(folder, "dev.tsv"):
            text, indexes, _ = line.split("\t")
            cases.append(Case(text, frozenset(names[int(i)] for i in indexes.split(","))))
        yield Task("ekman", "en", BASIC, cases, "macro_f1", _EKMAN, many=True)
