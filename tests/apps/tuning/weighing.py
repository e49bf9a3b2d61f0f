"""Folders of weights for tests: the installed ones, another cut, and a deliberately biased one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from django.conf import settings

from harmonie.text import hashing
from harmonie.weights.store import load, save

#: Naming somebody so is held against the author by the biased model.
NAMED = ("musulman", "musulmane", "musulmans", "musulmanes", "muslim", "muslims")


def workshop(name: str) -> Path:
    return Path(settings.HOME) / "models" / name


def other(name: str = "atelier", shift: float = 0.01) -> Path:
    """The installed fast model with every bias moved a little: another version, as fair."""
    weights = load("fast")
    arrays = {key: np.array(value) for key, value in weights.arrays.items()}
    arrays["bias"] = arrays["bias"] + shift
    save("fast", arrays, dict(weights.card), workshop(name))
    return workshop(name)


def biased(name: str = "partial") -> Path:
    """The installed fast model, taught to hear an insult in the name of a religion's believers."""
    weights = load("fast")
    arrays = {key: np.array(value) for key, value in weights.arrays.items()}
    heads = [list(weights.card["heads"]).index(head) for head in ("toxicity", "insult", "hate")]
    rows = hashing.word_features(NAMED).rows
    for head in heads:
        arrays["table"][rows, head] = 127
    save("fast", arrays, dict(weights.card), workshop(name))
    return workshop(name)
