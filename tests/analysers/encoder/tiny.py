"""A folder of weights whose encoders are little and random, beside the additive model shipped.

``tiny.npz`` holds the arrays of two layers, written by ``scripts/make_tiny_encoder.py``; how its
logits become scores is made up here: half the encoder's, half the student's, as they are.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from harmonie.analysers.additive.evidence import BINARY, CLASSES
from harmonie.learning.encoder.heads import ALL
from harmonie.records import BASIC_EMOTIONS, LANGUAGES
from harmonie.weights.store import FOLDER, load, save

#: Log-odds between which the deep tier reads again.
BAND = 1.0


def install(folder: Path) -> Path:
    """Puts ``fast``, ``full`` and ``deep`` into ``folder`` and returns it. The two encoders differ
    in one bias, so that it shows which one judged."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in (".json", ".npz"):
        shutil.copyfile(FOLDER / f"fast{suffix}", folder / f"fast{suffix}")
    arrays = {**_arrays(), **_calibration()}
    card = {
        "heads": list(ALL), "languages": list(LANGUAGES), "layers": 2,
        "student": load("fast", folder).version, "sources": [],
    }  # fmt: skip
    save("full", arrays, card, folder)
    deep = {**arrays, "head_bias": arrays["head_bias"] + np.float32(0.25)}
    deep["band"] = np.tile([-BAND, BAND], (len(LANGUAGES), len(BINARY), 1))
    save("deep", deep, card, folder)
    return folder


@cache
def _arrays() -> dict[str, Any]:
    with np.load(Path(__file__).with_name("tiny.npz"), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def _calibration() -> dict[str, Any]:
    languages, heads, classes = len(LANGUAGES), len(BINARY), sum(map(len, CLASSES.values()))
    return {
        "beta": np.tile([1.0, 1.0, 0.0], (languages, heads, 1)),
        "gain": np.ones((languages, len(CLASSES))),
        "shift": np.zeros((languages, classes)),
        "share": np.full((languages, heads), 0.5),
        "class_share": np.full((languages, classes), 0.5),
        "unsure": np.zeros((languages, 2)),
        "moods": np.tile([1.0, 1.0, 0.0], (languages, len(BASIC_EMOTIONS), 1)),
    }
