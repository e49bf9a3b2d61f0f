"""Exact search in memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.search.exact import ExactIndex
from harmonie.search.index import Index


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_it_is_an_index():
    assert isinstance(ExactIndex(2), Index)


def test_the_closest_come_first_and_ties_follow_their_keys():
    index = ExactIndex(2)
    index.add(["b", "a", "far"], np.stack([unit(1, 0), unit(1, 0), unit(0, 1)]))
    assert [n.key for n in index.nearest(unit(1, 0.1), 3)] == ["a", "b", "far"]


def test_adding_a_key_again_replaces_it():
    index = ExactIndex(2)
    index.add(["a"], unit(1, 0)[None])
    index.add(["a", "a"], np.stack([unit(1, 0), unit(0, 1)]))
    assert len(index) == 1
    assert index.nearest(unit(0, 1), 1)[0].similarity == pytest.approx(1)


def test_removed_items_are_not_found_and_unknown_ones_are_ignored():
    index = ExactIndex(2)
    index.add(["a", "b"], np.stack([unit(1, 0), unit(0, 1)]))
    index.remove(["a", "nobody"])
    assert [n.key for n in index.nearest(unit(1, 0), 5)] == ["b"]


def test_a_zero_vector_is_close_to_nothing():
    index = ExactIndex(2)
    index.add(["a"], unit(1, 0)[None])
    assert index.nearest(np.zeros(2, dtype=np.float32)) == []


def test_vectors_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="need vectors of shape"):
        ExactIndex(3).add(["a"], unit(1, 0)[None])


@given(st.integers(1, 30), st.integers(1, 10), st.integers(0, 1000))
def test_it_finds_what_comparing_everything_finds(count, limit, seed):
    vectors = np.random.default_rng(seed).normal(size=(count, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = ExactIndex(4)
    index.add([f"{i:03}" for i in range(count)], vectors)
    best = sorted(range(count), key=lambda i: (-float(vectors[i] @ vectors[0]), i))[:limit]
    assert [n.key for n in index.nearest(vectors[0], limit)] == [f"{i:03}" for i in best]
