"""Every target of Harmonie's judgement in one table: quality on public suites, calibration, bias,
and what ``benchmarks/tiers.py`` measures of cost.

::

    HARMONIE_DATA=path/to/data python benchmarks/targets.py
    python benchmarks/targets.py --data path/to/data --tiers deep --limit 400 --no-costs

It runs the commands that anyone may run, ``harmonie evaluate`` and ``harmonie audit``, reads the
cards beside the weights, and needs no network. Their reports stay in ``--output``; what is already
there is not measured again. Exits with 1 when a target is missed. What may be passed on to
``benchmarks/tiers.py`` (``--work``, ``--python``, ``--pretrained``) is told there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.promises.judgement import of_audit, of_card, of_evaluation
from benchmarks.promises.row import Row, table

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "src" / "harmonie" / "weights"


def run(command: Sequence[str], expected: Path) -> dict:
    """The JSON that ``command`` writes to ``expected``; both commands exit with 1 for a miss."""
    if not expected.is_file():
        print(" ".join(command), file=sys.stderr, flush=True)
        start = "import sys; from harmonie.cli import main; sys.argv[0] = 'harmonie'; main()"
        done = subprocess.run(
            [sys.executable, "-c", start, *command], stdout=subprocess.DEVNULL, check=False
        )
        if not expected.is_file():
            raise SystemExit(f"harmonie {command[0]} wrote no report (exit {done.returncode})")
    return json.loads(expected.read_text("utf-8"))


def judgement(tier: str, options: argparse.Namespace) -> Iterator[Row]:
    """Rows of one tier: what it says of public suites, of its held-out texts and of groups."""
    folder = options.output / tier
    limit = ["--limit", str(options.limit)] if options.limit else []
    evaluation = ["evaluate", "--data", str(options.data), "--tier", tier, *limit]
    yield from of_evaluation(
        tier, run([*evaluation, "--output", str(folder)], folder / "evaluation.json")
    )
    card = json.loads((WEIGHTS / f"{tier}.json").read_text("utf-8"))
    yield from of_card(tier, card["figures"])
    audit = ["audit", "--tier", tier, "--output", str(folder)]
    yield from of_audit(tier, run(audit, folder / "audit.json"))


def costs(given: Sequence[str], options: argparse.Namespace) -> list[Row]:
    """The rows of ``benchmarks/tiers.py``."""
    path = options.output / "tiers.json"
    if not path.is_file():
        script = str(ROOT / "benchmarks" / "tiers.py")
        command = [sys.executable, script, "--data", str(options.data), "--json", str(path)]
        subprocess.run([*command, *given], stdout=subprocess.DEVNULL, check=True)
    rows = json.loads(path.read_text("utf-8"))
    return [Row(**{k: v for k, v in row.items() if k != "is_reached"}) for row in rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("HARMONIE_DATA")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None)
    parser.add_argument("--tiers", default="full,deep", help="tiers whose quality is measured")
    parser.add_argument("--limit", type=int, help="at most so many texts of a task")
    parser.add_argument("--no-costs", action="store_true", help="leave out speed, memory, size")
    parser.add_argument("--output", type=Path, help="folder in which the reports stay")
    options, given = parser.parse_known_args()
    if options.data is None:
        parser.error("give the folder of evaluation sets with --data or HARMONIE_DATA")
    with tempfile.TemporaryDirectory() as folder:
        options.output = options.output or Path(folder)
        options.output.mkdir(parents=True, exist_ok=True)
        rows = [row for tier in options.tiers.split(",") for row in judgement(tier, options)]
        if not options.no_costs:
            rows += costs(given, options)
    print(table(rows))
    known = [row.is_reached for row in rows if row.is_reached is not None]
    print(f"\n{sum(known)} of {len(known)} targets reached")
    return 0 if all(known) else 1


if __name__ == "__main__":
    sys.exit(main())
