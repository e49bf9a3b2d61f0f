"""The deep encoder as ``harmonie train --all --work DIR`` left it between its two stages, for
``benchmarks/curves.py``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.dataset import Example

#: Width of an attention head of multilingual-e5-small, which no shape of a weight tells, and what
#: its normalisation adds to a variance.
HEAD_WIDTH, EPSILON = 32, 1e-12


class Reader(Protocol):
    """An encoder between two stages of training. ``features`` are ``[texts, width]`` by depth."""

    def keep(self, share: float) -> None: ...
    def logits(self, examples: Sequence[Example]) -> NDArray[Any]: ...
    def features(
        self, examples: Sequence[Example], depths: Sequence[int]
    ) -> Mapping[int, NDArray[Any]]: ...


class Checkpoints:
    """The deep encoder of a folder of checkpoints, as it was fitted. Needs torch."""

    def __init__(self, work: Path) -> None:
        import torch
        from tokenizers import Tokenizer

        from harmonie.learning.encoder import network, source

        torch.set_num_threads(min(2, os.cpu_count() or 1))
        torch.set_flush_denormal(True)
        # Mapped: the optimiser's state, twice as large, is never read.
        self._stages = [
            torch.load(work / f"{name}.pt", weights_only=True, mmap=True)["encoder"]
            for name in ("first", "second")
        ]
        state = self._stages[1]
        pieces, hidden = state["words.weight"].shape
        self.layers = 1 + max(int(name.split(".")[1]) for name in state if "layers." in name)
        sizes = source.Sizes(
            hidden, self.layers, hidden // HEAD_WIDTH, len(state["layers.0.widen.bias"]),
            len(state["places.weight"]), EPSILON,
        )  # fmt: skip
        self._encoder = network.Encoder(sizes, pieces, self.layers, len(state["heads.bias"]))
        self._tokeniser = Tokenizer.from_file(str(work / "tokenizer.json"))

    def keep(self, share: float) -> None:
        """Sets the weights on the way from the first stage to the second."""
        first, second = self._stages
        self._encoder.load_state_dict({k: first[k].lerp(second[k], share) for k in second})

    def logits(self, examples: Sequence[Example]) -> NDArray[Any]:
        """``[texts, heads]``."""
        from harmonie.learning.encoder import batches, fitting

        return fitting.scores(self._encoder, batches.corpus(self._tokeniser, examples))

    def features(
        self, examples: Sequence[Example], depths: Sequence[int]
    ) -> Mapping[int, NDArray[Any]]:
        """What heads see, had the encoder so many layers: one pass, pooled after each depth."""
        import torch

        from harmonie.learning.encoder import batches

        states: dict[int, Any] = {}
        hooks = [
            self._encoder.layers[depth - 1].register_forward_hook(
                lambda _layer, _given, made, depth=depth: states.update({depth: made})
            )
            for depth in depths
        ]
        found = batches.corpus(self._tokeniser, examples)
        width = self._encoder.heads.in_features
        result = {depth: np.zeros((len(examples), width), np.float16) for depth in depths}
        done = 0
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            for batch in batches.batches(found):
                numbers, kept, own = map(torch.from_numpy, (batch.numbers, batch.kept, batch.own))
                self._encoder.pooled(numbers, kept, own)
                share = (own / own.sum(dim=1, keepdim=True))[:, :, None]
                for depth, made in states.items():
                    mean = (made * share).sum(dim=1)
                    pooled = torch.cat((made[:, 0], mean.to(made.dtype)), dim=1)
                    result[depth][batch.rows] = pooled.float().numpy()
                done += len(batch.rows)
                if done % 4_000 < len(batch.rows):
                    print(f"read {done} of {len(examples)}", file=sys.stderr, flush=True)
        for hook in hooks:
            hook.remove()
        return result
