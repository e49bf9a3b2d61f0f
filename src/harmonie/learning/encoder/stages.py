"""The steps from public sets to a fitted encoder; each leaves a file and is not done twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from harmonie.learning.dataset import Example, Split
from harmonie.learning.encoder import batches, corpus, fitting, network, source, vocabulary
from harmonie.learning.encoder.heads import ALL
from harmonie.text.normalise import normalise_many

Progress = Callable[[str], None]
FIRST = fitting.Stage("first", passes=1.0, rate=8e-5)


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
