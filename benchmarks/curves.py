"""Where the models miss a target of quality: curves that say why, and what would move it.

::

    python benchmarks/curves.py --data path/to/data --work DIR
    python benchmarks/curves.py --work DIR --only layers,texts --limit 200 --json curves.json

``DIR`` is the folder of checkpoints that ``harmonie train --all --work DIR`` left; it needs torch
and the data folder with ``dev/`` and ``train/``. Three tables, a column for each development task:

- ``stage``: the encoder's own heads, with more or less of the second stage's weights kept;
- ``layers``: a linear probe on the fitted deep encoder cut after so many layers;
- ``texts``: the same probe at the last layer, learnt from so many French or English texts; "all"
  are at most ``--texts`` of each language.

Heads and probes are read as they are, at 0 and without calibration: figures stand beside each
other, not beside those of a tier. The encoder has seen the texts that its probes learn from; what
``texts`` shows is how much its answers, not its layers, still gain from more.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# An interpreter that has torch may have no Harmonie.
sys.path.append(str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np
from numpy.typing import NDArray

from benchmarks import probing
from benchmarks.checkpoints import Checkpoints, Reader
from benchmarks.probing import PROBED, Answers, Figure, Question
from harmonie.analysers.additive.evidence import ATTACKS
from harmonie.learning import sources
from harmonie.learning.dataset import CLASSES, Example, split
from harmonie.learning.encoder.heads import COLUMN, TOGETHER
from harmonie.learning.train import folder_of_sets
from harmonie.records import LANGUAGES

CURVES = {
    "stage": "second stage kept",
    "layers": "layers",
    "texts": "texts learnt from",
}
#: How much of the way from the first stage's weights to the second's is kept.
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
DEPTHS = (2, 4, 6, 8, 10, 12)
TEXTS = (250, 500, 1000, 2000, 4000, 8000)
SEED = 7


def of_stage(reader: Reader, asked: Sequence[Question]) -> Iterator[Figure]:
    """Each task at each share of the second stage."""
    for share in SHARES:
        tell(f"stage {share:g}")
        reader.keep(share)
        for question in asked:
            answers = by_signal(reader.logits(question.examples))
            yield probing.measured("stage", f"{share:g}", question, answers)


def by_signal(logits: NDArray[Any]) -> Answers:
    """What the heads say; toxicity is as sure as the attacks it contains, as in every tier."""
    toxic = [COLUMN[head] for head in ("toxicity", *ATTACKS)]
    found = {head: logits[:, COLUMN[head]] for head in ("hate", "insult")}
    mood = logits[:, TOGETHER["sentiment"]]
    return {**found, "toxicity": logits[:, toxic].max(axis=1), "sentiment": mood}


@dataclass(frozen=True)
class Learnt:
    """What probes learn from and are asked, and the features of both at each depth."""

    sample: list[Example]
    asked: Sequence[Question]
    features: Mapping[int, NDArray[Any]]

    def rows(self, signal: str, language: str = "", many: int | None = None) -> NDArray[np.int64]:
        """The first ``many`` that know the signal; none when there are fewer."""
        found = [
            row
            for row, one in enumerate(self.sample)
            if language in ("", one.language) and probing.truth(one, signal) >= 0
        ]
        short = many is not None and len(found) < many
        return np.array([] if short else found[:many], np.int64)

    def figures(
        self, curve: str, point: str, depth: int, rows: Callable[[str], NDArray[np.int64]]
    ) -> Iterator[Figure]:
        """Every task, answered by probes that learn from the ``rows`` of their signal."""
        tell(f"{curve} {point}")
        features = self.features[depth]
        probes, known = {}, {signal: rows(signal) for signal in PROBED}
        for signal, mine in known.items():
            target = np.array([probing.truth(self.sample[row], signal) for row in mine], np.int64)
            made = probing.probe(features[mine], target, len(CLASSES.get(signal, "yn")))
            if made is not None:
                probes[signal] = made
        first = len(self.sample)
        for question in self.asked:
            given = features[first : first + len(question.examples)].astype(np.float32)
            first += len(question.examples)
            answers = {name: made.decision_function(given) for name, made in probes.items()}
            one = probing.measured(curve, point, question, answers)
            by = known.get(question.task.signal, known["toxicity"])
            yield replace(one, learnt=len(by))


def learnt(
    reader: Reader, sample: list[Example], asked: Sequence[Question], depths: Sequence[int]
) -> Learnt:
    """Reads the sample and every task once."""
    every = [*sample, *(one for question in asked for one in question.examples)]
    return Learnt(sample, asked, reader.features(every, depths))


def of_layers(found: Learnt) -> Iterator[Figure]:
    for depth in found.features:
        yield from found.figures("layers", str(depth), depth, found.rows)


def of_texts(found: Learnt) -> Iterator[Figure]:
    """Nested samples of each language alone, then all of both."""
    depth = max(found.features)
    for language in LANGUAGES:
        for many in (*TEXTS, None):
            rows = {signal: found.rows(signal, language, many) for signal in PROBED}
            if not any(len(mine) for mine in rows.values()):
                continue
            point = f"{language}: {many or _all(rows)}"
            yield from found.figures("texts", point, depth, rows.__getitem__)
    both = {signal: found.rows(signal) for signal in PROBED}
    yield from found.figures("texts", f"both: {_all(both)}", depth, both.__getitem__)


def _all(rows: Mapping[str, NDArray[np.int64]]) -> str:
    return "all ({})".format(", ".join(f"{name} {len(mine):,}" for name, mine in rows.items()))


def tell(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("HARMONIE_DATA")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None)
    parser.add_argument("--work", type=Path, required=True, help="checkpoints of `harmonie train`")
    parser.add_argument("--only", default=",".join(CURVES), help="curves, with commas")
    parser.add_argument("--limit", type=int, default=400, help="texts of a task")
    parser.add_argument("--texts", type=int, default=12_000, help="texts a language for probes")
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    options = parser.parse_args()
    options.names = options.only.split(",")
    if unknown := set(options.names) - set(CURVES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(CURVES)}")
    if options.data is None or not (options.data / "dev").is_dir():
        parser.error("give the folder that holds dev/ and train/ with --data or HARMONIE_DATA")
    for name in ("first.pt", "second.pt", "tokenizer.json"):
        if not (options.work / name).is_file():
            parser.error(f"{options.work} has no {name}: run `harmonie train --all --work` first")
    if find_spec("torch") is None:
        parser.error("needs torch: pip install 'harmonie[encoder]'")
    return options


def curves(options: argparse.Namespace) -> Iterator[list[Figure]]:
    """One list for each curve asked for."""
    from harmonie.learning.encoder.stages import KEPT

    asked = list(probing.questions(options.data, options.limit))
    reader = Checkpoints(options.work)
    if "stage" in options.names:
        yield list(of_stage(reader, asked))
    if {"layers", "texts"} & set(options.names):
        examples = split(sources.read(folder_of_sets(options.data), SEED, tell), SEED).train
        chosen = [
            e for language in LANGUAGES for e in probing.sample(examples, language, options.texts)
        ]
        depths = [d for d in DEPTHS if d < reader.layers] if "layers" in options.names else []
        reader.keep(KEPT)
        found = learnt(reader, chosen, asked, [*depths, reader.layers])
        if "layers" in options.names:
            yield list(of_layers(found))
        if "texts" in options.names:
            yield list(of_texts(found))


def main() -> int:
    options = parsed()
    every: list[Figure] = []
    for figures in curves(options):
        print(probing.table(figures, CURVES[figures[0].curve]), end="\n\n", flush=True)
        every += figures
    if options.json:
        text = json.dumps([asdict(one) for one in every], ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
