"""Figures of scores against labels, each for many weightings of the same texts at once.

A bootstrap draw is a weight per text (how often it was drawn), so every metric here takes
``weights`` of shape ``[draws, texts]`` and gives one value per draw; a row of ones gives the
figure itself. Values are ``nan`` where a metric has no meaning (AUC without a positive text).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Draws of the bootstrap: enough for two decimals of a 95 % interval.
DRAWS = 400
BINS = 10
#: Weights held at once: bounds memory.
_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % percentile bootstrap interval (Efron & Tibshirani 1993)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts whose score lies in one tenth: mean score, share that carries the label, how many."""

    score: float
    share: float
    texts: int


def estimates(
    metrics: Callable[[Floats], Mapping[str, Floats]], texts: int, seed: int = 7
) -> dict[str, Estimate]:
    """Every metric with its interval; those without meaning for these texts are left out."""
    point = {name: float(value[0]) for name, value in metrics(np.ones((1, texts))).items()}
    drawn: dict[str, list[Floats]] = {name: [] for name in point}
    for weights in _resamples(texts, seed):
        for name, value in metrics(weights).items():
            drawn[name].append(value)
    found = {}
    for name, known in point.items():
        several = np.concatenate(drawn[name])
        if not np.isnan(known) and not np.isnan(several).all():
            low, high = np.nanquantile(several, (0.025, 0.975))
            found[name] = Estimate(known, float(low), float(high))
    return found


def binary(target: NDArray[np.bool_], score: Floats) -> Callable[[Floats], dict[str, Floats]]:
    """Metrics of a signal: ranking ones need no threshold, the others say yes from 0.5 on.

    ``target`` and ``score`` have shape ``[texts]``.
    """
    said = score >= 0.5
    cells = np.stack([target & said, ~target & said, target & ~said, ~target & ~said], axis=1)
    order, ends = _tied(score)
    yes = target[order].astype(np.float64)
    bins = _membership(score) * (score - target)[:, None]

    def metrics(weights: Floats) -> dict[str, Floats]:
        right, alarm, missed, calm = (weights @ cells).T
        total = weights.sum(axis=1)
        mine, theirs = 2 * right + alarm + missed, 2 * calm + alarm + missed
        f1, other = _share(2 * right, mine), _share(2 * calm, theirs)
        return {
            **_ranking(weights[:, order], yes, ends),
            "accuracy": (right + calm) / total,
            "precision": _share(right, right + alarm),
            "recall": _share(right, right + missed),
            "f1": f1,
            "macro_f1": (f1 + other) / 2,
            "fpr": _share(alarm, alarm + calm),
            "ece": np.abs(weights @ bins).sum(axis=1) / total,
        }

    return metrics


def classes(
    target: NDArray[np.bool_], said: NDArray[np.int64], sure: Floats
) -> Callable[[Floats], dict[str, Floats]]:
    """Metrics of a choice among classes.

    ``target`` has shape ``[texts, classes]`` (several may be right), ``said`` holds the chosen
    class, -1 for none, and ``sure`` its probability, both ``[texts]``. Means are over the classes
    that occur in the target.
    """
    width = target.shape[1]
    chosen = said[:, None] == np.arange(width)
    hit = (target & chosen).any(axis=1).astype(np.float64)
    present = target.any(axis=0)
    bins = _membership(sure) * (sure - hit)[:, None]

    def metrics(weights: Floats) -> dict[str, Floats]:
        right = weights @ (target & chosen)[:, present]
        true, claimed = weights @ target[:, present], weights @ chosen[:, present]
        total = weights.sum(axis=1)
        return {
            "accuracy": weights @ hit / total,
            "macro_f1": _mean(_share(2 * right, true + claimed)),
            "macro_recall": _mean(_share(right, true)),
            "ece": np.abs(weights @ bins).sum(axis=1) / total,
        }

    return metrics


