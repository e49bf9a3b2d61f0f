"""Topics and their labels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.search.labels import telling_terms
from harmonie.search.topics import topics
from harmonie.search.words import words_embedder

BUS = [
    "le bus est en retard",
    "encore un bus en retard",
    "retard du bus ce matin",
    "bus 12 en retard",
]
POOL = ["la piscine est fermée", "piscine fermée dimanche ?", "pourquoi la piscine est fermée",
        "horaires de la piscine fermée"]  # fmt: skip
PARKING = ["no parking near the school", "parking is full near school", "school parking again full",
           "where is the school parking"]  # fmt: skip
TEXTS = [*BUS, *POOL, *PARKING]


def said(texts, found):
    return {(t.label, frozenset(texts[place] for place in t.members)) for t in found}


def test_texts_about_the_same_thing_are_together_under_its_words():
    found = topics(TEXTS, words_embedder().embed(TEXTS), count=3)
    members = [sorted(TEXTS[place] for place in topic.members) for topic in found]
    assert sorted(members) == sorted(map(sorted, (BUS, POOL, PARKING)))
    labels = {topic.members[0] // 4: set(" ".join(topic.label).split()) for topic in found}
    assert "retard" in labels[0] and "piscine" in labels[1] and "parking" in labels[2]
    assert all(words.isdisjoint({"le", "la", "est", "the", "is"}) for words in labels.values())


@settings(deadline=None, max_examples=20)
@given(st.permutations(TEXTS), st.sampled_from([None, 2, 3, 5]))
def test_order_and_runs_change_nothing(texts, count):
    one = topics(TEXTS, words_embedder().embed(TEXTS), count)
    other = topics(texts, words_embedder().embed(texts), count)
    assert said(TEXTS, one) == said(texts, other)


def test_a_text_without_words_has_no_topic():
    texts = [*TEXTS, "", "   "]
    found = topics(texts, words_embedder().embed(texts), count=3)
    assert sum(len(topic.members) for topic in found) == len(TEXTS)
    assert topics(["", " "], words_embedder().embed(["", " "])) == []


def test_one_text_alone_is_a_topic():
    (only,) = topics(BUS[:1], words_embedder().embed(BUS[:1]))
    assert only.members == (0,)
    assert "bus" in " ".join(only.label)


def test_senseless_arguments_are_refused():
    with pytest.raises(ValueError, match="need as many vectors"):
        topics(TEXTS, np.zeros((1, 4), np.float32))
    with pytest.raises(ValueError, match="at least one topic"):
        topics(TEXTS, words_embedder().embed(TEXTS), count=0)


def test_a_label_holds_what_the_other_groups_do_not_say():
    one, other = telling_terms([["la ville aime le vélo"] * 5, ["la ville aime le train"] * 5], 1)
    assert (one, other) == (("velo",), ("train",))


def test_forms_of_a_word_count_together():
    ((label,), _) = telling_terms(
        [["les abonnements", "abonnement", "abonnements"], ["le vélo"]], 1
    )
    assert label == "abonnements"
