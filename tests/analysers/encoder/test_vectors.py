"""Vectors of the encoder, with a little random one."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from harmonie.analysers.encoder.reading import WINDOW
from harmonie.learning.vectors import fit_vectors
from harmonie.vectors import default_embedder, embedders, has_encoder
from harmonie.weights.store import WeightsError, load, save
from tests.analysers.encoder import tiny

ABOUT = ("le bus", "la piscine", "the pool", "a train", "notre ville")
SAID = ("en retard", "is closed", "ouvre quand ?", "encore", "merci", "again")
TEXTS = [f"{one} {other}" for one in ABOUT for other in SAID]


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    folder = tiny.install(tmp_path_factory.mktemp("vectors"))
    fit_vectors(TEXTS, folder)
    return folder


@pytest.fixture(scope="module")
def encoder(fitted):
    return {found.name: found for found in embedders(fitted)}["encoder"]


def test_words_encoder_and_both_are_offered_and_both_are_used(fitted):
    assert [found.name for found in embedders(fitted)] == ["words", "encoder", "fused"]
    words, encoder, fused = embedders(fitted)
    assert default_embedder(fitted).version == fused.version
    assert fused.dimensions == words.dimensions + encoder.dimensions


def test_a_vector_is_the_same_alone_and_in_company(encoder):
    every = encoder.embed(TEXTS)
    for place in (0, 7, 29):
        assert np.array_equal(encoder.embed([TEXTS[place]])[0], every[place])


def test_vectors_have_length_one_and_nothing_is_zero(encoder):
    vectors = encoder.embed([*TEXTS, "", "  "])
    assert np.linalg.norm(vectors[:-2], axis=1) == pytest.approx(1, abs=1e-5)
    assert not vectors[-2:].any()
    assert encoder.embed([]).shape == (0, encoder.dimensions)


def test_directions_are_evened_out(encoder):
    vectors = encoder.embed(TEXTS)
    cosine = (vectors @ vectors.T)[np.triu_indices(len(TEXTS), 1)]
    assert abs(cosine.mean()) < 0.1


def test_the_end_of_a_long_text_counts(encoder):
    long = "le bus en retard " * WINDOW
    one, other = encoder.embed([long, f"{long} {'the pool is closed ' * WINDOW}"])
    assert one @ other < 0.999


def test_vectors_fitted_to_another_tier_are_not_used(fitted, tmp_path):
    folder = tmp_path / "other"
    shutil.copytree(fitted, folder)
    full = load("full", folder)
    arrays = {**full.arrays, "head_bias": full.arrays["head_bias"] + np.float32(1)}
    save("full", arrays, {**full.card}, folder)
    assert not has_encoder(folder)
    assert [found.name for found in embedders(folder)] == ["words"]


def test_without_the_tier_full_words_alone_are_fitted(tmp_path):
    fit_vectors(TEXTS, tmp_path)
    assert [found.name for found in embedders(tmp_path)] == ["words"]


def test_altered_vectors_are_refused(fitted, tmp_path):
    folder = tmp_path / "altered"
    shutil.copytree(fitted, folder)
    path = folder / "vectors.npz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsError):
        default_embedder(folder)


def test_fitting_needs_texts(tmp_path):
    with pytest.raises(ValueError, match="there are none"):
        fit_vectors([], tmp_path)
