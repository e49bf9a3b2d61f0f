"""What a survey leaves out is not there: it may only err towards the closer look."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.text.evasion import MAYBE_CENSORED
from harmonie.text.links import find_links
from harmonie.text.normalise import normalise, normalise_many
from harmonie.text.personal_data import find_personal_data
from harmonie.text.survey import CENSORED, DISGUISE, EVERYTHING, LINK, PERSONAL, survey

#: Pieces whose meetings make disguises, links, personal data and censored words.
PIECES = st.sampled_from(
    ["a", "b", "é", "É", "A", "ß", "µ", "con", "nard", " ", "  ", "\n", "\t", "\xa0", "\u202f",
     "’", "'", ".", "..", "-", "_", "*", "·", "•", "~", "!", "?", "/", "|", ",", "+", "=", "@",
     "$", "€", "£", "(", ")", "[", "{", ":", "0", "1", "06 12 34 56 78", "exemple.fr",
     "bob@exemple.fr", "arobas", " dot ", " point ", "com", "http://", "1.2.3.4", "\u200b", "😍",
     "о", "İ", "K", "№", "²", "٣", "．", "。", "\x00", "\ud800", "#", "%", "&", "■", "×", "°",
     "“", "…", "«"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40)
BATCHES = st.lists(TEXTS, max_size=6)


@settings(max_examples=600, deadline=None)
@given(BATCHES)
def test_texts_together_are_normalised_as_each_alone(texts: list[str]) -> None:
    assert normalise_many(texts) == [normalise(text) for text in texts]


@settings(max_examples=400, deadline=None)
@given(BATCHES)
def test_a_text_without_a_clue_holds_nothing_of_the_kind(texts: list[str]) -> None:
    for text, read in zip(texts, normalise_many(texts), strict=True):
        assert read.clues & LINK or find_links(text) == []
        assert read.clues & PERSONAL or find_personal_data(text) == []
        assert read.clues & CENSORED or MAYBE_CENSORED.search(read.text) is None


@settings(max_examples=200, deadline=None)
@given(BATCHES)
def test_a_text_gives_away_no_less_in_company(texts: list[str]) -> None:
    for clues, text in zip(survey(texts), texts, strict=True):
        assert clues | survey([text])[0] == clues


def test_plain_sentences_call_for_no_closer_look() -> None:
    texts = [
        "Bonjour, la piscine rouvre quand ?",
        "J’adore ce concert à Brest !",
        "Well done, all.",
    ]
    assert survey(texts) == [0, 0, 0]


def test_each_kind_of_clue_is_seen() -> None:
    texts = ["sal0pe", "voir exemple.fr", "appelez le 06 12 34 56 78", "c*nnard"]
    for clues, kind in zip(survey(texts), (DISGUISE, LINK, PERSONAL, CENSORED), strict=True):
        assert clues & kind


def test_a_long_text_gets_every_closer_look() -> None:
    assert survey(["mot " * 1_000, "bonjour"]) == [EVERYTHING, 0]


def test_no_texts_have_no_clues() -> None:
    assert survey([]) == []
