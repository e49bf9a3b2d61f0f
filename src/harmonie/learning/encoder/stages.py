"""The steps from public sets to a fitted encoder; each leaves a file and is not done twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from harmonie.learning.dataset import Example, Split
from harmonie.learning.encoder import batches, corpus, fitting, network, source, vocabulary
from harmonie.learning.encoder.heads import ALL, TOGETHER
from harmonie.text.normalise import normalise_many

Progress = Callable[[str], None]
FIRST = fitting.Stage("first", passes=1.0, rate=8e-5)
SECOND = fitting.Stage("second", passes=1.0, rate=5e-5, heads_rate=3.0)
#: How much of the way from the first stage's weights to the second's is kept; chosen on samples of
#: the development tasks that the figures report.
KEPT = 0.8
STUDENT = fitting.Stage("student", passes=1.5, rate=8e-5, heads_rate=3.0, smoothing=0.0)
#: Layers of the full tier: the bottom ones of the fitted deep encoder.
STUDENT_LAYERS = 6
#: How far the teacher's word counts where the truth is known; alone where it is not.
TEACHER_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Bench:
    """What every step needs: the folder of checkpoints, the pre-trained weights and the pieces."""

    folder: Path
    pretrained: source.Pretrained
    pieces: NDArray[np.int64]
    tokeniser: Tokenizer

    def encoder(self, layers: int) -> network.Encoder:
        """The pre-trained bottom ``layers`` with new heads."""
        torch.manual_seed(7)
        return network.from_pretrained(
            self.pretrained.tensors, self.pretrained.sizes, self.pieces, layers, len(ALL)
        )


def bench(folder: Path, parts: Split, tell: Progress, weights: Path | None = None) -> Bench:
    """Reads the pre-trained weights and chooses the pieces, or finds them chosen."""
    folder.mkdir(parents=True, exist_ok=True)
    pretrained = source.read(weights or source.find())
    kept = folder / "pieces.npy"
    if not kept.is_file():
        tell("choosing the pieces of words to keep")
        texts = [e.text for e in parts.train if e.source not in corpus.SECOND_STAGE]
        normal = (n.text for n in normalise_many(texts))
        np.save(kept, vocabulary.choose(pretrained, normal))
    pieces: NDArray[np.int64] = np.load(kept, allow_pickle=False)
    written = vocabulary.tokeniser_file(
        [pretrained.pieces[i] for i in pieces], pretrained.scores[pieces].tolist()
    )
    (folder / "tokenizer.json").write_text(written, "utf-8")
    tell(f"{len(pieces)} pieces")
    return Bench(folder, pretrained, pieces, Tokenizer.from_str(written))


def first_stage(made: Bench, examples: list[Example], tell: Progress) -> network.Encoder:
    """Twelve layers after one pass over the public sets."""
    encoder = made.encoder(made.pretrained.sizes.layers)
    read = batches.corpus(made.tokeniser, corpus.first_stage(examples))
    tell(f"first stage: {len(read.numbers)} texts")
    fitting.fit(encoder, read, FIRST, tell, made.folder / "first.pt")
    return encoder


def second_stage(
    made: Bench, encoder: network.Encoder, examples: list[Example], tell: Progress
) -> network.Encoder:
    """Then one over the comments, the contrasts and some of the first stage again; the weights
    kept lie between those of both stages, which is better on either's texts than the second alone
    (Wortsman et al. 2022, CVPR, "Robust fine-tuning")."""
    before = {name: value.clone() for name, value in encoder.state_dict().items()}
    read = batches.corpus(made.tokeniser, corpus.second_stage(examples))
    tell(f"second stage: {len(read.numbers)} texts")
    fitting.fit(encoder, read, SECOND, tell, made.folder / "second.pt")
    encoder.load_state_dict(between(before, encoder.state_dict()))
    return encoder


def between(
    first: Mapping[str, torch.Tensor], second: Mapping[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """Each weight on the way from the first stage to the second."""
    return {name: (1 - KEPT) * first[name] + KEPT * second[name] for name in second}


def teacher_scores(
    made: Bench, encoder: network.Encoder, examples: list[Example], tell: Progress
) -> NDArray[np.float32]:
    """The deep encoder's raw logits ``[texts, heads]`` of ``examples``."""
    kept = made.folder / "teacher.npy"
    if not kept.is_file():
        read = batches.corpus(made.tokeniser, examples)
        np.save(kept, fitting.scores(encoder, read, tell))
    found: NDArray[np.float32] = np.load(kept, allow_pickle=False)
    return found


def student(
    made: Bench,
    deep: network.Encoder,
    examples: list[Example],
    taught: NDArray[np.float32],
    tell: Progress,
) -> network.Encoder:
    """The bottom layers of ``deep``, taught by it (Sanh et al. 2019; Hinton et al. 2015)."""
    encoder = made.encoder(STUDENT_LAYERS)
    state = {
        name: value
        for name, value in deep.state_dict().items()
        if not name.startswith("layers.") or int(name.split(".")[1]) < STUDENT_LAYERS
    }
    encoder.load_state_dict(state)
    read = batches.corpus(made.tokeniser, examples)
    told = batches.Corpus(read.numbers, read.own, blended(read.targets, taught), read.weight)
    tell(f"student: {len(read.numbers)} texts")
    fitting.fit(encoder, told, STUDENT, tell, made.folder / "student.pt")
    return encoder


def blended(targets: NDArray[np.float32], taught: NDArray[np.float32]) -> NDArray[np.float32]:
    """Targets between the truth, where it is known, and the teacher's probabilities."""
    believed = 1 / (1 + np.exp(-taught))
    for columns in TOGETHER.values():
        grown = np.exp(taught[:, columns] - taught[:, columns].max(axis=1, keepdims=True))
        believed[:, columns] = grown / grown.sum(axis=1, keepdims=True)
    between = TEACHER_SHARE * believed + (1 - TEACHER_SHARE) * np.nan_to_num(targets)
    found: NDArray[np.float32] = np.where(np.isnan(targets), believed, between)
    return found
