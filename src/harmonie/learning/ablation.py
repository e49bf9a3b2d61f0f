"""Figures of a model on labelled texts: discrimination, errors, calibration, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.additive.marks import marks_of
from harmonie.analysers.additive.model import AdditiveModel, Parameters
from harmonie.learning.balance import CLASS_POWER, balanced
from harmonie.learning.dataset import BINARY, CLASSES, Example
from harmonie.text.normalise import normalise_many


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of the card. ``f1`` is at 0.5 for binary heads and the macro mean for classes;
    ``auc`` is ``nan`` for classes; ``interval`` is the 95 % bootstrap interval of ``f1``."""

    head: str
    language: str
    source: str
    texts: int
    positives: int
    auc: float
    f1: float
    interval: tuple[float, float]
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Ablation:
    """AUC of a head with and without a set, on the held-out texts of the other sets."""

    source: str
    head: str
    language: str
    texts: int
    auc_with: float
    auc_without: float


def auc(target: NDArray[np.float64], score: NDArray[np.float64]) -> float:
    """Area under the ROC curve by ranks, ties shared (Hanley & McNeil 1982)."""
    positive = target >= 0.5
    if positive.all() or not positive.any():
        return float("nan")
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    yes, no = int(positive.sum()), int((~positive).sum())
    return float((rank[positive].sum() - yes * (yes + 1) / 2) / (yes * no))


def f1(target: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Harmonic mean of precision and recall; 0 when nothing was rightly said."""
    right = int((target & said).sum())
    return 2 * right / max(1, int(target.sum()) + int(said.sum()))


def macro_f1(target: NDArray[np.int64], said: NDArray[np.int64], classes: int) -> float:
    """Mean F1 of the classes that occur in ``target``."""
    present = [c for c in range(classes) if (target == c).any()]
    return float(np.mean([f1(target == c, said == c) for c in present])) if present else 0.0


def expected_calibration_error(
    target: NDArray[np.float64],
    score: NDArray[np.float64],
    weight: NDArray[np.float64] | None = None,
    bins: int = 10,
) -> float:
    """Mean gap between score and frequency over equal-width bins, weighted by their size."""
    share = np.ones(len(score)) if weight is None else weight
    index = np.minimum((score * bins).astype(int), bins - 1)
    gaps = np.bincount(index, share * (score - target), minlength=bins)
    return float(np.abs(gaps).sum() / max(share.sum(), 1e-9))


def interval(
    target: NDArray[np.int64], said: NDArray[np.int64], classes: int, seed: int = 7
) -> tuple[float, float]:
    """95 % percentile bootstrap interval of F1 (binary: of class 1; else macro), 200 draws."""
    chance = np.random.default_rng(seed)
    values = []
    for _ in range(200):
        pick = chance.integers(0, len(target), len(target))
        if classes == 2:
            values.append(f1(target[pick] == 1, said[pick] == 1))
        else:
            values.append(macro_f1(target[pick], said[pick], classes))
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def probabilities(
    model: AdditiveModel, parameters: Parameters, examples: Sequence[Example]
) -> NDArray[np.float64]:
    """``[examples, heads]``: a probability for binary heads, shares that sum to 1 for classes."""
    normalised = normalise_many([e.text for e in examples])
    raw = model.totals(
        model.contributions(
            [n.text for n in normalised], marks_of(normalised, [e.language for e in examples])
        )
    )
    row = np.array([parameters.languages.index(e.language) for e in examples])
    logits = parameters.bias[row] + parameters.gain[row] * raw
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-logits))
    for signal, labels in CLASSES.items():
        columns = [model.column[f"{signal}:{label}"] for label in labels]
        part = np.exp(logits[:, columns] - logits[:, columns].max(axis=1, keepdims=True))
        result[:, columns] = part / part.sum(axis=1, keepdims=True)
    return result


def measure(
    model: AdditiveModel, parameters: Parameters, examples: Sequence[Example]
) -> list[Figures]:
    """Figures for every head and language, on all sets together and on the own texts alone."""
    known = probabilities(model, parameters, examples)
    found: list[Figures] = []
    for language in parameters.languages:
        for source in ("", "own_texts"):
            mine = [
                i
                for i, e in enumerate(examples)
                if e.language == language and source in ("", e.source)
            ]
            found.extend(_figures(model, known, examples, mine, language, source or "all"))
    return found


def _reference(
    examples: Sequence[Example],
    rows: Sequence[int],
    target: NDArray[np.float64],
    power: float = 1.0,
) -> NDArray[np.float64]:
    """Weights that give the shares for which probabilities are calibrated."""
    importance = np.array([examples[i].weight for i in rows])
    language = np.array([examples[i].language for i in rows])
    return balanced(importance, target, language, power)


def _figures(
    model: AdditiveModel,
    known: NDArray[np.float64],
    examples: Sequence[Example],
    mine: Sequence[int],
    language: str,
    source: str,
) -> list[Figures]:
    found: list[Figures] = []
    for head in BINARY:
        rows = [i for i in mine if head in examples[i].labels]
        target = np.array([examples[i].labels[head] for i in rows])
        if not rows or target.max() < 0.5:
            continue
        score = known[rows, model.column[head]]
        yes, said = (target >= 0.5).astype(np.int64), (score >= 0.5).astype(np.int64)
        found.append(Figures(
            head, language, source, len(rows), int(yes.sum()), auc(target, score),
            f1(yes == 1, said == 1), interval(yes, said, 2),
            expected_calibration_error(target, score, _reference(examples, rows, target)),
        ))  # fmt: skip
    for signal, labels in CLASSES.items():
        names = [f"{signal}:{label}" for label in labels]
        rows = [i for i in mine if any(n in examples[i].labels for n in names)]
        if not rows:
            continue
        shares = np.array([[examples[i].labels.get(n, 0.0) for n in names] for i in rows])
        score = known[np.ix_(rows, [model.column[n] for n in names])]
        target, said = shares.argmax(axis=1), score.argmax(axis=1)
        right = shares[np.arange(len(rows)), said]
        found.append(Figures(
            signal, language, source, len(rows), len(rows), float("nan"),
            macro_f1(target, said, len(labels)), interval(target, said, len(labels)),
            expected_calibration_error(
                right, score.max(axis=1), _reference(examples, rows, shares, CLASS_POWER)
            ),
        ))  # fmt: skip
    return found
