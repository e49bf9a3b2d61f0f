"""Weight files: verified, never pickles."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from harmonie.weights.store import (
    FOLDER,
    FORMAT,
    Weights,
    WeightsError,
    best_installed,
    check_student,
    installed,
    load,
    save,
    save_card,
    version_of,
)

ONE_ARRAY = b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }"
ONE_ARRAY += b" " * (127 - len(ONE_ARRAY)) + b"\n" + bytes(8)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with two tiers."""
    save("fast", {"a": np.zeros(30)}, {"heads": ["x"]}, tmp_path)
    save("full", {"a": np.ones(30)}, {"heads": ["x"], "student": "fast-0"}, tmp_path)
    return tmp_path


def refusal(name: str, folder: Path) -> WeightsError:
    with pytest.raises(WeightsError) as stopped:
        load(name, folder)
    return stopped.value


def test_what_is_saved_is_loaded_and_the_same_bytes_have_the_same_version(tmp_path):
    arrays = {"b": np.arange(4, dtype=np.int8), "a": np.ones((2, 2))}
    one = save("fast", arrays, {"heads": ["x"]}, tmp_path / "one")
    two = save("fast", arrays, {"heads": ["x"]}, tmp_path / "two")
    again = load("fast", tmp_path / "one")
    assert one.version == two.version == again.version
    assert np.array_equal(again.arrays["b"], arrays["b"])
    assert again.card["heads"] == ["x"]


def test_a_card_is_rewritten_without_touching_the_weights(two):
    before = load("fast", two)
    save_card("fast", {**before.card, "date": "2024-05-01"}, two)
    after = load("fast", two)
    assert after.card["date"] == "2024-05-01"
    assert after.version == before.version == version_of("fast", before.card)


@pytest.mark.parametrize("place", [0, 40, 200, -1])
def test_corrupted_weights_are_refused(two, place):
    path = two / "fast.npz"
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))
    assert "was altered" in str(refusal("fast", two))
    assert load("full", two)


@pytest.mark.parametrize("kept", [0, 1, 100, -1])
def test_truncated_weights_are_refused(two, kept):
    path = two / "fast.npz"
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    assert f"is cut short ({len(whole[:kept])} of {len(whole)} bytes)" in str(refusal("fast", two))


def test_the_arrays_of_another_tier_are_refused(two):
    shutil.copy(two / "full.npz", two / "fast.npz")
    assert "belongs to another version" in str(refusal("fast", two))


def test_a_tier_under_the_name_of_another_is_refused(two):
    for suffix in (".npz", ".json"):
        shutil.copy(two / f"full{suffix}", two / f"fast{suffix}")
    assert "holds the tier full, not fast" in str(refusal("fast", two))


def test_weights_of_another_format_are_refused(two):
    save_card("fast", {**load("fast", two).card, "format": FORMAT + 1}, two)
    assert f"format {FORMAT + 1}" in str(refusal("fast", two))


@pytest.mark.parametrize("written", ["", "{", "[]", "{}", '{"sha256": 3}'])
def test_what_is_no_card_is_refused(two, written):
    (two / "fast.json").write_text(written)
    assert "is not the card of a model" in str(refusal("fast", two))


def test_an_encoder_beside_another_student_is_refused(two):
    check_student(load("full", two), "fast-0")
    check_student(Weights("full", "full-1", {}, {}), "fast-1")
    with pytest.raises(WeightsError, match="was made with fast-0, and fast-1 is beside it"):
        check_student(load("full", two), "fast-1")


def test_missing_weights_say_what_to_do(tmp_path):
    assert "harmonie train" in str(refusal("fast", tmp_path))
    with pytest.raises(WeightsError, match="no weights"):
        best_installed("full", tmp_path)
    with pytest.raises(ValueError, match="known: fast, full, deep"):
        best_installed("slow", tmp_path)


def test_a_card_without_its_arrays_says_which_file_is_missing(two):
    (two / "fast.npz").unlink()
    assert "fast.npz is missing" in str(refusal("fast", two))


def test_every_refusal_exists_in_french(two):
    (two / "fast.npz").unlink()
    assert refusal("fast", two).args[0].text("fr").endswith("ou lancez `harmonie train`")


def test_pickles_are_never_read(tmp_path):
    np.savez(tmp_path / "fast.npz", a=np.array([{"x": 1}], dtype=object))
    digest = hashlib.sha256((tmp_path / "fast.npz").read_bytes()).hexdigest()
    (tmp_path / "fast.json").write_text(json.dumps({"sha256": digest}))
    message = str(refusal("fast", tmp_path))
    assert "something else than plain arrays" in message and "allow_pickle" in message


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 not a zip", b"text", b"\x80\x04K\x01.", ONE_ARRAY]
)
def test_what_is_no_archive_is_refused_even_with_a_matching_card(tmp_path, data):
    (tmp_path / "fast.npz").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    (tmp_path / "fast.json").write_text(json.dumps({"sha256": digest}))
    assert "something else than plain arrays" in str(refusal("fast", tmp_path))


def test_the_shipped_weights_load_fast_and_fit_in_a_wheel():
    assert "fast" in installed()
    began = time.process_time()
    for tier in installed():
        load(tier)
    assert time.process_time() - began < 2
    assert sum((FOLDER / f"{tier}.npz").stat().st_size for tier in installed()) < 90_000_000
