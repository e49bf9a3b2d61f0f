"""The models on this machine: which tiers are there, and whether they are what their cards say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.pipeline import Pipeline
from harmonie.records import Message
from harmonie.text.hashing import ROWS
from harmonie.weights.store import (
    FOLDER,
    TIERS,
    Weights,
    WeightsError,
    best_installed,
    card_of,
    check_student,
    installed,
    load,
    version_of,
)
from harmonie.weights.wording import told
from harmonie.wording import Wording

LICENCE = "Apache-2.0"
#: A probe may score this far from what its card says: encoders differ in their last digits from
#: one processor to another.
TOLERANCE = 0.01
#: Arrays of an encoder and their number of dimensions.
_ENCODER: Mapping[str, tuple[type[np.generic], int]] = {
    "words": (np.int8, 2), "word_scales": (np.floating, 1), "places": (np.floating, 2),
    "heads": (np.floating, 2), "head_bias": (np.floating, 1), "graph": (np.uint8, 1),
    "tokeniser": (np.uint8, 1), "beta": (np.floating, 3), "gain": (np.floating, 2),
    "shift": (np.floating, 2), "share": (np.floating, 2), "class_share": (np.floating, 2),
}  # fmt: skip
_ADDITIVE: Mapping[str, tuple[type[np.generic], int]] = {
    "table": (np.int8, 2), "multipliers": (np.integer, 2), "units": (np.floating, 1),
    "bias": (np.floating, 2), "gain": (np.floating, 2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """A tier as its card tells it. ``megabytes`` is that of the arrays; 0 layers: no encoder."""

    tier: str
    version: str
    megabytes: float
    layers: int
    languages: tuple[str, ...]
    date: str
    sha256: str
    is_default: bool


def models(folder: Path = FOLDER) -> list[Model]:
    """Every tier in ``folder``, cheapest first. Raises ``WeightsError`` when there is none, or a
    card cannot be read."""
    default = best_installed("full", folder)
    return [_model(tier, folder, tier == default) for tier in installed(folder)]


def present(folder: Path = FOLDER) -> list[str]:
    """Tiers of which ``folder`` holds the arrays or the card: both are needed."""
    return [
        tier
        for tier in TIERS
        if any((folder / f"{tier}{suffix}").is_file() for suffix in (".json", ".npz"))
    ]


def none_in(folder: Path) -> Wording:
    """That there are no weights, and what to do."""
    return told("none", folder=folder)


def _model(tier: str, folder: Path, is_default: bool) -> Model:
    card = card_of(tier, folder)
    arrays = folder / f"{tier}.npz"
    if not arrays.is_file():
        raise WeightsError(told("missing", path=arrays))
    return Model(
        tier, version_of(tier, card), arrays.stat().st_size / 1e6, int(card.get("layers", 0)),
        tuple(card.get("languages", ())), str(card.get("date", "")), card["sha256"], is_default,
    )  # fmt: skip


def verify(tier: str, folder: Path = FOLDER) -> Weights:
    """The weights of ``tier``, once everything about them holds: the sha256, the arrays, the graph
    and the tokeniser of an encoder, its student, and what the probes score. Raises
    ``WeightsError`` with what does not hold and what to do."""
    if tier not in TIERS:
        raise WeightsError(told("no_tier", asked=tier, known=", ".join(TIERS)))
    weights = load(tier, folder)
    _check_arrays(weights, folder)
    if tier != "fast":
        check_student(weights, load("fast", folder).version)
        _check_encoder(weights, folder)
    _check_probes(weights, folder)
    return weights


def _check_arrays(weights: Weights, folder: Path) -> None:
    wanted = _ADDITIVE if weights.name == "fast" else _ENCODER
    wrong = [
        name
        for name, (kind, dimensions) in wanted.items()
        if not _is(weights.arrays.get(name), kind, dimensions)
    ]
    wrong += list(_misfits(weights) if not wrong else ())
    if wrong or ("band" in weights.arrays) != (weights.name == "deep"):
        named = ", ".join(wrong) or "band"
        raise WeightsError(told("bad_arrays", path=_path(weights, folder), names=named))


def _is(values: NDArray[Any] | None, kind: type[np.generic], dimensions: int) -> bool:
    return (
        values is not None
        and np.issubdtype(values.dtype, kind)
        and values.ndim == dimensions
        and values.size > 0
    )


def _misfits(weights: Weights) -> Iterator[str]:
    """Arrays whose shapes do not fit together or with the card."""
    arrays, heads = weights.arrays, len(weights.card.get("heads", ()))
    languages = len(weights.card.get("languages", ()))
    sizes: dict[str, tuple[int | None, ...]]
    if weights.name == "fast":
        sizes = {
            "table": (ROWS, heads), "multipliers": (3, heads), "units": (heads,),
            "bias": (languages, heads), "gain": (languages, heads),
        }  # fmt: skip
    else:
        pieces, hidden = arrays["words"].shape
        sizes = {
            "word_scales": (pieces,), "places": (None, hidden), "heads": (2 * hidden, heads),
            "head_bias": (heads,), "beta": (languages, None, 3), "share": (languages, None),
            "gain": (languages, None), "shift": (languages, None),
        }  # fmt: skip
    for name, shape in sizes.items():
        found = arrays[name].shape
        if any(want not in (None, have) for want, have in zip(shape, found, strict=True)):
            yield name


def _check_encoder(weights: Weights, folder: Path) -> None:
    from harmonie.analysers.encoder.model import EncoderModel

    try:
        found = EncoderModel(weights).logits(["a", "bonjour à tous"], ["", "a"])
    except Exception as error:  # onnxruntime and tokenizers raise classes of their own
        raise WeightsError(told("no_run", path=_path(weights, folder), why=error)) from error
    if not np.isfinite(found).all():
        raise WeightsError(told("no_run", path=_path(weights, folder), why="nan"))


def _check_probes(weights: Weights, folder: Path) -> None:
    probes = weights.card.get("probes", ())
    messages = [Message(one["text"], language=one["language"]) for one in probes]
    found = Pipeline(weights.name, folder).analyse(messages) if messages else []
    for one, analysis in zip(probes, found, strict=True):
        for name, score in one["scores"].items():
            now = analysis.score(name)
            if now is None or abs(now - score) > TOLERANCE:
                raise WeightsError(
                    told("other_score", tier=weights.name, signal=name, text=one["text"],
                         found="–" if now is None else f"{now:.3f}", wanted=f"{score:.3f}")
                )  # fmt: skip


def _path(weights: Weights, folder: Path) -> Path:
    return folder / f"{weights.name}.npz"


def problem_of(tier: str, folder: Path = FOLDER) -> Wording | None:
    """What :func:`verify` has to say against ``tier``, or ``None``."""
    try:
        verify(tier, folder)
    except WeightsError as error:
        found: Wording = error.args[0]
        return found
    return None
