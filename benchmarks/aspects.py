"""How well aspects and their polarity are found, on sentences labelled by hand.

Reads ``tests/text/aspects.jsonl`` (written for this project; the lists of words were improved on
its part ``tuned`` only) and prints precision and recall of the aspects, exact and overlapping, and
the share of right polarities among those found, with 95 % intervals; then how many texts a second
the search for noun phrases reads. Where HARMONIE_DATA names the folder of open sets, also how often
marks of irony are seen in ironic tweets and in others (tweet_eval, which nothing was trained on).

    python benchmarks/aspects.py [fast full deep]
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harmonie.analysers.aspect_summary import wilson
from harmonie.analysers.aspects import aspects
from harmonie.pipeline import Pipeline
from harmonie.records import Aspect, Message
from harmonie.text.irony import cues
from harmonie.text.normalise import normalise
from harmonie.text.noun_phrases import phrases_of
from harmonie.weights.store import installed

SENTENCES = Path(__file__).parents[1] / "tests" / "text" / "aspects.jsonl"
TIERS = ("fast", "full", "deep")
Row = dict[str, Any]


def _interval(count: int, total: int) -> str:
    share = wilson(count, total)
    return f"{share.value:.3f} ({share.low:.2f}–{share.high:.2f}, n={total})"


def _overlaps(one: Aspect, label: Row) -> bool:
    return one.start < label["end"] and label["start"] < one.end


def _measured(rows: Sequence[Row], found: Sequence[Sequence[Aspect]]) -> list[str]:
    told = labelled = exact = precise = seen = right = felt = felt_right = 0
    for row, mine in zip(rows, found, strict=True):
        told += len(mine)
        labelled += len(row["aspects"])
        precise += sum(any(_overlaps(a, label) for label in row["aspects"]) for a in mine)
        for label in row["aspects"]:
            match = next((a for a in mine if _overlaps(a, label)), None)
            if match is None:
                continue
            seen += 1
            exact += (match.start, match.end) == (label["start"], label["end"])
            right += match.sentiment == label["sentiment"]
            if label["sentiment"] != "neutral":
                felt += 1
                felt_right += match.sentiment == label["sentiment"]
    return [
        _interval(precise, told),
        _interval(seen, labelled),
        _interval(exact, labelled),
        _interval(right, seen),
        _interval(felt_right, felt),
    ]


def _table(pipeline: Pipeline, rows: Sequence[Row]) -> list[str]:
    found = aspects(pipeline, [Message(row["text"], language=row["language"]) for row in rows])
    lines = [
        "| sentences | precision | recall | recall, exact | polarity right | of felt ones |",
        "|---|---|---|---|---|---|",
    ]
    for language in ("fr", "en"):
        for part in ("tuned", "held_out"):
            chosen = [
                index
                for index, row in enumerate(rows)
                if (row["language"], row["part"]) == (language, part)
            ]
            cells = _measured([rows[i] for i in chosen], [found[i] for i in chosen])
            lines.append(f"| {language}, {part}, {len(chosen)} | " + " | ".join(cells) + " |")
    return lines


def _speed(rows: Sequence[Row]) -> str:
    texts = [(normalise(row["text"]), row["language"]) for row in rows] * 10
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for text, language in texts:
            phrases_of(text, language)
        best = max(best, len(texts) / (time.process_time() - start))
    return f"noun phrases and clauses: {best:,.0f} texts a second of processor time"


def _irony(folder: Path) -> list[str]:
    lines = ["| tweets | with a mark of irony |", "|---|---|"]
    seen: dict[str, list[list[str]]] = {"0": [], "1": []}
    for part in ("train", "val", "test"):
        texts = (folder / f"{part}_text.txt").read_text("utf-8").splitlines()
        labels = (folder / f"{part}_labels.txt").read_text("utf-8").split()
        for text, label in zip(texts, labels, strict=True):
            seen[label].append([cue.name for cue in cues(text)])
    for label, name in (("1", "ironic"), ("0", "not ironic")):
        total = len(seen[label])
        lines.append(f"| {name} | {_interval(sum(map(bool, seen[label])), total)} |")
        unsaid = sum(bool(set(found) - {"said"}) for found in seen[label])
        lines.append(f"| {name}, not said by the author | {_interval(unsaid, total)} |")
        for cue in sorted({cue for found in seen[label] for cue in found}):
            count = sum(cue in found for found in seen[label])
            lines.append(f"| {name}, {cue} | {_interval(count, total)} |")
    return lines


def main(arguments: Sequence[str]) -> None:
    tiers = [name for name in arguments if name in TIERS] or installed()
    rows = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]
    lines = [_speed(rows)]
    for tier in tiers:
        pipeline = Pipeline(tier)
        lines += ["", f"tier {pipeline.tier}, {pipeline.version}", "", *_table(pipeline, rows)]
    folder = os.environ.get("HARMONIE_DATA")
    if folder:
        lines += ["", *_irony(Path(folder) / "dev" / "tweet_eval" / "irony")]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
