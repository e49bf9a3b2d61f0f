"""What ``benchmarks/curves.py`` asks of an encoder and how it reads the answer: development tasks,
nested samples of training texts, linear probes (Alain & Bengio 2017, arXiv 1610.01644) and tables.
Needs no torch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.promises.own import SEED, held_out
from harmonie.learning import metrics
from harmonie.learning.dataset import CLASSES, Example, bucket
from harmonie.learning.encoder.corpus import bounded
from harmonie.learning.held_out import NOT_MESSAGES
from harmonie.learning.suites.suite import EXPECTED, SUITES, Case, Task, readable, sampled, yes
from harmonie.records import LANGUAGES

Floats = NDArray[np.float64]
#: Logits by signal: ``[texts]``, or ``[texts, classes]`` of a choice among classes.
Answers = Mapping[str, NDArray[Any]]
#: Suite and task of the development sets, and the name of their column.
TASKS = {
    ("toxifrench", "balanced"): "toxifrench",
    ("cyberagressionado", "abuse or hate"): "cyberagressionado",
    ("tweet_eval", "offensive"): "offensive",
    ("tweet_eval", "hate"): "hate",
    ("umsab", "test"): "umsab",
    ("functional", "all functions"): "functional",
}
#: Functional tests about other signals are left out.
JUDGED = frozenset(("toxicity", "hate", "insult"))
#: What probes are fitted for; insults are labelled in too few English texts.
PROBED = ("toxicity", "hate", "sentiment")
#: A text whose surest class is less sure than this has no class.
SURE = 0.6
#: Inverse strength of the probes' penalty, on standardised features.
STRENGTH = 0.01
NAMES = {"auc": "AUC", "macro_f1": "macro-F1", "accuracy": "accuracy"}


@dataclass(frozen=True)
class Question:
    """A development task: its texts and the truth about each."""

    name: str
    task: Task
    examples: list[Example]

    @property
    def metric(self) -> str:
        if self.task.signal == EXPECTED:
            return "accuracy"
        return "macro_f1" if self.task.classes else "auc"


@dataclass(frozen=True)
class Figure:
    """A point of a curve on one task, with its 95 % interval and the number of texts it was
    measured on. ``value`` is None where it has no meaning or where too few texts are there.
    ``learnt`` is the number of texts that the probe of its signal learnt from."""

    curve: str
    point: str
    task: str
    metric: str
    texts: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    learnt: int | None = None


def questions(data: Path, limit: int) -> Iterator[Question]:
    """Every task of :data:`TASKS` and the comments held out, at most ``limit`` texts each."""
    for suite in dict.fromkeys(suite for suite, _ in TASKS):
        for task in SUITES.get(suite)().tasks(data):
            if name := TASKS.get((suite, task.name)):
                yield question(name, task, limit)
    for language in LANGUAGES:
        cases = [
            Case(one.text, yes(one.labels.get("toxicity", 0) >= 0.5), one.parent)
            for one in held_out(None, language)
        ]
        yield question("comments", Task("held out", language, "toxicity", cases), limit)


def question(name: str, task: Task, limit: int) -> Question:
    """The task with what it is not about left out."""
    kept = [case for case in task.cases if set(case.expected) <= JUDGED]
    task = Task(task.name, task.language, task.signal, kept, task.main, task.classes)
    task = sampled(readable(task), limit)
    examples = [Example(c.text, task.language, {}, "", parent=c.parent) for c in task.cases]
    return Question(f"{name} {task.language}", task, examples)


def measured(curve: str, point: str, asked: Question, answers: Answers) -> Figure:
    """One point. Yes is a logit above 0; of a functional test, every signal that it names and that
    was answered must be right."""
    task = asked.task
    empty = Figure(curve, point, asked.name, asked.metric, len(task.cases))
    needed = ("toxicity", "hate") if task.signal == EXPECTED else (task.signal,)
    if not task.cases or not set(needed) <= set(answers):
        return empty
    found = metrics.estimates(_metrics(task, answers), len(task.cases), SEED).get(asked.metric)
    if found is None:
        return empty
    return Figure(
        curve, point, asked.name, asked.metric, len(task.cases), found.value, found.low, found.high
    )


def _metrics(task: Task, answers: Answers) -> Any:
    if task.signal == EXPECTED:
        right = np.ones(len(task.cases), bool)
        for row, case in enumerate(task.cases):
            for signal, wanted in case.expected.items():
                if signal in answers and (answers[signal][row] > 0) != wanted:
                    right[row] = False
        return metrics.binary(np.ones(len(right), bool), right.astype(np.float64))
    logits = answers[task.signal].astype(np.float64)
    if task.classes:
        target = np.array([[k in c.target for k in range(len(task.classes))] for c in task.cases])
        grown = np.exp(logits - logits.max(axis=1, keepdims=True))
        sure = 1 / grown.sum(axis=1)
        return metrics.classes(target, logits.argmax(axis=1), sure)
    target = np.array([1 in case.target for case in task.cases])
    return metrics.binary(target, 1 / (1 + np.exp(-logits)))


def sample(examples: Sequence[Example], language: str, texts: int) -> list[Example]:
    """At most ``texts`` messages of a language in an order drawn once, so that its first ones are
    the smaller samples, and a smaller ``texts`` chooses among the same. Half know their sentiment
    where as many exist; of the others, those with a known toxicity come first."""
    pool = [e for e in bounded(examples) if e.language == language]
    mine = [e for e in pool if e.source not in NOT_MESSAGES and any(known(e, s) for s in PROBED)]
    order = sorted(range(len(mine)), key=lambda i: bucket(f"{i}:{mine[i].text}", SEED, 1 << 60))
    place = {index: rank for rank, index in enumerate(order)}
    chosen = dict.fromkeys([i for i in order if known(mine[i], "sentiment")][: texts // 2])
    others = [i for i in order if i not in chosen]
    others.sort(key=lambda i: not known(mine[i], "toxicity"))
    chosen |= dict.fromkeys(others[: texts - len(chosen)])
    return [mine[i] for i in sorted(chosen, key=place.__getitem__)]


def known(example: Example, signal: str) -> bool:
    return truth(example, signal) >= 0


def truth(example: Example, signal: str) -> int:
    """1 or 0 of a signal that holds or not, else the number of the class; -1 when not known."""
    if signal not in CLASSES:
        value = example.labels.get(signal)
        return -1 if value is None else int(value >= 0.5)
    shares = [example.labels.get(f"{signal}:{label}", 0.0) for label in CLASSES[signal]]
    return int(np.argmax(shares)) if max(shares) > SURE else -1


def probe(features: NDArray[Any], target: NDArray[np.int64], classes: int) -> Any | None:
    """A logistic regression over standardised ``features`` ``[texts, width]``, every class with
    the same weight; None when a class is missing."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if len(np.unique(target)) < classes:
        return None
    regression = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced")
    return make_pipeline(StandardScaler(), regression).fit(features.astype(np.float32), target)


