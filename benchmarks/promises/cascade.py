"""What the cascade keeps of the deep tier's quality, and how many texts it reads again: as it is
shipped, and with a narrower or wider band.

The encoders' verdicts alone are compared, each text in the language of its task: rules and the
identification of languages are the same in every tier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.promises.own import held_out
from benchmarks.promises.row import Asked, Row
from harmonie.analysers.encoder.tier import BINARY, encoder_of, judge, read
from harmonie.learning.metrics import binary
from harmonie.learning.suites.suite import SUITES, Case, Task, readable, sampled, yes
from harmonie.records import LANGUAGES, Message
from harmonie.text.normalise import normalise_many

Floats = NDArray[np.float64]
#: The task of each suite of the data folder that is read.
TASKS = {
    "toxifrench": "balanced", "tweet_eval": "offensive", "cyberagressionado": "abuse or hate",
}  # fmt: skip
#: How the band is scaled; infinite: every text goes deep.
SCALES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, np.inf)
#: In percent of the quality of the deep encoder on every text.
KEPT = 99


@dataclass(frozen=True)
class Both:
    """Log-odds ``[texts, binary heads]`` of both tiers on a task, and the truth ``[texts]``."""

    name: str
    metric: str
    full: Floats
    deep: Floats
    #: Each text's language.
    rows: NDArray[np.int64]
    target: NDArray[np.bool_]
    #: The head that the task is about.
    head: int


def tasks(data: Path | None, limit: int) -> Iterator[tuple[str, Task]]:
    """Comments held out and, with the folder of evaluation sets, a task of each suite."""
    for language in LANGUAGES:
        cases = [
            Case(one.text, yes(one.labels.get("toxicity", 0) >= 0.5), one.parent)
            for one in held_out(limit, language)
        ]
        yield "own comments", Task("held out", language, "toxicity", cases, "macro_f1")
    for name, wanted in TASKS.items() if data else ():
        for task in SUITES.get(name)().tasks(Path(data or "")):
            if task.name == wanted:
                yield name, sampled(readable(task), limit)


def both(suite: str, task: Task, weights: Path) -> Both:
    """Every text of the task read by both encoders."""
    messages = [Message(case.text, parent_text=case.parent) for case in task.cases]
    texts = normalise_many([message.text for message in messages])
    parts = list(read(messages, texts, [task.language] * len(messages), weights))
    return Both(
        f"{suite} {task.name} {task.language}",
        task.main if task.main in ("accuracy", "macro_f1") else "macro_f1",
        np.vstack([judge("full", part).logits for part in parts]),
        np.vstack([judge("deep", part).logits for part in parts]),
        np.concatenate([part.rows for part in parts]),
        np.array([1 in case.target for case in task.cases]),
        BINARY.index(task.signal),
    )


def goes_deep(found: Both, band: Floats, scale: float) -> NDArray[np.bool_]:
    """Which texts are in the band ``[languages, heads, 2]`` when it is ``scale`` times as wide."""
    if np.isinf(scale):
        return np.ones(len(found.full), bool)
    # A band without end stays so, unless it is scaled to nothing.
    edge = np.where(np.isinf(band) & (scale > 0), band, np.nan_to_num(band) * scale)[found.rows]
    inside = (found.full > edge[:, :, 0]) & (found.full < edge[:, :, 1])
    again: NDArray[np.bool_] = inside.any(axis=1)
    return again


def quality(found: Both, again: NDArray[np.bool_]) -> float:
    """The task's metric at 0.5 when the texts ``again`` are judged by the deep encoder."""
    logits = np.where(again, found.deep[:, found.head], found.full[:, found.head])
    score = 1 / (1 + np.exp(-logits))
    return float(binary(found.target, score)(np.ones((1, len(score))))[found.metric][0])


def cascade(asked: Asked) -> list[Row]:
    """Quality kept by the shipped band, task by task and in all, then its curve."""
    every = [both(*task, asked.weights) for task in tasks(asked.data, asked.limit)]
    band = encoder_of("deep", asked.weights)[0].weights.arrays["band"]
    rows = [_of_task(found, band) for found in every]
    share, kept, _ = overall(every, band, 1.0)
    note = f"mean of {len(every)} tasks, at most {asked.limit} texts each"
    if asked.data is None:
        note += "; needs --data for the public suites"
    return [
        Row("cascade: share that goes deep", "deep", 100 * share, "%", note=note),
        Row("cascade: quality kept of all-deep", "deep", 100 * kept, "%", KEPT, note=note),
        *rows,
        *(_of_scale(every, band, scale) for scale in SCALES),
    ]


def overall(every: Sequence[Both], band: Floats, scale: float) -> tuple[float, float, float]:
    """Share going deep, quality beside that of all-deep, and quality: means over tasks."""
    again = [goes_deep(found, band, scale) for found in every]
    mine = np.mean([quality(f, rows) for f, rows in zip(every, again, strict=True)])
    best = np.mean([quality(found, np.ones(len(found.full), bool)) for found in every])
    return float(np.mean([rows.mean() for rows in again])), float(mine / best), float(mine)


def _of_task(found: Both, band: Floats) -> Row:
    nothing = np.zeros(len(found.full), bool)
    again = goes_deep(found, band, 1.0)
    full, mine, deep = (quality(found, rows) for rows in (nothing, again, ~nothing))
    note = (f"{found.metric.replace('_', '-')} full {full:.3f}, cascade {mine:.3f}, "
            f"all-deep {deep:.3f}; {again.mean():.0%} of {len(again)} go deep")  # fmt: skip
    return Row(
        f"cascade: kept on {found.name}", "deep", 100 * mine / max(deep, 1e-9), "%", note=note
    )


def _of_scale(every: Sequence[Both], band: Floats, scale: float) -> Row:
    share, kept, mine = overall(every, band, scale)
    width = "every text" if np.isinf(scale) else f"band × {scale:g}"
    note = f"{share:.1%} go deep, quality {mine:.3f}"
    return Row(f"cascade curve: kept with {width}", "deep", 100 * kept, "%", note=note)
