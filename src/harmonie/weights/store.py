"""Weight files: plain arrays (never pickles) beside a card, verified by sha256 when loaded."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.weights.wording import told

FOLDER = Path(__file__).parent
#: From the cheapest to the most careful.
TIERS = ("fast", "full", "deep")
#: What the arrays of a tier are and mean: another number when they change.
FORMAT = 1


class WeightsError(RuntimeError):
    """The weights are absent, altered or of another version; the message says what to do, and is
    a :class:`~harmonie.wording.Wording`: it exists in both languages."""


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
        raise ValueError(told("no_tier", asked=asked, known=", ".join(TIERS)))
    allowed = TIERS[: TIERS.index(asked) + 1]
    present = [tier for tier in installed(folder) if tier in allowed]
    if not present:
        raise WeightsError(told("none", folder=folder))
    return present[-1]


def load(name: str, folder: Path = FOLDER) -> Weights:
    """The arrays and card of ``name``; :class:`WeightsError` when they do not match."""
    card = card_of(name, folder)
    path = folder / f"{name}.npz"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise WeightsError(told("missing", path=path)) from None
    _check_bytes(path, data, card)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive.files}
    except (ValueError, OSError, EOFError, TypeError, zipfile.BadZipFile) as error:
        raise WeightsError(told("not_arrays", path=path, why=error)) from error
    return Weights(name, version_of(name, card), arrays, card)


def card_of(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """What is written beside the arrays of ``name``, without reading these; the same errors."""
    path = folder / f"{name}.json"
    try:
        card = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise WeightsError(told("missing", path=path)) from None
    except ValueError as error:
        raise WeightsError(told("bad_card", path=path, why=error)) from error
    if not isinstance(card, dict) or not isinstance(card.get("sha256"), str):
        raise WeightsError(told("bad_card", path=path, why="sha256"))
    if card.get("format", FORMAT) != FORMAT:
        raise WeightsError(told("other_format", path=path, found=card["format"], known=FORMAT))
    if card.get("tier", name) != name:
        raise WeightsError(told("swapped", path=path, found=card["tier"], wanted=name))
    return card


def version_of(name: str, card: Mapping[str, Any]) -> str:
    """How signals tell which weights judged: the tier and the first digits of its sha256."""
    return f"{name}-{card['sha256'][:8]}"


def check_student(weights: Weights, student: str) -> None:
    """:class:`WeightsError` unless ``weights`` were made to run beside the version ``student``."""
    wanted = weights.card.get("student", student)
    if wanted != student:
        raise WeightsError(told("other_student", tier=weights.name, wanted=wanted, found=student))


def save(
    name: str, arrays: Mapping[str, NDArray[Any]], card: Mapping[str, Any], folder: Path
) -> Weights:
    """Writes ``name.npz`` and ``name.json`` (which holds the sha256) into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **dict(sorted(arrays.items())))
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    full = {**card, "tier": name, "format": FORMAT, "sha256": digest, "bytes": len(data)}
    (folder / f"{name}.npz").write_bytes(data)
    save_card(name, full, folder)
    return Weights(name, version_of(name, full), dict(arrays), full)


def save_card(name: str, card: Mapping[str, Any], folder: Path) -> None:
    """Writes ``name.json`` alone: what is said of the arrays, which stay as they are."""
    text = json.dumps(card, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (folder / f"{name}.json").write_text(text, "utf-8")


def _check_bytes(path: Path, data: bytes, card: Mapping[str, Any]) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if digest == card["sha256"]:
        return
    if len(data) < card.get("bytes", 0):
        raise WeightsError(told("cut_short", path=path, found=len(data), wanted=card["bytes"]))
    raise WeightsError(told("altered", path=path, found=digest[:12], wanted=card["sha256"][:12]))
