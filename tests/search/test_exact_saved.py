"""An index on disk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.search.exact import ExactIndex

KEYS = st.lists(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), unique=True
)


def rows(count: int, seed: int = 1) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(count, 4)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@given(KEYS)
def test_a_saved_index_answers_as_before(tmp_path_factory, keys):
    path = tmp_path_factory.mktemp("index") / "vectors.npz"
    index = ExactIndex(4, "words-1")
    index.add(keys, rows(len(keys)))
    index.save(path)
    again = ExactIndex.load(path, "words-1")
    asked = rows(1, seed=2)[0]
    assert len(again) == len(keys)
    assert again.nearest(asked, 3) == index.nearest(asked, 3)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 6)), max_size=30))
def test_adding_and_removing_leave_what_a_dictionary_would(steps):
    index, known = ExactIndex(4), {}
    for number, (is_added, key) in enumerate(steps):
        if is_added:
            known[str(key)] = rows(1, seed=number)[0]
            index.add([str(key)], known[str(key)][None])
        else:
            known.pop(str(key), None)
            index.remove([str(key)])
    assert len(index) == len(known)
    for key, vector in known.items():
        assert key in index
        assert index.nearest(vector, 1, floor=0.999)[0].similarity == pytest.approx(1)


def test_nothing_below_the_floor_is_found():
    index = ExactIndex(4)
    index.add(["a", "b"], np.eye(4, dtype=np.float32)[:2])
    assert [n.key for n in index.nearest(np.eye(4, dtype=np.float32)[0], 5, floor=0.5)] == ["a"]


def test_an_index_of_another_version_is_refused(tmp_path):
    ExactIndex(4, "words-1").save(tmp_path / "i.npz")
    with pytest.raises(ValueError, match=r"'words-1', not of 'words-2': build it anew"):
        ExactIndex.load(tmp_path / "i.npz", "words-2")


@pytest.mark.parametrize("kept", [0, 10, 200])
def test_a_damaged_file_is_refused(tmp_path, kept):
    path = tmp_path / "i.npz"
    index = ExactIndex(4, "words-1")
    index.add(["a"], rows(1))
    index.save(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ValueError, match="is not an index of vectors"):
        ExactIndex.load(path)


def test_a_key_that_could_not_be_read_back_is_refused():
    with pytest.raises(ValueError, match="NUL"):
        ExactIndex(4).add(["a\0b"], rows(1))
