"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.compat.perspective.sentences import MAXIMUM, sentences


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Un. Deux !\u202f Trois ?", ["Un.", "Deux !", "Trois ?"]),
        ("Un point\u202f! Et deux.", ["Un point\u202f!", "Et deux."]),
        ("« Quoi ? » dit-elle… Rien.", ["« Quoi ?", "» dit-elle…", "Rien."]),
        ("Mme Roy et M. Lenoir. Bonsoir", ["Mme Roy et M. Lenoir.", "Bonsoir"]),
        ("v1.2 costs 3.50 at example.org", ["v1.2 costs 3.50 at example.org"]),
        ("one\n\ntwo\r\nthree", ["one", "two", "three"]),
        ("   ", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == pieces


@given(st.text(alphabet=st.sampled_from(list("aÉ😀 .!?…\n\u202f»\"'M")), max_size=200))
def test_spans_are_ordered_trimmed_and_hold_all_that_is_not_blank(text: str) -> None:
    spans = sentences(text)
    place = 0
    for start, end in spans:
        assert place <= start < end <= len(text)
        assert not text[place:start].strip()
        assert text[start:end] == text[start:end].strip()
        place = end
    assert not text[place:].strip()


def test_a_very_long_list_of_sentences_stays_bounded() -> None:
    text = "Oui. " * 5_000
    spans = sentences(text)
    assert len(spans) == MAXIMUM
    assert spans[-1][1] == len(text.rstrip())
