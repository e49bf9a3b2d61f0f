"""One table of what the three tiers promise, each figure beside its target: texts a second on one
core, the time of a lone text, memory, the size of the wheel, scores that depend on nothing but the
text, 8 bits beside 32, the quality that the cascade keeps, and the evidence.

::

    python benchmarks/tiers.py                                   # what needs nothing else
    HARMONIE_DATA=path/to/data python benchmarks/tiers.py        # the cascade on public suites too
    python benchmarks/tiers.py --work DIR --python PYTHON        # 8 bits beside fp32, with torch
    python benchmarks/tiers.py --only speed,memory --json tiers.json

``DIR`` is the folder of checkpoints that ``harmonie train --all --work DIR`` left and ``PYTHON`` an
interpreter that has torch. Every measurement runs in a process of its own, pinned to one core where
the system allows it. Speed is in seconds of the processor, start left out; the time of a lone text
is on the wall, so other work on the machine changes it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.promises.row import Asked, Measure, Row, table, told
from benchmarks.throughput import child

ROOT = Path(__file__).resolve().parents[1]
TIERS = ("fast", "full", "deep")
WEIGHTS = ROOT / "src" / "harmonie" / "weights"


@dataclass(frozen=True)
class Measured:
    """A function of a module of ``benchmarks/promises`` and the tiers it is asked of."""

    module: str
    function: str
    tiers: tuple[str, ...] = TIERS

    def find(self) -> Measure:
        found: Measure = getattr(import_module(f"benchmarks.promises.{self.module}"), self.function)
        return found


MEASURES = {
    "speed": Measured("costs", "speed"),
    "every_layer": Measured("costs", "every_layer", ("deep",)),
    "lone": Measured("costs", "lone"),
    "cold": Measured("costs", "cold"),
    "memory": Measured("costs", "memory"),
    "wheel": Measured("costs", "wheel", ("",)),
    "same": Measured("verdicts", "same"),
    "rounding": Measured("rounding", "rounding", ("full", "deep")),
    "cascade": Measured("cascade", "cascade", ("deep",)),
    "evidence": Measured("verdicts", "evidence"),
}


def measured(names: list[str], python: str, given: list[str]) -> Iterator[Row]:
    """Every row, each measurement of each tier in a process of its own."""
    for name in names:
        interpreter = python if name == "rounding" else sys.executable
        for tier in MEASURES[name].tiers:
            print(f"{name} {tier}", file=sys.stderr, flush=True)
            command = [interpreter, str(Path(__file__)), *given, "--child", name, tier]
            try:
                said = child(command)[2].splitlines()[-1]
                yield from (Row(**row) for row in json.loads(said))
            except (RuntimeError, ValueError, IndexError, OSError) as error:
                yield Row(name, tier, note=f"not measured: {error}")


def answer(name: str, asked: Asked) -> None:
    """Measures in this process and prints the rows as JSON."""
    if find_spec("harmonie") is None:  # an interpreter that has torch but no Harmonie
        sys.path.insert(0, str(ROOT / "src"))
    rows = [told(row) for row in MEASURES[name].find()(asked)]
    for row in rows:
        row.pop("is_reached")
    print(json.dumps(rows))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("HARMONIE_DATA")
    parser.add_argument("--only", default=",".join(MEASURES), help="measurements, with commas")
    parser.add_argument("--texts", type=int, default=2_000, help="texts scored at full speed")
    parser.add_argument("--limit", type=int, default=200, help="texts of a task")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--data", type=Path, default=Path(data) if data else None)
    parser.add_argument("--work", type=Path, help="checkpoints of `harmonie train --all`")
    parser.add_argument("--pretrained", type=Path, help="the file that training started from")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with torch")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--child", nargs=2, metavar=("NAME", "TIER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.names = options.only.split(",")
    if unknown := set(options.names) - set(MEASURES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(MEASURES)}")
    return options


def main() -> int:
    options = parsed()
    if options.child:
        name, tier = options.child
        answer(name, Asked(
            tier, options.texts, options.limit, options.weights.resolve(),
            options.data, options.work, options.pretrained,
        ))  # fmt: skip
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "byte-code")
        rows = list(measured(options.names, options.python, sys.argv[1:]))
    print(table(rows))
    if options.json:
        text = json.dumps([told(row) for row in rows], ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
