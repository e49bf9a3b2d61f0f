"""Fits what turns texts into vectors: how rare features are, and how the encoder is read out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.encoder.model import EncoderModel
from harmonie.analysers.encoder.tier import encoder_of
from harmonie.learning.dataset import bucket
from harmonie.learning.rarity import rarity
from harmonie.text.normalise import normalise_many
from harmonie.vectors import TIER
from harmonie.weights.store import Weights, installed, save

#: Directions kept of the encoder's states, and from about how many texts they are learnt.
DIRECTIONS, TEXTS = 256, 6_000
#: Characters read of a text: directions need many texts, not long ones.
_READ = 160


def fit_vectors(texts: Sequence[str], folder: Path, seed: int = 7) -> Weights:
    """Writes ``vectors.npz`` and ``vectors.json`` into ``folder``, fitted to the tier full that is
    there; for words alone where there is none. To be run again whenever that tier changes.

    ``texts`` need no labels. Raises ``ValueError`` without texts.
    """
    arrays: dict[str, NDArray[Any]] = {"rarity": rarity(texts, seed)}
    card: dict[str, Any] = {"languages": ["fr", "en"], "texts": len(texts), "seed": seed}
    if TIER in installed(folder):
        model = encoder_of(TIER, folder)[0]
        share = max(1, len(texts) // TEXTS)
        some = [text[:_READ] for text in texts if bucket(text, seed + 1, share) == 0]
        arrays["middle"], arrays["readout"] = readout(model, some)
        card["encoder"] = model.version
    return save("vectors", arrays, card, folder)


def readout(
    model: EncoderModel, texts: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean state ``[hidden]`` and whitening ``[hidden, directions]`` of ``texts``."""
    states = model.means([found.text for found in normalise_many(texts)]).astype(np.float64)
    states = states[states.any(axis=1)]
    middle = states.mean(axis=0)
    _, deviation, directions = np.linalg.svd(states - middle, full_matrices=False)
    kept = int(min(DIRECTIONS, (deviation > deviation[0] * 1e-6).sum()))
    scale = deviation[0] / deviation[:kept]
    return middle.astype(np.float32), (directions[:kept].T * scale).astype(np.float32)
