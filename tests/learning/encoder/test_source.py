"""The file of pre-trained weights: known by its sha256, and unpacked by numpy alone."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from harmonie.learning.encoder import source
from harmonie.learning.encoder.source import SourceError, read

PIECES = ("<s>", "▁été", "b")
HIDDEN = 32


def container() -> bytes:
    """A file of the known layout with one packed matrix and one plain vector."""
    head = b"TEST" + struct.pack("<I7i", 1, HIDDEN, 1, 2, 64, len(PIECES), 8, 0)
    head = (head + struct.pack("<fii", 1e-5, 0, len(PIECES))).ljust(64, b"\0")
    encoded = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4").tobytes()
    scores = np.array([0.0, -1.5, -2.0], "<f4").tobytes()
    blob = b"".join(encoded)
    body = (
        struct.pack("<Q", len(blob)) + offsets + scores + blob + struct.pack("<iI", 0, 3) + b"abc"
    )
    values = np.arange(32, dtype=np.uint8) % 16
    packed = np.float16(0.5).tobytes() + (values[:16] | values[16:] << 4).astype(np.uint8).tobytes()
    plain = np.arange(HIDDEN, dtype="<f4").tobytes()
    entries = (("emb.word", HIDDEN, len(packed)), ("emb.ln.w", HIDDEN, len(plain)))
    table_size = 4 + sum(2 + len(name) + 21 for name, _, _ in entries)
    at = len(head) + len(body) + table_size
    table = struct.pack("<i", len(entries))
    for name, count, size in entries:
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", 0, count, at, size)
        at += size
    return head + body + table + packed + plain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "weights.bin"
    file.write_bytes(container())
    return file


def test_a_file_that_is_not_the_known_one_is_refused(path):
    with pytest.raises(SourceError, match="is not the known file"):
        read(path)


def test_the_known_file_is_unpacked(path, monkeypatch):
    monkeypatch.setattr(source, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    found = read(path)
    assert found.pieces == PIECES
    assert found.scores == pytest.approx([0, -1.5, -2])
    assert (found.sizes.hidden, found.sizes.layers, found.sizes.positions) == (HIDDEN, 1, 8)
    assert found.tensors["emb.word"].shape == (1, HIDDEN)
    expected = (np.tile(np.arange(16), 2) - 8) * 0.5
    assert np.array_equal(found.tensors["emb.word"][0], expected)
    assert np.array_equal(found.tensors["emb.ln.w"], np.arange(HIDDEN))


def test_one_changed_byte_is_noticed(path, monkeypatch):
    monkeypatch.setattr(source, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(SourceError, match="is not the known file"):
        read(path)


def test_without_the_wheel_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(source, "files", lambda _: ())
    with pytest.raises(SourceError, match=r"pip install 'harmonie\[encoder\]'"):
        source.find()
