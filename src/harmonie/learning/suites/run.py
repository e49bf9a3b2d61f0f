"""One call from what a person asked to an :class:`Evaluation`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from harmonie.learning.baselines.baseline import Baseline, installed
from harmonie.learning.suites.examine import Evaluation, chosen, examine
from harmonie.learning.suites.judge import PipelineJudge
from harmonie.learning.suites.own_table import OwnTable
from harmonie.learning.suites.suite import Suite

#: ``tell(line, passing)``: ``passing`` lines need not stay on the screen.
Tell = Callable[[str, bool], None]


def run(
    root: Path | None,
    names: Sequence[str] = (),
    table: OwnTable | None = None,
    tier: str = "full",
    limit: int | None = None,
    with_baselines: bool = False,
    tell: Tell = lambda line, passing: None,
) -> Evaluation:
    """Figures of ``tier`` (the best installed, not above) on the suites below ``root``.

    ``table`` alone is measured when it is given without ``names``. Raises
    :class:`~harmonie.learning.suites.suite.CannotEvaluate` when there is nothing to measure.
    """
    suites: list[Suite | OwnTable] = [table] if table else []
    absent: list[str] = []
    if names or not table:
        found, absent = chosen(names, root)
        suites += found
    judge = PipelineJudge(tier)
    others: list[Baseline] = []
    missing: list[str] = []
    if with_baselines:
        others, missing = installed(root, tell)
    results = examine(suites, judge, root or Path(), limit, others, tell)
    learnt = {suite.name: sorted(judge.learnt_from & set(suite.shares)) for suite in suites}
    return Evaluation(
        tier_asked=tier,
        tier=judge.tier,
        judge=judge.name,
        version=judge.version,
        limit=limit,
        suites=suites,
        absent=absent,
        learnt=learnt,
        results=results,
        not_installed=missing,
        remarks={other.name: other.remark for other in others},
    )
