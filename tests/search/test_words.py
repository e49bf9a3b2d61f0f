"""Vectors from words alone."""

from __future__ import annotations

import numpy as np
import pytest

from harmonie.search.words import words_embedder


@pytest.fixture(scope="module")
def embedder():
    return words_embedder()


def test_vectors_have_length_one_and_no_words_give_zeros(embedder):
    vectors = embedder.embed(["le bus est en retard", "", "   "])
    assert vectors.shape == (3, embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert not vectors[1:].any()


def test_a_case_finds_the_past_case_that_says_the_same(embedder):
    past = [
        "le bus 12 est encore en retard ce matin, c'est inadmissible",
        "gagnez de l'argent facilement en cliquant sur ce lien",
        "tu es vraiment un gros débile",
        "merci à toute l'équipe pour ce beau concert",
    ]
    asked = [
        "toujours en retard ce bus, inadmissible",
        "gagner facilement de l'argent : cliquez sur mon lien",
        "gros débile va",
        "bravo et merci pour le concert",
    ]
    closest = (embedder.embed(asked) @ embedder.embed(past).T).argmax(axis=1)
    assert closest.tolist() == [0, 1, 2, 3]


def test_spelling_tricks_do_not_hide_a_case(embedder):
    one, two = embedder.embed(["espèce de connard", "espèce de c0nn\u200bard"])
    assert one @ two > 0.95


def test_a_vector_does_not_depend_on_its_company(embedder):
    alone = embedder.embed(["le bus est en retard"])[0]
    assert np.allclose(embedder.embed(["autre chose", "le bus est en retard"])[1], alone)