def table(figures: Sequence[Figure], heading: str) -> str:
    """The figures of one curve as a table in Markdown: a row for each point, a column for each
    task, then the number of texts, how wide the widest 95 % interval is on either side and, where
    it is the same all along the curve, how many texts the probes learnt from."""
    columns: dict[str, list[Figure]] = {}
    for figure in figures:
        columns.setdefault(f"{figure.task}, {NAMES[figure.metric]}", []).append(figure)
    found = {(name, f.point): f.value for name, mine in columns.items() for f in mine}
    lines = [_line(heading, columns), "|---|" + "---:|" * len(columns)]
    for point in dict.fromkeys(figure.point for figure in figures):
        values = (found[name, point] for name in columns)
        lines.append(_line(point, ("–" if v is None else f"{v:.3f}" for v in values)))
    lines.append(_line("texts", (f"{mine[0].texts:,}" for mine in columns.values())))
    lines.append(_line("95 % interval, at most", map(_widest, columns.values())))
    taught = [{figure.learnt for figure in mine} for mine in columns.values()]
    if all(len(one) == 1 and None not in one for one in taught):
        lines.append(_line("texts learnt from", (f"{one.pop():,}" for one in taught)))
    return "\n".join(lines)


def _line(first: str, cells: Any) -> str:
    return f"| {first} | {' | '.join(cells)} |"


def _widest(mine: Sequence[Figure]) -> str:
    sides = [
        max(f.value - f.low, f.high - f.value)
        for f in mine
        if f.value is not None and f.low is not None and f.high is not None
    ]
    return f"± {max(sides):.3f}" if sides else "–"