def choices(target: NDArray[np.bool_], score: Floats) -> Callable[[Floats], dict[str, Floats]]:
    """Metrics where several classes may hold, each said from 0.5 on.

    ``target`` and ``score`` have shape ``[texts, classes]``. Means are over the classes that occur
    in the target; ``accuracy`` is the share of right answers over all classes.
    """
    said = score >= 0.5
    present = target.any(axis=0)
    right_cell, hit = (target & said)[:, present], (target == said).mean(axis=1)
    bins = np.stack(
        [_membership(s) * (s - t)[:, None] for s, t in zip(score.T, target.T, strict=True)]
    )

    def metrics(weights: Floats) -> dict[str, Floats]:
        right = weights @ right_cell
        true, claimed = weights @ target[:, present], weights @ said[:, present]
        total = weights.sum(axis=1)
        gaps = [np.abs(weights @ one).sum(axis=1) / total for one in bins]
        return {
            "accuracy": weights @ hit / total,
            "macro_f1": _mean(_share(2 * right, true + claimed)),
            "macro_recall": _mean(_share(right, true)),
            "ece": np.mean(gaps, axis=0),
        }

    return metrics


def reliability(target: NDArray[np.bool_], score: Floats) -> list[Bin]:
    """The bins of a reliability diagram that hold a text, lowest scores first."""
    member = _membership(score).astype(bool)
    return [
        Bin(float(score[rows].mean()), float(target[rows].mean()), int(rows.sum()))
        for rows in member.T
        if rows.any()
    ]


def precision_recall(
    target: NDArray[np.bool_], score: Floats, points: int = 60
) -> list[tuple[float, float]]:
    """``(recall, precision)`` from the highest threshold to the lowest, thinned to ``points``."""
    if not target.any():
        return []
    order, ends = _tied(score)
    right = np.cumsum(target[order])[ends]
    recall, precision = right / right[-1], right / (ends + 1)
    keep = np.unique(np.linspace(0, len(ends) - 1, min(points, len(ends))).astype(int))
    return [(float(recall[i]), float(precision[i])) for i in keep]


def _ranking(weights: Floats, yes: Floats, ends: NDArray[np.int64]) -> dict[str, Floats]:
    """AUC with ties shared (Hanley & McNeil 1982) and average precision, texts highest first."""
    right = np.cumsum(weights * yes, axis=1)[:, ends]
    wrong = np.cumsum(weights * (1 - yes), axis=1)[:, ends]
    more_right = np.diff(right, axis=1, prepend=0.0)
    more_wrong = np.diff(wrong, axis=1, prepend=0.0)
    positives, negatives = right[:, -1], wrong[:, -1]
    pairs = (more_wrong * (right - more_right / 2)).sum(axis=1)
    gained = (more_right * _share(right, right + wrong)).sum(axis=1)
    return {
        "auc": _share(pairs, positives * negatives, np.nan),
        "auprc": np.where(negatives > 0, _share(gained, positives, np.nan), np.nan),
    }


def _tied(score: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Order from the highest score down, and the last place of each group of equal scores."""
    order = np.argsort(-score, kind="stable")
    last = np.append(np.diff(score[order]) != 0, True)
    return order, np.flatnonzero(last)


def _membership(score: Floats) -> Floats:
    index = np.minimum((score * BINS).astype(np.int64), BINS - 1)
    result: Floats = (index[:, None] == np.arange(BINS)).astype(np.float64)
    return result


def _share(part: Floats, whole: Floats, otherwise: float = 0.0) -> Floats:
    result = np.full(np.broadcast(part, whole).shape, otherwise)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def _mean(values: Floats) -> Floats:
    result: Floats = values.mean(axis=1) if values.shape[1] else np.full(len(values), np.nan)
    return result


def _resamples(texts: int, seed: int) -> Iterator[Floats]:
    """Weights of every draw, in blocks that bound memory. The same for the same ``seed``."""
    chance = np.random.default_rng(seed)
    block = max(1, min(DRAWS, _CELLS // max(texts, 1)))
    for first in range(0, DRAWS, block):
        size = min(block, DRAWS - first)
        picks = chance.integers(0, texts, (size, texts)) + np.arange(size)[:, None] * texts
        counts = np.bincount(picks.ravel(), minlength=size * texts)
        yield counts.reshape(size, texts).astype(np.float64)
