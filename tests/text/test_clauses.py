from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.clauses import clauses
from harmonie.text.normalise import normalise


def cut(text: str, language: str) -> list[str]:
    normalised = normalise(text)
    found = clauses(normalised, language)
    return [text[slice(*normalised.to_original(one.start, one.end))] for one in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Super accueil mais livraison en retard",
         ["Super accueil", "mais livraison en retard"]),
        ("fr", "Le plat était bon, par contre le service est lent",
         ["Le plat était bon", "par contre le service est lent"]),
        ("fr", "Livreur aimable. Colis abîmé !", ["Livreur aimable", "Colis abîmé"]),
        ("en", "Great food but the service was slow", ["Great food", "but the service was slow"]),
        ("en", "The app is pretty, however it crashes a lot",
         ["The app is pretty", "however it crashes a lot"]),
    ],
)  # fmt: skip
def test_a_contrast_or_a_full_stop_opens_a_clause(
    language: str, text: str, expected: list[str]
) -> None:
    assert cut(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L'accueil, la déco et les plats sont super"),
        ("fr", "J'ai adoré l'accueil, le repas et la vue"),
        ("en", "The food, the view and the staff were lovely"),
        ("en", "I love the music and the graphics"),
    ],
)
def test_a_list_stays_together(language: str, text: str) -> None:
    assert cut(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La salle est belle et la carte est courte"),
        ("en", "The room was clean and the staff was rude"),
    ],
)
def test_an_and_between_two_statements_opens_a_clause(language: str, text: str) -> None:
    assert len(cut(text, language)) == 2


def test_an_exception_that_says_nothing_else_is_seen_as_one() -> None:
    _, last = clauses(normalise("Tout est parfait sauf le wifi"), "fr")
    assert last.is_exception
    _, last = clauses(normalise("Tout est parfait sauf que le wifi est lent"), "fr")
    assert not last.is_exception


def test_the_dot_of_an_address_does_not_end_a_sentence() -> None:
    assert len(cut("le site https://exemple.fr/a?b=c ne marche pas", "fr")) == 1


@given(st.text(max_size=200), st.sampled_from(["fr", "en"]))
def test_clauses_stand_in_order_without_overlaps(text: str, language: str) -> None:
    normalised = normalise(text)
    at = 0
    for clause in clauses(normalised, language):
        assert at <= clause.start < clause.end <= len(normalised.text)
        assert len(clause.classes) == len(clause.spans)
        assert all(clause.start <= start < end <= clause.end for start, end in clause.spans)
        at = clause.end
