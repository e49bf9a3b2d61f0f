"""A fitted encoder as plain arrays: what a tier of Harmonie loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.encoder.judging import Calibration
from harmonie.analysers.encoder.model import EncoderModel
from harmonie.learning.encoder import export
from harmonie.learning.encoder.heads import ALL
from harmonie.learning.encoder.inputs import Moments
from harmonie.learning.encoder.network import Encoder
from harmonie.weights.store import Weights

#: Places beyond the longest window and its parent are never read.
PLACES = 192


def arrays_of(
    encoder: Encoder, tokeniser: str, moments: Moments | None = None
) -> dict[str, NDArray[Any]]:
    """Words as 8-bit rows with a scale each, places, heads, the graph (rounded for inputs like
    ``moments``) and the tokeniser."""
    words = encoder.words.weight.detach().float().numpy()
    scale = np.maximum(np.abs(words).max(axis=1), 1e-8) / 127
    return {
        "words": np.rint(words / scale[:, None]).astype(np.int8),
        "word_scales": scale.astype(np.float32),
        "places": encoder.places.weight.detach().float().numpy()[:PLACES],
        "heads": encoder.heads.weight.detach().float().numpy().T,
        "head_bias": encoder.heads.bias.detach().float().numpy(),
        "graph": np.frombuffer(export.graph_of(encoder, moments), np.uint8),
        "tokeniser": np.frombuffer(tokeniser.encode(), np.uint8),
    }


def with_calibration(arrays: dict[str, NDArray[Any]], how: Calibration) -> dict[str, NDArray[Any]]:
    """The arrays and how their logits become probabilities."""
    return {
        **arrays, "beta": how.beta, "gain": how.gain, "shift": how.shift,
        "share": how.share, "class_share": how.class_share, "moods": how.moods,
    }  # fmt: skip


def model_of(arrays: dict[str, NDArray[Any]], name: str) -> EncoderModel:
    """The packed encoder as it will run, before it is calibrated and saved."""
    return EncoderModel(Weights(name, name, arrays, {"heads": list(ALL)}))


def tokeniser_text(folder: Path) -> str:
    """The tokeniser that the stages wrote."""
    return (folder / "tokenizer.json").read_text("utf-8")
