"""Harmonie beside what a team could install instead, on the same texts in the same run.

::

    HARMONIE_DATA=path/to/data python benchmarks/beside.py
    python benchmarks/beside.py --data path/to/data --tier deep --limit 400 --suites toxifrench

It is ``harmonie evaluate --baselines`` as one table: a line for each task, the main figure of every
judge, and the best published one. ``requirements/bench.txt`` lists the baselines' packages; one
that is not installed is named above the table, and a dash stands where a judge does not speak the
language or the signal. Baselines that learn read the training sets of the same folder.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harmonie.learning.report.beside import published
from harmonie.learning.suites.examine import Evaluation, Result
from harmonie.learning.suites.run import run

#: Fewer texts, or fewer "yes" among them, say nothing.
FEWEST = 10


def table(evaluation: Evaluation) -> str:
    """A line for each task that Harmonie and at least one baseline answered."""
    judges = [evaluation.judge, *evaluation.remarks]
    by_task: dict[tuple[str, str, str, str], dict[str, Result]] = {}
    for result in evaluation.results:
        by_task.setdefault(result.key, {})[result.judge] = result
    head = ["suite and task", "", "signal", "texts", "figure", *judges, "published"]
    lines = [_line(head), "|---|---|---|---:|---|" + "---:|" * len(judges) + "---|"]
    for (suite, task, language, signal), found in by_task.items():
        mine = found.get(evaluation.judge)
        if mine is None or len([r for r in found.values() if _value(r)]) < 2:
            continue
        figures = [_value(found[judge]) if judge in found else "" for judge in judges]
        cells = [f"{suite}, {task}", language, signal, str(mine.texts), mine.main]
        lines.append(_line([*cells, *(one or "–" for one in figures), _best(mine)]))
    return "\n".join(lines)


def wins(evaluation: Evaluation) -> str:
    """On how many tasks Harmonie is at least as good as every baseline that answered."""
    best: dict[tuple[str, str, str, str], float] = {}
    for result in evaluation.results:
        if result.judge != evaluation.judge and _value(result):
            value = result.metrics[result.main].value
            best[result.key] = max(best.get(result.key, 0.0), value)
    mine = [r for r in evaluation.results if r.judge == evaluation.judge and r.key in best]
    ahead = [r for r in mine if _value(r) and r.metrics[r.main].value >= best[r.key]]
    return f"{evaluation.judge} is not below the best baseline on {len(ahead)} of {len(mine)} tasks"


def _value(result: Result) -> str:
    few = result.positives and min(result.positives, result.texts - result.positives) < FEWEST
    if result.status != "measured" or result.main not in result.metrics or few:
        return ""
    return f"{result.metrics[result.main].value:.3f}"


def _best(result: Result) -> str:
    found = [one for one in published(result) if one.metric == result.main]
    return f"{found[0].value:.3f} {found[0].system}" if found else ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("HARMONIE_DATA")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None)
    parser.add_argument("--tier", default="full")
    parser.add_argument("--limit", type=int, default=150, help="at most so many texts of a task")
    parser.add_argument("--suites", default="", help="names, between commas; all when left out")
    options = parser.parse_args()
    if options.data is None:
        parser.error("give the folder of evaluation sets with --data or HARMONIE_DATA")
    found = run(
        options.data,
        [name for name in options.suites.split(",") if name],
        tier=options.tier,
        limit=options.limit,
        with_baselines=True,
        tell=lambda line, passing: None if passing else print(line, file=sys.stderr, flush=True),
    )
    print(f"{found.judge}, model {found.version}, at most {options.limit} texts a task")
    for name, remark in found.remarks.items():
        print(f"{name}: {remark[0]}")
    for name in found.not_installed:
        print(f"{name}: not installed")
    print(f"\n{table(found)}\n\n{wins(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
