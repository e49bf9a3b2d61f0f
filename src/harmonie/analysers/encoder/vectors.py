"""Vectors from what the encoder of the tier full makes of a text, its directions evened out.

The states of a fine-tuned encoder crowd around a few directions, those of its tasks. Whitening (Su
et al. 2021, arXiv 2103.15316), learnt on many texts, makes what a text is about count again. A text
and its translation come close.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.encoder.model import EncoderModel
from harmonie.text.normalise import normalise_many

Floats = NDArray[np.float32]
#: How many texts are read at a time.
CHUNK = 512


class EncoderEmbedder:
    """An embedder (see ``harmonie.search.embedder``). ``middle`` is ``[hidden]``, the mean of the
    states of many texts; ``readout`` is ``[hidden, dimensions]``."""

    name = "encoder"
    near = 0.45

    def __init__(
        self,
        model: EncoderModel,
        middle: NDArray[np.floating],
        readout: NDArray[np.floating],
        weights: str,
    ) -> None:
        self.version = f"{self.name}-{weights}"
        self._model = model
        self._middle = middle.astype(np.float32)
        self._readout = np.ascontiguousarray(readout.astype(np.float32).T)

    @property
    def dimensions(self) -> int:
        return len(self._readout)

    def embed(self, texts: Sequence[str]) -> Floats:
        """float32 ``[texts, dimensions]``, of length 1; a text without any piece gives zeros."""
        result = np.zeros((len(texts), self.dimensions), np.float32)
        for first in range(0, len(texts), CHUNK):
            some = normalise_many(texts[first : first + CHUNK])
            means = self._model.means([found.text for found in some])
            for row, mean in enumerate(means, first):
                if mean.any():
                    # One product at a time: a vector does not depend on its company.
                    vector = self._readout @ (mean - self._middle)
                    result[row] = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return result
