"""What a suite is: labelled texts that a model is measured on, as one or several tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from harmonie.channels.wording import Wording
from harmonie.plugins import Registry

#: In place of a signal: each case names the signals that it is about, and all must be right.
EXPECTED = "expected"
#: In place of a signal: which of Ekman's basic emotions are there, several or none.
BASIC = "basic_emotions"
Pair = tuple[str, str]
Classes = tuple[tuple[str, tuple[str, ...]], ...]


class CannotEvaluate(ValueError):
    """What was asked cannot be measured; the argument says why, in both languages."""

    def __init__(self, en: str, fr: str) -> None:
        super().__init__(Wording("cannot_evaluate", en, fr))


@dataclass(frozen=True, slots=True)
class Case:
    """A text and the truth about it.

    ``target`` holds the right classes by number; of a binary task 1 (yes) or nothing. ``groups``
    says to which part of the suite the text belongs (``{"functionality": "negation"}``);
    ``expected`` which signals must be on which side of 0.5, in a task on :data:`EXPECTED`.
    """

    text: str
    target: frozenset[int] = frozenset()
    parent: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """One question about many texts of one language.

    ``classes`` is empty for a yes-or-no signal; otherwise it names each class of the suite with
    the model's classes that mean it, whose probabilities are added. ``main`` is the metric that
    the suite is known by. ``language`` is ``""`` when it was not told: each text then shows it.
    """

    name: str
    language: str
    signal: str
    cases: Sequence[Case]
    main: str = "auc"
    classes: Classes = ()
    #: Several classes may be said of one text, each whose probability is 0.5 or more.
    many: bool = False


@runtime_checkable
class Suite(Protocol):
    """Reads its texts from ``folder``, below the data folder unless it is absolute; ``shares``
    names training sets that hold the same rows."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str]
    title: ClassVar[Pair]
    citation: ClassVar[str]
    folder: ClassVar[str]
    shares: ClassVar[tuple[str, ...]]

    def tasks(self, root: Path) -> Iterable[Task]: ...


SUITES: Registry[Suite] = Registry("suites", "harmonie.learning.suites")


def yes(is_true: bool) -> frozenset[int]:
    """The target of a yes-or-no task."""
    return frozenset((1,)) if is_true else frozenset()


def one(label: int) -> frozenset[int]:
    """The target of a task with one right class."""
    return frozenset((label,))


def sampled(task: Task, limit: int | None) -> Task:
    """At most ``limit`` cases, always the same ones, chosen by a hash of their texts."""
    if limit is None or len(task.cases) <= limit:
        return task

    def place(index: int) -> tuple[bytes, int]:
        text = task.cases[index].text.encode("utf-8", "replace")
        return hashlib.blake2b(text, digest_size=8).digest(), index

    chosen = sorted(sorted(range(len(task.cases)), key=place)[:limit])
    return replace(task, cases=[task.cases[i] for i in chosen])


def readable(task: Task) -> Task:
    """Without the cases that have no text."""
    return replace(task, cases=[case for case in task.cases if case.text.strip()])


def by_language(task: Task) -> Iterator[Task]:
    """The task itself when its language is known; else a task per language that the texts show."""
    if task.language:
        yield task
        return
    from harmonie.text.language import identify

    parts: dict[str, list[Case]] = {}
    for case in task.cases:
        parts.setdefault(identify(case.text, None).language or "other", []).append(case)
    for language in sorted(parts):
        yield replace(task, language=language, cases=parts[language])
