"""Trains the fast tier: reads the sets, fits every head, packs, calibrates, measures, writes.

Deterministic for a given seed and data: splits are hashes, the optimiser has no randomness.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.marks import marks_of
from harmonie.analysers.additive.model import AdditiveModel, Parameters
from harmonie.analysers.fast import model as shared_model
from harmonie.learning import sources
from harmonie.learning.ablation import Ablation, auc
from harmonie.learning.balance import CLASS_POWER, balanced
from harmonie.learning.calibrate import platt, vector_scaling
from harmonie.learning.card.complete import complete
from harmonie.learning.dataset import BINARY, CLASSES, HEADS, Example, Split, split
from harmonie.learning.fairness.representativeness import representativeness, write
from harmonie.learning.fit import design, fit
from harmonie.learning.held_out import figures
from harmonie.learning.quantise import quantise
from harmonie.pipeline import Pipeline
from harmonie.records import LANGUAGES
from harmonie.text.normalise import normalise_many
from harmonie.weights.store import Weights, save, save_card

Progress = Callable[[str], None]
#: Strength of the pull of weights towards 0, chosen on the held-out part.
PENALTY = {"sentiment": 0.5, "emotion": 1.5, "intent": 0.15}
BINARY_PENALTY = 1.5
#: Sets of which the card tells what they bring: one was published for training but states no
#: licence, the others were written for Harmonie.
ABLATED = ("dynahate", "comments", "contrast")
#: How far binary labels are rebalanced while weights are fitted; fully for calibration.
FIT_POWER = 0.5


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What training made: where, from how many texts, in how long, and the figures."""

    version: str
    folder: Path
    examples: int
    seconds: float
    figures: tuple[Mapping[str, Any], ...]


def train(
    data: Path,
    output: Path,
    seed: int = 7,
    progress: Progress | None = None,
    leave_out: Sequence[str] = (),
) -> TrainReport:
    """Reads ``data`` (the folder that holds the training sets), writes ``fast.*`` into ``output``.

    ``leave_out`` names sets to train without. Raises ``FileNotFoundError`` when ``data`` lacks
    the sets, ``ModuleNotFoundError`` when the ``train`` extra is not installed.
    """
    tell = progress or (lambda _: None)
    _need_scipy()
    examples = sources.read(folder_of_sets(data), seed, tell, leave_out)
    output.mkdir(parents=True, exist_ok=True)
    write(representativeness(examples), output)
    return train_on(split(examples, seed), output, seed, tell, leave_out)


def train_on(
    parts: Split,
    output: Path,
    seed: int,
    tell: Progress,
    leave_out: Sequence[str] = (),
) -> TrainReport:
    """:func:`train` from examples already read and split."""
    began = time.monotonic()
    examples = [*parts.train, *parts.calibration, *parts.held_out]
    tell(f"{len(parts.train)} texts to learn from, {len(parts.held_out)} held out")
    raw_weights, bias = _fit_heads(parts.train, tell)
    table, multipliers, units = quantise(raw_weights)
    flat = Parameters(
        HEADS, LANGUAGES, table, multipliers, units,
        np.tile(bias, (len(LANGUAGES), 1)), np.ones((len(LANGUAGES), len(HEADS))),
    )  # fmt: skip
    tell("calibrating")
    calibrated = _calibrated(flat, parts.calibration)
    tell("fitting again without some sets")
    ablations = _ablations(parts, leave_out)
    weights = _write(calibrated, output, examples, leave_out, seed)
    measured = _measured(weights, output, parts.held_out, ablations, tell)
    complete(output, tell, tiers=["fast"])
    return TrainReport(
        weights.version, output, len(examples), time.monotonic() - began, tuple(measured)
    )


def _measured(
    weights: Weights,
    folder: Path,
    held_out: Sequence[Example],
    ablations: Sequence[Ablation],
    tell: Progress,
) -> list[dict[str, Any]]:
    """The figures, written into the JSON card with the ablations."""
    shared_model.cache_clear()  # other weights may have been read from this very folder before
    found = figures(Pipeline("fast", folder), held_out, tell)
    told = {"figures": found, "ablations": [asdict(one) for one in ablations]}
    save_card("fast", {**weights.card, **told}, folder)
    return found


def main(data_dir: str | Path, output_dir: str | Path, seed: int = 7) -> TrainReport:
    """:func:`train`, telling its progress on standard error."""
    return train(Path(data_dir), Path(output_dir), seed, _tell)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _need_scipy() -> None:
    try:
        import scipy.optimize  # noqa: F401
        import sklearn  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{error.name} is needed to train: pip install 'harmonie[train]'"
        ) from None


def folder_of_sets(data: Path) -> Path:
    for folder in (data, data / "train"):
        if (folder / "goemotions").is_dir():
            return folder
    raise FileNotFoundError(
        f"{data} does not hold the training sets (looked for goemotions/ there and in train/): "
        "see docs, how to train"
    )


