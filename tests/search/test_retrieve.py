"""Answers to questions: words, vectors, passages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.search.bm25 import Bm25
from harmonie.search.passages import passages
from harmonie.search.retrieve import Retriever, fuse
from harmonie.search.words import words_embedder

FAQ = [
    "La piscine municipale ouvre du mardi au dimanche, de 10 h à 19 h.",
    "Pour renouveler votre carte d'identité, prenez rendez-vous à la mairie.",
    "Household waste is collected on Mondays, recycling on Thursdays.",
    "Les inscriptions à la cantine scolaire se font en ligne avant le 15 juin.",
]


@pytest.fixture(scope="module")
def retriever():
    return Retriever(FAQ, words_embedder())


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("à quelle heure ouvre la piscine ?", 0),
        ("renouvelement carte identite", 1),
        ("when do they collect the recycling", 2),
        ("inscrire mon fils à la cantine", 3),
    ],
)
def test_the_document_that_answers_comes_first(retriever, question, answer):
    assert retriever.find(question)[0].passage.document == answer


def test_a_question_without_any_word_finds_nothing(retriever):
    assert retriever.find("") == retriever.find("  ") == []
    assert Retriever([], words_embedder()).find("piscine") == []


def test_a_long_document_answers_by_its_passage_and_comes_once():
    long = " ".join(["Article sans rapport avec le reste."] * 300)
    document = f"{long} La piscine ouvre à dix heures. {long}"
    found = Retriever([document, *FAQ[1:]], words_embedder()).find("ouverture de la piscine", k=9)
    assert found[0].passage.document == 0
    assert "piscine" in found[0].passage.text
    assert document[found[0].passage.start : found[0].passage.end] == found[0].passage.text
    assert len({one.passage.document for one in found}) == len(found)


def test_rare_words_count_more_than_common_ones_and_long_texts_are_held_back():
    scores = Bm25(["chat chien", "chat oiseau", "chat chien " + "lapin " * 60]).scores("chat chien")
    assert scores[0] > scores[2] > scores[1]


def test_what_both_rankings_put_high_comes_first():
    total = fuse(np.array([3.0, 2.0, 0.0]), np.array([0.0, 0.9, 0.8]))
    assert total.argmax() == 1
    assert total[1] == pytest.approx(1 / 62 + 1 / 61)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=40), st.randoms())
def test_fusion_does_not_depend_on_the_order_of_items(scores, chance):
    order = list(range(len(scores)))
    chance.shuffle(order)
    values = np.array(scores)
    assert np.array_equal(fuse(values)[order], fuse(values[order]))


@given(st.lists(st.sampled_from(["mot", "fin.", "autre", "Vrai ?", "\n"]), max_size=400))
def test_passages_cover_every_word_in_order(words):
    document = " ".join(words)
    found = passages([document])
    covered = set()
    for passage in found:
        assert document[passage.start : passage.end] == passage.text
        assert len(passage.text.split()) <= 80
        covered |= set(range(passage.start, passage.end))
    assert {i for i, c in enumerate(document) if not c.isspace()} <= covered
    assert [p.start for p in found] == sorted(p.start for p in found)


def test_passages_that_would_never_end_are_refused():
    with pytest.raises(ValueError, match="less than half"):
        passages(FAQ, longest=10, overlap=5)
