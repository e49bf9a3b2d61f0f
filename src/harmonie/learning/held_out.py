"""Figures of a tier, as it runs, on texts no weight or calibration was fitted on.

By language, by origin (all messages, those written for Harmonie, each register of them) and by the
protected group spoken of: what the model card shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.learning import metrics
from harmonie.learning.dataset import BINARY, CLASSES, Example, sampled
from harmonie.pipeline import Pipeline
from harmonie.records import Analysis, Message

#: Sets whose texts no community would send: words alone, prompts, templates. They teach, but what
#: a score means is not read off them.
NOT_MESSAGES = frozenset(
    ("profanity_lists", "fr_sentiment_lexicons", "contrast", "clinc150", "banking77", "hwu64",
     "covidfaq_fr_en", "ailuminate_demo", "redditbias", "spam_assassin")
)  # fmt: skip
#: Most texts of a public set in a language: enough for its figures.
MOST = 500
#: Fewer texts that carry a label, or that do not, and a slice tells nothing.
FEWEST = 15
BATCH = 256
#: What is kept of a figure, with its interval.
BINARY_METRICS = ("auc", "auprc", "f1", "precision", "recall", "fpr", "ece")
CLASS_METRICS = ("macro_f1", "accuracy", "ece")


def messages(examples: Sequence[Example], most: int = MOST) -> list[Example]:
    """Those a community might send, at most ``most`` of each public set in a language."""
    by_set: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in examples:
        if example.source not in NOT_MESSAGES:
            by_set[example.source, example.language].append(example)
    return [
        example
        for (source, _), mine in sorted(by_set.items())
        for example in (mine if source == "comments" else sampled(mine, most))
    ]


def figures(
    pipeline: Pipeline, examples: Sequence[Example], tell: Callable[[str], None]
) -> list[dict[str, Any]]:
    """One plain mapping for each signal and slice: ``signal``, ``language``, ``slice``, ``texts``,
    ``positives``, metrics as ``[value, low, high]`` and, for whole languages, ``reliability`` as
    ``[score, share, texts]``. A group spoken of in too few texts to tell has counts alone."""
    chosen = messages(examples)
    tell(f"measuring {pipeline.tier} on {len(chosen)} held-out texts")
    found: list[Analysis] = []
    for first in range(0, len(chosen), BATCH):
        found += pipeline.analyse(
            [
                Message(e.text, str(first + i), parent_text=e.parent, language=e.language)
                for i, e in enumerate(chosen[first : first + BATCH])
            ]
        )
    told: list[dict[str, Any]] = []
    for language, name, rows in _slices(chosen):
        for head in BINARY:
            told += _binary(found, chosen, rows, head, language, name)
        for signal in CLASSES:
            told += _classes(found, chosen, rows, signal, language, name)
    return told


def _slices(chosen: Sequence[Example]) -> Iterator[tuple[str, str, list[int]]]:
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, example in enumerate(chosen):
        rows[example.language, "all"].append(index)
        if example.source == "comments":
            rows[example.language, "comments"].append(index)
            rows[example.language, f"register:{example.group.split('.')[0][3:]}"].append(index)
        for group in filter(None, example.target.split(",")):
            rows[example.language, f"group:{group}"].append(index)
    for (language, name), mine in rows.items():
        yield language, name, mine


def _binary(
    found: Sequence[Analysis], chosen: Sequence[Example], rows: Sequence[int],
    head: str, language: str, name: str,
) -> list[dict[str, Any]]:  # fmt: skip
    mine = [i for i in rows if head in chosen[i].labels and found[i].score(head) is not None]
    target = np.array([chosen[i].labels[head] >= 0.5 for i in mine], bool)
    if min(int(target.sum()), int((~target).sum())) < FEWEST:
        too_few = name.startswith("group:") and head == "toxicity" and len(mine) >= FEWEST
        return [_told(head, language, name, len(mine), int(target.sum()), {}, ())] * too_few
    score = np.array([found[i].score(head) for i in mine], np.float64)
    estimates = metrics.estimates(metrics.binary(target, score), len(mine))
    told = _told(head, language, name, len(mine), int(target.sum()), estimates, BINARY_METRICS)
    if name in ("all", "comments"):
        bins = metrics.reliability(target, score)
        told["reliability"] = [[round(b.score, 4), round(b.share, 4), b.texts] for b in bins]
    return [told]


def _classes(
    found: Sequence[Analysis], chosen: Sequence[Example], rows: Sequence[int],
    signal: str, language: str, name: str,
) -> list[dict[str, Any]]:  # fmt: skip
    labels = CLASSES[signal]
    mine = [
        i for i in rows
        if signal in found[i].signals and any(f"{signal}:{c}" in chosen[i].labels for c in labels)
    ]  # fmt: skip
    if len(mine) < 2 * FEWEST or name.startswith("group:"):
        return []
    shares = [[chosen[i].labels.get(f"{signal}:{c}", 0.0) for c in labels] for i in mine]
    truth: NDArray[np.float64] = np.array(shares)
    target = truth >= truth.max(axis=1, keepdims=True) - 1e-9
    said = np.array([labels.index(str(found[i].signals[signal].label)) for i in mine])
    sure = np.array([found[i].score(signal) for i in mine], np.float64)
    estimates = metrics.estimates(metrics.classes(target, said, sure), len(mine))
    return [_told(signal, language, name, len(mine), len(mine), estimates, CLASS_METRICS)]


def _told(
    signal: str, language: str, name: str, texts: int, positives: int,
    estimates: Mapping[str, metrics.Estimate], kept: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    told: dict[str, Any] = {
        "signal": signal, "language": language, "slice": name,
        "texts": texts, "positives": positives,
    }  # fmt: skip
    for metric in kept:
        if metric in estimates:
            e = estimates[metric]
            told[metric] = [round(e.value, 4), round(e.low, 4), round(e.high, 4)]
    return told
