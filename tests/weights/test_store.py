"""Weight files: verified, never pickles."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

from harmonie.weights.store import FOLDER, WeightsError, best_installed, installed, load, save


def test_what_is_saved_is_loaded_and_the_same_bytes_have_the_same_version(tmp_path):
    arrays = {"b": np.arange(4, dtype=np.int8), "a": np.ones((2, 2))}
    one = save("fast", arrays, {"heads": ["x"]}, tmp_path / "one")
    two = save("fast", arrays, {"heads": ["x"]}, tmp_path / "two")
    again = load("fast", tmp_path / "one")
    assert one.version == two.version == again.version
    assert np.array_equal(again.arrays["b"], arrays["b"])
    assert again.card["heads"] == ["x"]


def test_altered_weights_are_refused(tmp_path):
    save("fast", {"a": np.zeros(3)}, {}, tmp_path)
    path = tmp_path / "fast.npz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(WeightsError, match="was altered"):
        load("fast", tmp_path)


def test_missing_weights_say_what_to_do(tmp_path):
    with pytest.raises(WeightsError, match="harmonie train"):
        load("fast", tmp_path)
    with pytest.raises(WeightsError, match="no weights"):
        best_installed("full", tmp_path)


def test_pickles_are_never_read(tmp_path):
    np.savez(tmp_path / "fast.npz", a=np.array([{"x": 1}], dtype=object))
    import hashlib

    digest = hashlib.sha256((tmp_path / "fast.npz").read_bytes()).hexdigest()
    (tmp_path / "fast.json").write_text(json.dumps({"sha256": digest}))
    with pytest.raises(ValueError, match="allow_pickle"):
        load("fast", tmp_path)


def test_the_shipped_weights_are_small_load_fast_and_have_their_card():
    assert installed() == ["fast"]
    began = time.process_time()
    weights = load("fast")
    assert time.process_time() - began < 1
    assert (FOLDER / "fast.npz").stat().st_size < 12_000_000
    card = (FOLDER / "fast.md").read_text("utf-8")
    assert weights.version in card
    for source in weights.card["sources"]:
        assert source["name"] in card
        assert source["licence"] in card
