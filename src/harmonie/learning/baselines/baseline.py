"""What a baseline is: one file per baseline in this folder; found by the registry."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from harmonie.learning.suites.judge import Floats, Told
from harmonie.learning.suites.suite import Pair, Task
from harmonie.plugins import Registry

Tell = Callable[[str, bool], None]


@runtime_checkable
class Baseline(Protocol):
    """A judge made from the data folder (``None`` without one), usable when ``module`` is there.

    ``learns`` says that it needs the training sets; ``remark`` what the reader must know of it.
    """

    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str]
    module: ClassVar[str]
    learns: ClassVar[bool]
    remark: ClassVar[Pair]

    def __init__(self, root: Path | None, tell: Tell) -> None: ...

    def answers(self, task: Task, told: Told) -> Floats | None: ...


BASELINES: Registry[Baseline] = Registry("baselines", "harmonie.learning.baselines")


def installed(root: Path | None, tell: Tell) -> tuple[list[Baseline], list[str]]:
    """Baselines that can run here, and the names of those that are not installed."""
    judges: list[Baseline] = []
    missing = []
    for baseline in BASELINES:
        if find_spec(baseline.module) is None:
            missing.append(baseline.name)
        elif not baseline.learns or (root is not None and (root / "train").is_dir()):
            judges.append(baseline(root, tell))
    return judges, missing
