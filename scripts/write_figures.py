"""Run the quick benchmarks and write what they print into the figures page of both languages.

    HARMONIE_DATA=folder python scripts/write_figures.py [quality targets tiers …]
    BENCH_PYTHON=other/bin/python …   where requirements/bench.txt is installed (throughput, beside)
    WORK=folder TORCH_PYTHON=…        the checkpoints of a training, and where torch is (curves)

The text between ``<!-- begin: name -->`` and ``<!-- end: name -->`` is replaced; the rest of the
page is left alone. ``quality`` is the table of ``harmonie evaluate --targets`` for every installed
tier and needs the evaluation sets, as ``targets`` and ``beside`` do; ``aspects`` tells of irony
where they are; the others need nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from harmonie.learning.report.plain import plain
from harmonie.learning.suites.examine import Evaluation
from harmonie.learning.suites.run import run as evaluate
from harmonie.learning.suites.suite import CannotEvaluate
from harmonie.weights.store import installed

ROOT = Path(__file__).parents[1]
PAGES = {lang: ROOT / "docs" / lang / "explanation" / "figures.md" for lang in ("en", "fr")}
#: Texts of a task that every tier reads, the same ones each time: all of them would take the
#: encoders an hour.
LIMIT = 150
BENCHMARKS = ("quality", "targets", "aspects", "evasion", "throughput", "tiers")
#: What a benchmark is asked beyond its defaults, and the only exit beside 0 that is no failure:
#: a target that is missed is a figure too.
OPTIONS = {
    "targets": ("--no-costs", "--limit", "400"),
    "beside": ("--limit", "100"),
    "curves": ("--limit", "200", "--texts", "4000"),
}
MISSED = 1


def main() -> None:
    for name in sys.argv[1:] or BENCHMARKS:
        for language, page in PAGES.items():
            told = quality(language) if name == "quality" else printed(name)
            page.write_text(replaced(page.read_text("utf-8"), name, told), "utf-8")


def quality(language: str) -> str:
    """The figures of every installed tier, cheapest first, in ``language``."""
    return "\n\n".join(plain(one, language, with_targets=True).strip() for one in evaluations())


@cache
def evaluations() -> list[Evaluation]:
    data = os.environ.get("HARMONIE_DATA")
    try:
        folder = Path(data) if data else None
        return [evaluate(folder, tier=tier, limit=LIMIT) for tier in installed()]
    except CannotEvaluate as error:
        sys.exit(f"quality: {error}")


@cache
def printed(name: str) -> str:
    """What the benchmark ``name`` prints."""
    given = os.environ
    where = {"beside": "BENCH_PYTHON", "curves": "TORCH_PYTHON"}.get(name, "")
    command = [given.get(where, sys.executable), str(ROOT / "benchmarks" / f"{name}.py")]
    command += OPTIONS.get(name, ())
    if name == "throughput" and "BENCH_PYTHON" in given:
        command += ["--python", given["BENCH_PYTHON"]]
    if name == "curves":
        command += ["--data", given.get("HARMONIE_DATA", ""), "--work", given.get("WORK", "")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode not in (0, MISSED if name == "targets" else 0):
        sys.exit(f"{name}: {run.stderr or run.stdout}")
    return run.stdout


def replaced(text: str, name: str, output: str) -> str:
    """``text`` with ``output`` between the marks of ``name``."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    if begin not in text or end not in text:
        sys.exit(f"the figures page has no place for {name}: add {begin} and {end}")
    block = f"{begin}\n\n```text\n{output.strip()}\n```\n\n{end}"
    return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: block, text, flags=re.DOTALL)


if __name__ == "__main__":
    main()