def _fit_heads(
    examples: Sequence[Example], tell: Progress
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    normalised = normalise_many([e.text for e in examples])
    made = design(
        [n.text for n in normalised], marks_of(normalised, [e.language for e in examples])
    )
    importance = np.array([e.weight for e in examples])
    language = np.array([e.language for e in examples])
    weights = np.zeros((made.scale.shape[0], len(HEADS)))
    bias = np.zeros(len(HEADS))
    for head in BINARY:
        chosen, targets = _known(examples, (head,))
        weight = _same_total(
            balanced(importance[chosen], targets[:, 0], language[chosen], FIT_POWER),
            importance[chosen],
        )
        found = fit(made, chosen, targets[:, 0], weight, BINARY_PENALTY)
        column = HEADS.index(head)
        weights[:, column], bias[column] = found.weights[:, 0], found.bias[0]
        tell(f"{head}: {len(chosen)} texts, {targets.mean():.0%} yes, {found.iterations} steps")
    for signal, labels in CLASSES.items():
        columns = [HEADS.index(f"{signal}:{label}") for label in labels]
        chosen, targets = _known(examples, tuple(f"{signal}:{label}" for label in labels))
        weight = _same_total(
            balanced(importance[chosen], targets, language[chosen], CLASS_POWER),
            importance[chosen],
        )
        found = fit(made, chosen, targets, weight, PENALTY[signal])
        weights[:, columns], bias[columns] = found.weights, found.bias
        tell(f"{signal}: {len(chosen)} texts, {found.iterations} steps")
    return weights, bias


def _ablations(parts: Split, leave_out: Sequence[str]) -> list[Ablation]:
    """What toxicity and hate lose without each set of :data:`ABLATED`."""
    found: list[Ablation] = []
    for head in ("toxicity", "hate"):
        held = [e for e in parts.held_out if head in e.labels]
        target = np.array([e.labels[head] for e in held])
        known = [e for e in parts.train if head in e.labels]
        whole = _fitted_scores(known, held, head)
        for source in (name for name in ABLATED if name not in leave_out):
            less = _fitted_scores([e for e in known if e.source != source], held, head)
            others = np.array([e.source != source for e in held])
            for language in LANGUAGES:
                mine = others & np.array([e.language == language for e in held])
                areas = [auc(target[mine], score[mine]) for score in (whole, less)]
                found.append(Ablation(source, head, language, int(mine.sum()), *areas))
    return found


def _fitted_scores(
    known: Sequence[Example], held: Sequence[Example], head: str
) -> NDArray[np.float64]:
    read = normalise_many([e.text for e in known])
    made = design([n.text for n in read], marks_of(read, [e.language for e in known]))
    importance = np.array([e.weight for e in known])
    target = np.array([e.labels[head] for e in known])
    spoken = np.array([e.language for e in known])
    weight = _same_total(balanced(importance, target, spoken, FIT_POWER), importance)
    found = fit(made, np.arange(len(known)), target, weight, BINARY_PENALTY)
    one = np.ones((1, 1))
    model = AdditiveModel(Parameters((head,), ("any",), *quantise(found.weights), one, one))
    asked = normalise_many([e.text for e in held])
    marks = marks_of(asked, [e.language for e in held])
    return model.totals(model.contributions([n.text for n in asked], marks))[:, 0]


def _same_total(weight: NDArray[np.float64], former: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same shares with the former total, so that a penalty keeps its meaning."""
    scaled: NDArray[np.float64] = weight * (former.sum() / weight.sum())
    return scaled


def _known(
    examples: Sequence[Example], heads: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Examples that know at least one of ``heads``, and their targets (0 for the others)."""
    chosen = [i for i, e in enumerate(examples) if any(h in e.labels for h in heads)]
    targets = [[examples[i].labels.get(h, 0.0) for h in heads] for i in chosen]
    return np.array(chosen, dtype=np.int64), np.array(targets).reshape(len(chosen), len(heads))


def _calibrated(flat: Parameters, examples: Sequence[Example]) -> Parameters:
    normalised = normalise_many([e.text for e in examples])
    model = AdditiveModel(flat)
    found = model.contributions(
        [n.text for n in normalised], marks_of(normalised, [e.language for e in examples])
    )
    raw = model.totals(found) + flat.bias[0]
    language = np.array([e.language for e in examples])
    weight = np.array([e.weight for e in examples])
    bias, gain = flat.bias.copy(), flat.gain.copy()
    for row, code in enumerate((None, *flat.languages)):
        mine = np.ones(len(examples), bool) if code is None else language == code
        rows = slice(None) if code is None else slice(row - 1, row)
        for head in BINARY:
            column = HEADS.index(head)
            chosen, targets = _known(examples, (head,))
            keep = mine[chosen]
            used = chosen[keep]
            if len(used) < 100 or targets[keep].max(initial=0) < 0.5:
                continue
            fair = balanced(weight[used], targets[keep, 0], language[used])
            a, b = platt(raw[used, column], targets[keep, 0], fair)
            gain[rows, column], bias[rows, column] = a, a * flat.bias[0, column] + b
        for signal, labels in CLASSES.items():
            columns = [HEADS.index(f"{signal}:{label}") for label in labels]
            chosen, targets = _known(examples, tuple(f"{signal}:{label}" for label in labels))
            used = chosen[mine[chosen]]
            if len(used) < 100:
                continue
            known = targets[mine[chosen]]
            fair = balanced(weight[used], known, language[used], CLASS_POWER)
            a, shifts = vector_scaling(raw[np.ix_(used, columns)], known, fair)
            for column, shift in zip(columns, shifts, strict=True):
                gain[rows, column] = a
                bias[rows, column] = a * flat.bias[0, column] + shift
    return Parameters(
        flat.heads, flat.languages, flat.table, flat.multipliers, flat.units, bias, gain
    )


def _write(
    parameters: Parameters,
    output: Path,
    examples: Sequence[Example],
    leave_out: Sequence[str],
    seed: int,
) -> Weights:
    arrays: dict[str, NDArray[Any]] = {
        "table": parameters.table,
        "multipliers": parameters.multipliers,
        "units": parameters.units,
        "bias": parameters.bias,
        "gain": parameters.gain,
    }
    card = {
        "heads": list(parameters.heads),
        "languages": list(parameters.languages),
        "seed": seed,
        "examples": len(examples),
        "left_out": list(leave_out),
        "sources": sources.described(examples),
    }
    return save("fast", arrays, card, output)
