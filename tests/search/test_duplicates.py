"""Near-duplicates."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.search.duplicates import near_duplicates
from harmonie.search.words import words_embedder

OFFER = "Gagnez 500 € par jour depuis chez vous, inscrivez-vous sur https://exemple.fr/a1"
COPIES = [
    "GAGNEZ 500€ PAR JOUR DEPUIS CHEZ VOUS, INSCRIVEZ-VOUS SUR https://exemple.fr/zz !!!",
    "@lea Gagnez 500 € par jour depuis chez vous, inscrivez vous sur https://exemple.fr/b2",
    "Gagnez 500 € par jour depuis chez vous : inscrivez-vous vite sur https://exemple.fr/c3",
    "Gаgnеz 500 € pаr jour depuis chez vous, inscrivez-vous sur https://exemple.fr/d4",
]
OTHERS = [
    "Merci à toute l'équipe pour ce beau concert",
    "Le bus 12 est encore en retard ce matin",
    "Does anyone know when the pool opens on Sunday?",
]


def groups_of(texts):
    return {frozenset(texts[place] for place in g.members) for g in near_duplicates(texts)}


def test_disguised_copies_stand_behind_one_of_them():
    texts = [*OTHERS, OFFER, *COPIES]
    (group,) = near_duplicates(texts)
    assert [texts[place] for place in group.members] == [OFFER, *COPIES]
    assert group.representative in group.members


def test_different_texts_are_in_no_group():
    assert near_duplicates(OTHERS) == []


def test_nothing_is_like_nothing():
    assert near_duplicates([]) == near_duplicates(["", " ", "\n"]) == []


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([OFFER, *COPIES, *OTHERS]) | st.text(max_size=12), max_size=25),
    st.randoms(),
)
def test_the_order_of_texts_changes_no_group(texts, chance):
    distinct = list(dict.fromkeys(texts))
    shuffled = distinct[:]
    chance.shuffle(shuffled)
    assert groups_of(distinct) == groups_of(shuffled)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=15), st.data())
def test_exact_copies_are_always_together(texts, data):
    copied = data.draw(st.sampled_from([text for text in texts if text.strip()] or [OFFER]))
    everything = [*texts, copied, copied]
    last = len(everything) - 1
    (group,) = [g for g in near_duplicates(everything) if last in g.members]
    assert {last, last - 1} <= set(group.members)


def test_copies_are_found_however_many_they_are():
    texts = [f"{OFFER}{i} merci" for i in range(3_000)]
    (group,) = near_duplicates(texts)
    assert len(group.members) == 3_000


def test_a_chain_of_small_steps_does_not_join_its_ends():
    words = [f"mot{number}long" for number in range(40)]
    texts = [" ".join(words[first : first + 12]) for first in range(28)]
    for group in near_duplicates(texts):
        assert max(group.members) - min(group.members) < 12


def test_vectors_only_add_pairs():
    words = OFFER.split()
    random.Random(5).shuffle(words)
    texts = [*OTHERS, OFFER, *COPIES, " ".join(words)]
    vectors = words_embedder().embed(texts)
    (with_vectors,) = near_duplicates(texts, vectors)
    (without,) = near_duplicates(texts)
    assert set(without.members) <= set(with_vectors.members)


def test_senseless_arguments_are_refused():
    with pytest.raises(ValueError, match="above 0"):
        near_duplicates(OTHERS, alike=0)
    with pytest.raises(ValueError, match="need as many vectors"):
        near_duplicates(OTHERS, words_embedder().embed(OTHERS[:1]))
