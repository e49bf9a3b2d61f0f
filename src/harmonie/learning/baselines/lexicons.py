"""Libraries of words and rules, each used as its documentation says."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from harmonie.learning.baselines.baseline import Tell
from harmonie.learning.suites.judge import Floats, Told
from harmonie.learning.suites.suite import Pair, Task

#: Lists are searched letter by letter, some in quadratic time: what follows is not read.
_LONGEST = 1_000
_SWEARING = ("toxicity", "profanity", "insult", "hate")
#: Thresholds that VADER's authors give for its compound score (Hutto & Gilbert 2014).
_NEUTRAL = 0.05


class _Swearing(ABC):
    """Says yes to texts with a word of its list, or with a high probability of one."""

    remark: ClassVar[Pair] = (
        "finds words, whatever is said with them",
        "trouve des mots, quoi qu’ils servent à dire",
    )
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def __init__(self, root: Path | None, tell: Tell) -> None:
        self._known: dict[str, float] = {}

    def answers(self, task: Task, told: Told) -> Floats | None:
        """Scores for swearing and the signals people use such lists for."""
        if task.signal not in _SWEARING or task.language not in self.languages:
            return None
        texts = [case.text[:_LONGEST] for case in task.cases]
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known.update(zip(missing, map(float, self.scores(missing)), strict=True))
        return np.array([self._known[text] for text in texts])

    @abstractmethod
    def scores(self, texts: Sequence[str]) -> Sequence[float]:
        """``[texts]``: how surely each holds such a word."""


class AltProfanityCheck(_Swearing):
    """A linear model on words, trained by its authors on English comments."""

    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str] = "alt-profanity-check"
    module: ClassVar[str] = "profanity_check"
    learns: ClassVar[bool] = False
    remark: ClassVar[Pair] = (
        "trained by its authors on Wikipedia comments of the same origin as toxifrench",
        "entraîné par ses auteurs sur des commentaires de Wikipédia de même origine que toxifrench",
    )

    def scores(self, texts: Sequence[str]) -> Sequence[float]:
        found: Sequence[float] = import_module(self.module).predict_prob(list(texts))
        return found


class BetterProfanity(_Swearing):
    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str] = "better-profanity"
    module: ClassVar[str] = "better_profanity"
    learns: ClassVar[bool] = False

    @cached_property
    def _filter(self) -> Any:
        profanity = import_module(self.module).profanity
        profanity.load_censor_words()
        return profanity

    def scores(self, texts: Sequence[str]) -> Sequence[float]:
        return [float(self._filter.contains_profanity(text)) for text in texts]


class GlinProfanity(_Swearing):
    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str] = "glin-profanity"
    module: ClassVar[str] = "glin_profanity"
    learns: ClassVar[bool] = False
    languages: ClassVar[tuple[str, ...]] = ("en", "fr")

    @cached_property
    def _check(self) -> Callable[[str], Mapping[str, Any]]:
        made = import_module(self.module).Filter({"languages": ["english", "french"]})
        check: Callable[[str], Mapping[str, Any]] = made.check_profanity
        return check

    def scores(self, texts: Sequence[str]) -> Sequence[float]:
        return [float(self._check(text)["contains_profanity"]) for text in texts]


class _Vader:
    """Negative, neutral or positive by the compound score and its authors' thresholds."""

    remark: ClassVar[Pair] = (
        "a lexicon and rules; it gives no probability, so its ECE says nothing",
        "un lexique et des règles\u202f; il ne donne pas de probabilité, donc son ECE ne dit rien",
    )
    language: ClassVar[str]
    package: ClassVar[str]

    def __init__(self, root: Path | None, tell: Tell) -> None:
        pass

    @cached_property
    def _scores(self) -> Callable[[str], Mapping[str, float]]:
        made = import_module(f"{self.package}.vaderSentiment").SentimentIntensityAnalyzer()
        scores: Callable[[str], Mapping[str, float]] = made.polarity_scores
        return scores

    def answers(self, task: Task, told: Told) -> Floats | None:
        """``[texts, classes]``, the chosen class at 1; where neutral cannot be said, the sign."""
        if task.signal != "sentiment" or task.language != self.language:
            return None
        compound = np.array([self._scores(case.text)["compound"] for case in task.cases])
        place = {name: number for number, (name, _) in enumerate(task.classes)}
        edge = _NEUTRAL if "neutral" in place else 0.0
        said = np.full(len(compound), place.get("neutral", place["negative"]))
        said[compound >= edge] = place["positive"]
        said[compound < -edge] = place["negative"]
        result: Floats = np.eye(len(place))[said]
        return result


class Vader(_Vader):
    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str] = "VADER"
    module: ClassVar[str] = "vaderSentiment"
    learns: ClassVar[bool] = False
    language: ClassVar[str] = "en"
    package: ClassVar[str] = "vaderSentiment"


class VaderFrench(_Vader):
    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str] = "vaderSentiment-fr"
    module: ClassVar[str] = "vaderSentiment_fr"
    learns: ClassVar[bool] = False
    language: ClassVar[str] = "fr"
    package: ClassVar[str] = "vaderSentiment_fr"
