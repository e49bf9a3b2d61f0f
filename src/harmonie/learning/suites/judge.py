"""Who answers a task: the pipeline of a tier, or a baseline. Scores only, never the texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.suites.suite import BASIC, EXPECTED, Case, Task
from harmonie.pipeline import Pipeline
from harmonie.records import Analysis, Message
from harmonie.weights.store import FOLDER, TIERS

BATCH = 256
Floats = NDArray[np.float64]
Told = Callable[[int, int], None]


class Judge(Protocol):
    """``answers`` gives ``[texts]`` scores of a yes-or-no task or ``[texts, classes]``
    probabilities of the others; ``nan`` where a text cannot be judged, ``None`` when the judge has
    no such signal or does not know the language."""

    @property
    def name(self) -> str: ...

    def answers(self, task: Task, told: Told) -> Floats | None: ...


class PipelineJudge:
    """A tier as it ships. Each text is judged once, however many tasks ask about it."""

    def __init__(self, tier: str) -> None:
        self.pipeline = Pipeline(tier)
        self.asked, self.tier = tier, self.pipeline.tier
        self._known: dict[tuple[str, str, str], Mapping[str, float]] = {}

    @property
    def name(self) -> str:
        return f"Harmonie {self.tier}"

    @property
    def learnt_from(self) -> frozenset[str]:
        """Names of the training sets in the model's card (of this tier and the cheaper ones,
        which may answer too)."""
        names: set[str] = set()
        for tier in TIERS[: TIERS.index(self.tier) + 1]:
            path = FOLDER / f"{tier}.json"
            if path.is_file():
                for source in json.loads(path.read_text("utf-8")).get("sources", ()):
                    told = source["name"] if isinstance(source, dict) else str(source)
                    names.update(part.strip() for part in told.split(","))
        return frozenset(names)

    @property
    def version(self) -> str:
        """Of the tier's card; without one, that of the first signal of toxicity."""
        path = FOLDER / f"{self.tier}.json"
        if path.is_file() and (digest := json.loads(path.read_text("utf-8")).get("sha256")):
            return f"{self.tier}-{digest[:8]}"
        signal = self.pipeline.analyse([Message("Merci !", language="fr")])[0].signals["toxicity"]
        return signal.version

    def answers(self, task: Task, told: Told) -> Floats | None:
        if task.signal == BASIC:
            return self._moods(task)
        keys = [(case.text, task.language, case.parent) for case in task.cases]
        missing = [key for key in dict.fromkeys(keys) if key not in self._known]
        for first in range(0, len(missing), BATCH):
            batch = missing[first : first + BATCH]
            messages = [_message(*key) for key in batch]
            for key, analysis in zip(batch, self.pipeline.analyse(messages), strict=True):
                self._known[key] = _scores(analysis)
            told(min(first + BATCH, len(missing)), len(missing))
        found = [self._known[key] for key in keys]
        if task.signal == EXPECTED:
            pairs = zip(found, task.cases, strict=True)
            return np.array([_as_expected(scores, case) for scores, case in pairs])
        if not any(_has(scores, task) for scores in found) and any("" in s for s in found):
            return None
        return _matrix(found, task)

    def _moods(self, task: Task) -> Floats | None:
        found: list[Mapping[str, float]] = []
        for first in range(0, len(task.cases), BATCH):
            batch = task.cases[first : first + BATCH]
            messages = [_message(case.text, task.language, case.parent) for case in batch]
            found += self.pipeline.basic_emotions(messages)
        if not any(found):
            return None
        nan = float("nan")
        return np.array([[one.get(name, nan) for name, _ in task.classes] for one in found])


def _message(text: str, language: str, parent: str) -> Message:
    hint = language if language in ("fr", "en") else None
    return Message(text, language=hint, parent_text=parent)


def _scores(analysis: Analysis) -> dict[str, float]:
    """Every score by signal, or ``signal:class``. The key ``""`` says that the text was judged."""
    found: dict[str, float] = {} if analysis.cannot_judge else {"": 1.0}
    for name, signal in analysis.signals.items():
        found[name] = signal.score
        for label, probability in (signal.probabilities or {}).items():
            found[f"{name}:{label}"] = probability
    return found


def _has(scores: Mapping[str, float], task: Task) -> bool:
    return task.signal in scores


def _as_expected(scores: Mapping[str, float], case: Case) -> float:
    """1 when every expected signal is on its side; a missing one counts as not flagged."""
    sides = ((scores.get(name, 0.0) >= 0.5, wanted) for name, wanted in case.expected.items())
    return float(all(said == wanted for said, wanted in sides))


def _matrix(found: Sequence[Mapping[str, float]], task: Task) -> Floats:
    nan = float("nan")
    if not task.classes:
        return np.array([scores.get(task.signal, nan) for scores in found])
    return np.array(
        [
            [
                sum(scores.get(f"{task.signal}:{one}", nan) for one in ours)
                for _, ours in task.classes
            ]
            for scores in found
        ]
    )
