"""From suites and judges to figures: the work behind ``harmonie evaluate``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.metrics import (
    Bin,
    Estimate,
    Floats,
    binary,
    choices,
    classes,
    estimates,
    precision_recall,
    reliability,
)
from harmonie.learning.suites.judge import Judge, PipelineJudge
from harmonie.learning.suites.own_table import OwnTable
from harmonie.learning.suites.suite import (
    EXPECTED,
    SUITES,
    CannotEvaluate,
    Pair,
    Suite,
    Task,
    by_language,
    readable,
    sampled,
)

Status = Literal["measured", "no_signal", "no_texts"]
#: A group with fewer texts is shown as too small to tell.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of one group of a task: ``kind`` says how it was cut, ``name`` which part it is."""

    kind: str
    name: str
    texts: int
    positives: int
    metrics: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Result:
    """What one judge did on one task. ``metrics`` is empty unless ``status`` is ``measured``."""

    suite: str
    task: str
    language: str
    signal: str
    judge: str
    main: str
    texts: int
    positives: int
    status: Status = "measured"
    judged: int = 0
    several: bool = False
    metrics: Mapping[str, Estimate] = field(default_factory=dict)
    bins: Sequence[Bin] = ()
    curve: Sequence[tuple[float, float]] = ()
    parts: Sequence[Part] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.suite, self.task, self.language, self.signal)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that a report needs; no text of any suite."""

    tier_asked: str
    tier: str
    judge: str
    version: str
    limit: int | None
    suites: Sequence[Suite | OwnTable]
    absent: Sequence[str]
    learnt: Mapping[str, Sequence[str]]
    results: Sequence[Result]
    not_installed: Sequence[str] = ()
    remarks: Mapping[str, Pair] = field(default_factory=dict)


def chosen(names: Sequence[str], root: Path | None) -> tuple[list[Suite], list[str]]:
    """The suites asked for, or all, and the names of those whose folder is not there.

    Raises :class:`CannotEvaluate` for an unknown name, or when a suite that was named is absent.
    """
    for name in names:
        if name not in SUITES.classes:
            known = ", ".join(SUITES.names())
            raise CannotEvaluate(
                f"no suite is named {name!r}; known: {known}",
                f"aucune suite ne s’appelle «\u202f{name}\u202f»\u202f; connues\u00a0: {known}",
            )
    wanted = [suite() for suite in SUITES if not names or suite.name in names]
    if not all(Path(suite.folder).is_absolute() for suite in wanted) and not (
        root and root.is_dir()
    ):
        raise CannotEvaluate(
            f"{root or 'no folder'}: give the folder that holds dev/ and train/ with --data or "
            "HARMONIE_DATA, or a file of your own with --csv",
            f"{root or 'aucun dossier'}\u00a0: donnez le dossier qui contient dev/ et train/ avec "
            "--data ou HARMONIE_DATA, ou un fichier à vous avec --csv",
        )
    top = root or Path()
    there = [suite for suite in wanted if (top / suite.folder).is_dir()]
    absent = [suite.name for suite in wanted if suite not in there]
    if (names and absent) or not there:
        folders = ", ".join(str(top / SUITES.get(name).folder) for name in absent)
        raise CannotEvaluate(
            f"these folders are not there: {folders}", f"il manque ces dossiers\u00a0: {folders}"
        )
    return there, absent


def examine(
    suites: Sequence[Suite | OwnTable],
    judge: PipelineJudge,
    root: Path,
    limit: int | None = None,
    baselines: Sequence[Judge] = (),
    tell: Callable[[str, bool], None] = lambda line, passing: None,
) -> list[Result]:
    """Figures of ``judge`` on every task, each followed by those baselines that can answer it."""
    found = []
    for suite in suites:
        for task in _tasks(suite, root, limit):
            where = " ".join(filter(None, (suite.name, task.name, task.language, task.signal)))
            tell(where, False)
            for one in (judge, *baselines):
                told = partial(_progress, tell, f"{where}, {one.name}")
                result = _result(suite.name, task, one, one.answers(task, told))
                if result.status == "measured" or one is judge:
                    found.append(result)
    return found


def _progress(tell: Callable[[str, bool], None], where: str, done: int, total: int) -> None:
    tell(f"{where}: {done}/{total}", True)


def _tasks(suite: Suite | OwnTable, root: Path, limit: int | None) -> Iterator[Task]:
    try:
        tasks: Iterable[Task] = list(suite.tasks(root))
    except (KeyError, IndexError, ValueError) as error:
        if isinstance(error, CannotEvaluate):
            raise
        raise CannotEvaluate(
            f"{root / suite.folder} is not as this suite expects ({error!r}); copy the set again",
            f"{root / suite.folder} n’a pas la forme attendue ({error!r})\u202f; recopiez le jeu",
        ) from error
    for task in tasks:
        for part in by_language(readable(task)):
            yield sampled(part, limit)


def _result(suite: str, task: Task, judge: Judge, answers: Floats | None) -> Result:
    targets = _targets(task)
    bare = Result(
        suite, task.name, task.language, task.signal, judge.name, task.main, len(task.cases),
        int(targets[:, 0].sum()) if not task.classes else len(task.cases),
        several=bool(task.classes) or task.signal == EXPECTED,
    )  # fmt: skip
    if not task.cases or answers is None:
        return replace(bare, status="no_texts" if not task.cases else "no_signal")
    rows = answers[:, None] if answers.ndim == 1 else answers
    judged = int((~np.isnan(rows).any(axis=1)).sum())
    known = np.nan_to_num(rows)
    parts = _parts(task, targets, known)
    done = replace(bare, judged=judged, metrics=_metrics(task, targets, known), parts=parts)
    if task.many:
        return done
    if task.classes:
        hit = targets[np.arange(len(known)), known.argmax(axis=1)]
        return replace(done, bins=reliability(hit, np.minimum(known.max(axis=1), 1.0)))
    if task.signal == EXPECTED:
        return done
    target, score = targets[:, 0], known[:, 0]
    return replace(done, bins=reliability(target, score), curve=precision_recall(target, score))


def _targets(task: Task) -> NDArray[np.bool_]:
    """``[texts, classes]``; one column, yes, for a binary task."""
    places = range(len(task.classes)) if task.classes else (1,)
    found = [[place in case.target for place in places] for case in task.cases]
    return np.array(found, dtype=np.bool_).reshape(len(task.cases), len(places))


def _metrics(task: Task, targets: NDArray[np.bool_], known: Floats) -> dict[str, Estimate]:
    """A text that was not judged counts as not flagged, and as a wrong choice of class."""
    if not task.classes:
        found = estimates(binary(targets[:, 0], known[:, 0]), len(known))
        if task.signal == EXPECTED:
            return {"accuracy": found["accuracy"]}
        # A metric of the class that does not occur says nothing.
        if not targets.any():
            for name in ("recall", "precision", "f1", "macro_f1"):
                found.pop(name, None)
        if targets.all():
            for name in ("fpr", "precision", "f1", "macro_f1"):
                found.pop(name, None)
        return found
    if task.many:
        return estimates(choices(targets, known), len(known))
    sure = np.minimum(known.max(axis=1), 1.0)
    said = np.where(sure > 0, known.argmax(axis=1), -1)
    return estimates(classes(targets, said, sure), len(known))


def _parts(task: Task, targets: NDArray[np.bool_], known: Floats) -> list[Part]:
    """Figures of every group; without figures where it has fewer texts than :data:`FEWEST`."""
    places: dict[tuple[str, str], list[int]] = {}
    for index, case in enumerate(task.cases):
        for kind, name in case.groups.items():
            places.setdefault((kind, name), []).append(index)
    found = []
    for (kind, name), rows in sorted(places.items()):
        mine = targets[rows]
        metrics = _metrics(task, mine, known[rows]) if len(rows) >= FEWEST else {}
        yes = int(mine[:, 0].sum()) if not task.classes else len(rows)
        found.append(Part(kind, name, len(rows), yes, metrics))
    return found
