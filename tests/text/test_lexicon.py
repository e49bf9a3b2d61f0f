from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.evasion import DISGUISES, LANGUAGES, Row, disguised, is_right, read_table
from harmonie.records import TOXICITY_FAMILY
from harmonie.text.lexicon import Term, find_terms
from harmonie.text.lexicon_data import SPARED, lexicon
from harmonie.text.normalise import normalise

ROWS = [row for language in LANGUAGES for row in read_table(language)]


def terms(text: str, language: str | None = "fr") -> list[Term]:
    return find_terms(normalise(text), language)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}-{row.text!a}")
def test_disguised_insults_are_caught_and_innocent_words_spared(row: Row) -> None:
    assert is_right(row)


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_disguise_is_seen_through(language: str, disguise: str) -> None:
    assert [term for term, found in disguised(language, disguise).items() if not found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_are_as_large_as_promised(language: str) -> None:
    rows = list(read_table(language))
    assert sum(row.is_caught for row in rows) >= 60
    assert sum(not row.is_caught for row in rows) >= 60
    assert len({row.lemma for row in rows if row.is_caught}) >= 20


def test_a_span_covers_the_characters_that_were_written() -> None:
    text = "Espèce de c\u200b0nn4rd, va !"
    (found,) = terms(text)
    assert text[found.start : found.end] == "c\u200b0nn4rd"
    assert (found.lemma, found.category, found.language) == ("connard", "insult", "fr")


def test_a_phrase_is_one_term_not_its_words() -> None:
    assert [term.lemma for term in terms("fils de pute")] == ["fils de pute"]


def test_an_ordinary_word_of_another_language_is_no_term() -> None:
    assert terms("le retard du train de ce matin", "fr") == []
    assert [t.lemma for t in terms("you are such a retard honestly", "en")] == ["retarded"]


def test_a_name_is_no_insult() -> None:
    assert terms("I met Dick at the station", "en") == []
    assert [t.lemma for t in terms("don't be a dick about it", "en")] == ["dick"]


def test_terms_come_in_order_without_overlaps() -> None:
    found = terms("ta gueule connard, nique ta mère et fils de pute, merde")
    assert len(found) == 5
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


def test_categories_are_names_of_signals() -> None:
    lists = lexicon()
    entries = [
        e
        for index in (lists.words, lists.phrases, lists.exact)
        for es in index.values()
        for e in es
    ]
    assert {entry.category for entry in entries} - {SPARED} <= set(TOXICITY_FAMILY)
    assert all(1 <= entry.severity <= 4 for entry in entries if entry.category != SPARED)


@given(st.text(alphabet=st.sampled_from("conardputesalfik *.-0@1é'\u200b#\n"), max_size=50))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for term in terms(text):
        assert 0 <= term.start < term.end <= len(text)
