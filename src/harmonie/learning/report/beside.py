"""What stands beside the figures: published ones, with their source, and the targets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from harmonie.learning.suites.examine import Evaluation, Result

Bound = Literal["least", "most"]


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that others published for a task."""

    system: str
    metric: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and what was found; ``found`` is ``None`` when its suite was not measured.

    ``language`` may be ``fr-en``: the target is then about the gap between the two.
    """

    suite: str
    task: str
    language: str
    signal: str
    metric: str
    bound: Bound
    value: float
    found: float | None = None

    @property
    def is_reached(self) -> bool:
        if self.found is None:
            return False
        return self.found >= self.value if self.bound == "least" else self.found <= self.value


@cache
def _data(name: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads((files(__package__) / name).read_text("utf-8"))
    return data


def published(result: Result) -> list[Published]:
    """Published figures of the task of ``result``, best first within a metric."""
    found = []
    for row in _data("published.json"):
        if (row["suite"], row["task"], row["language"], row["signal"]) == result.key:
            values = sorted(row["systems"].items(), key=lambda pair: -pair[1])
            found += [Published(name, row["metric"], v, row["source"]) for name, v in values]
    return found


def sources(results: Sequence[Result]) -> list[str]:
    """Where the published figures of these results come from, each once."""
    found = (p.source for result in results for p in published(result) if p.metric == result.main)
    return list(dict.fromkeys(found))


def aim_of(result: Result) -> float | None:
    """The target of the main figure, when there is one."""
    for row in _data("targets.json"):
        key = (row["suite"], row["task"], row["language"], row["signal"])
        if key == result.key and row["metric"] == result.main:
            value: float = row["value"]
            return value
    return None


def aims(evaluation: Evaluation) -> list[Aim]:
    """Every target, with the figure of the tier that was evaluated."""
    mine = {result.key: result for result in own(evaluation)}
    found = []
    for row in _data("targets.json"):
        languages = row["language"].split("-")
        keys = [(row["suite"], row["task"], language, row["signal"]) for language in languages]
        results = [mine[key] for key in keys if key in mine]
        values = [r.metrics[row["metric"]].value for r in results if row["metric"] in r.metrics]
        # A target of two languages is about the gap between them.
        told = None if len(values) < len(keys) else values[0]
        if told is not None and len(keys) == 2:
            told = abs(values[0] - values[1])
        found.append(Aim(**row, found=told))
    return found


def own(evaluation: Evaluation) -> Sequence[Result]:
    """Results of the evaluated tier, without the baselines."""
    return [result for result in evaluation.results if result.judge == evaluation.judge]
