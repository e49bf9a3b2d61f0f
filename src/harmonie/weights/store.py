"""Weight files: plain arrays (never pickles) beside a card, verified by sha256 when loaded."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent
#: From the cheapest to the most careful.
TIERS = ("fast", "full", "deep")


class WeightsError(RuntimeError):
    """The weights are absent, altered or of another version; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Weights:
    name: str
    version: str
    arrays: Mapping[str, NDArray[Any]]
    card: Mapping[str, Any]


def installed(folder: Path = FOLDER) -> list[str]:
    """Tiers whose weights are in ``folder``, cheapest first."""
    return [tier for tier in TIERS if (folder / f"{tier}.json").is_file()]


def best_installed(asked: str, folder: Path = FOLDER) -> str:
    """The most careful installed tier that does not go above ``asked``."""
    if asked not in TIERS:
        raise ValueError(f"no tier named {asked!r}; known: {', '.join(TIERS)}")
    allowed = TIERS[: TIERS.index(asked) + 1]
    present = [tier for tier in installed(folder) if tier in allowed]
    if not present:
        raise WeightsError(
            f"no weights in {folder}: install the package again, or run `harmonie train`"
        )
    return present[-1]


def load(name: str, folder: Path = FOLDER) -> Weights:
    """The arrays and card of ``name``; :class:`WeightsError` when they do not match."""
    try:
        card = json.loads((folder / f"{name}.json").read_text("utf-8"))
        data = (folder / f"{name}.npz").read_bytes()
    except FileNotFoundError as error:
        raise WeightsError(
            f"{error.filename} is missing: install the package again, or run `harmonie train`"
        ) from None
    digest = hashlib.sha256(data).hexdigest()
    if digest != card["sha256"]:
        raise WeightsError(
            f"{folder / name}.npz was altered (sha256 {digest[:12]}… instead of "
            f"{card['sha256'][:12]}…): install the package again, or run `harmonie train`"
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {key: archive[key] for key in archive.files}
    return Weights(name, f"{name}-{digest[:8]}", arrays, card)


def save(
    name: str, arrays: Mapping[str, NDArray[Any]], card: Mapping[str, Any], folder: Path
) -> Weights:
    """Writes ``name.npz`` and ``name.json`` (which holds the sha256) into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **dict(sorted(arrays.items())))
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    full = {**card, "sha256": digest}
    (folder / f"{name}.npz").write_bytes(data)
    (folder / f"{name}.json").write_text(
        json.dumps(full, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8"
    )
    return Weights(name, f"{name}-{digest[:8]}", dict(arrays), full)
