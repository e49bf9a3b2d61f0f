"""What a tier promises of its verdicts: they depend on nothing but the text, and the words shown
as their evidence are those that matter."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from math import inf, nextafter
from statistics import mean
from typing import Any

from benchmarks.promises.costs import generated, scorer
from benchmarks.promises.own import held_out, message
from benchmarks.promises.row import Asked, Row
from harmonie.learning.dataset import Example
from harmonie.pipeline import Pipeline
from harmonie.records import Analysis, Message, Signal

#: Sizes of the batches in which texts in another order are judged.
SIZES = (1, 7, 64, 3, 256)
#: Comments that make one long text.
JOINED = 12
#: Times that other words are drawn at random.
DRAWS = 5
_WORD = re.compile(r"\S+")


def mixed(count: int) -> list[Message]:
    """Comments, with what they answer; generated texts; long ones. Lengths of every kind."""
    comments = held_out(max(1, count // 2))
    short = [Message(text) for text in generated(max(1, count // 3))]
    rest = max(1, count - len(comments) - len(short))
    long = [
        " ".join(one.text for one in comments[first % len(comments) :][:JOINED])
        for first in range(rest)
    ]
    return [*map(message, comments), *short, *map(Message, long)]


def scores(analysis: Analysis) -> dict[str, Any]:
    """Every score and probability, and why there is none."""
    told = {name: (signal.score, signal.probabilities) for name, signal in analysis.signals.items()}
    return {**told, "cannot_judge": analysis.cannot_judge}


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """How many scores are not exactly the same."""
    return sum(one.get(name) != other.get(name) for name in {*one, *other})


def same(asked: Asked) -> list[Row]:
    """Scores that differ when a text is judged alone, in a batch, or among others in disorder."""
    pipeline, batch = scorer(asked), mixed(asked.limit)
    alone = [scores(pipeline.analyse([one])[0]) for one in batch]
    together = [scores(one) for one in pipeline.analyse(batch)]
    disordered = shuffled(pipeline, batch)
    count = sum(
        differing(one, other)
        for found in (together, disordered)
        for one, other in zip(alone, found, strict=True)
    )
    note = f"{len(batch)} texts alone, in one batch, and in other batches in another order"
    return [Row("scores that depend on the batch", asked.tier, count, "", 0, True, note)]


def shuffled(pipeline: Pipeline, batch: Sequence[Message]) -> list[dict[str, Any]]:
    """Scores in the order of ``batch``, though judged in another, in batches of several sizes."""
    order = list(range(len(batch)))
    random.Random(11).shuffle(order)
    found: dict[int, dict[str, Any]] = {}
    first = turn = 0
    while first < len(order):
        rows = order[first : first + SIZES[turn % len(SIZES)]]
        analyses = pipeline.analyse([batch[row] for row in rows])
        found |= zip(rows, map(scores, analyses), strict=True)
        first, turn = first + len(rows), turn + 1
    return [found[row] for row in range(len(batch))]


def named(text: str, signal: Signal) -> tuple[list[tuple[int, int]], list[int]]:
    """Where the words of ``text`` lie, and which of them the evidence says raise the score."""
    words = [match.span() for match in _WORD.finditer(text)]
    raising = [span for span in signal.spans if span.weight > 0]
    chosen = [
        place
        for place, (start, end) in enumerate(words)
        if any(span.start < end and start < span.end for span in raising)
    ]
    return words, chosen


def without(text: str, words: Sequence[tuple[int, int]], removed: Sequence[int]) -> str:
    """The text but for some of its words."""
    gone = set(removed)
    return " ".join(text[slice(*span)] for place, span in enumerate(words) if place not in gone)


def evidence(asked: Asked) -> list[Row]:
    """How far the score of toxicity falls without the words named, and without as many others
    (a deletion test: Samek et al. 2017, IEEE TNNLS; DeYoung et al. 2020, "comprehensiveness")."""
    pipeline, chance = scorer(asked), random.Random(5)
    toxic = [one for one in held_out() if one.labels.get("toxicity", 0) >= 0.5][: asked.limit]
    found = pipeline.analyse([message(one) for one in toxic])
    drops = [
        both
        for example, analysis in zip(toxic, found, strict=True)
        if (both := falls(pipeline, example, analysis, chance)) is not None
    ]
    return [_compared(asked.tier, drops)]


def falls(
    pipeline: Pipeline, example: Example, analysis: Analysis, chance: random.Random
) -> tuple[float, float, float] | None:
    """What the score loses without the words named, and without as many drawn at random; and the
    share of the words that is. None where the text is not found toxic, where no word is named or
    all are, or where nothing is left to judge."""
    signal = analysis.signals.get("toxicity")
    if signal is None or signal.score < 0.5:
        return None
    words, chosen = named(example.text, signal)
    if not 0 < len(chosen) < len(words):
        return None
    drawn = [chance.sample(range(len(words)), len(chosen)) for _ in range(DRAWS)]
    cut = [without(example.text, words, places) for places in (chosen, *drawn)]
    left = [a.score("toxicity") for a in pipeline.analyse([message(example, t) for t in cut])]
    first, *others = [signal.score - score for score in left if score is not None] or [0.0]
    if len(others) < DRAWS:
        return None
    return first, mean(others), len(chosen) / len(words)


def _compared(tier: str, drops: Sequence[tuple[float, float, float]]) -> Row:
    what = "evidence: the score falls by, without its words"
    if not drops:
        return Row(what, tier, note="not measured: no text was found toxic for some of its words")
    mine, others, share = (mean(column) for column in zip(*drops, strict=True))
    larger = mean(one > other for one, other, _ in drops)
    note = (
        "the target is more than without as many random words; "
        f"{len(drops)} toxic comments held out, {share:.0%} of their words, "
        f"larger in {larger:.0%} of them"
    )
    return Row(what, tier, mine, "", nextafter(others, inf), note=note)
