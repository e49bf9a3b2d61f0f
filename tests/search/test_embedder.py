"""What every embedder keeps to, and two fused into one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.search.embedder import Embedder, FusedEmbedder, unit
from harmonie.vectors import default_embedder, embedders, near_of

TEXTS = ["le bus est en retard", "the bus is late", "", "merci !", "a" * 3_000]


@pytest.fixture(params=embedders(), ids=lambda embedder: embedder.name)
def embedder(request):
    return request.param


def test_it_is_an_embedder(embedder):
    assert isinstance(embedder, Embedder)
    assert 0 < len(embedder.version) <= 60
    assert embedder.near == near_of(embedder.version)


def test_vectors_have_length_one_or_are_zero(embedder):
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0, 1, 1], abs=1e-5)
    assert embedder.embed([]).shape == (0, embedder.dimensions)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_a_vector_does_not_depend_on_its_company(others):
    one = default_embedder()
    alone = one.embed(["le bus est en retard"])[0]
    assert np.allclose(one.embed([*others, "le bus est en retard"])[-1], alone, atol=1e-5)


def test_fusion_ranks_by_the_sum_of_standardised_cosines():
    chance = np.random.default_rng(2)

    class Fixed:
        def __init__(self, name, dimensions):
            self.name = self.version = name
            self.dimensions, self.near = dimensions, 0.5
            self.rows = unit(chance.normal(size=(20, dimensions)).astype(np.float32))

        def embed(self, texts):
            return self.rows[[int(text) for text in texts]]

    one, other = Fixed("one", 5), Fixed("other", 9)
    fused = FusedEmbedder([one, other], spreads=[0.1, 0.4], near=0.6)
    rows = fused.embed([str(number) for number in range(20)])
    expected = one.rows @ one.rows[0] / 0.1 + other.rows @ other.rows[0] / 0.4
    assert np.argsort(rows @ rows[0]).tolist() == np.argsort(expected).tolist()
    assert (fused.version, fused.dimensions, fused.near) == ("one+other", 14, 0.6)


def test_a_part_without_its_spread_is_refused():
    with pytest.raises(ValueError, match="needs its spread"):
        FusedEmbedder([default_embedder()], [], 0.5)
