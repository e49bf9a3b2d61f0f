"""Judged by the shipped fast model: only contrasts that any model must tell are asked of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.analysers.aspects import MOST_CLAUSES, aspects, plain
from harmonie.pipeline import default_pipeline
from harmonie.records import EMOTIONS, SENTIMENTS, Aspect, Message


def about(*texts: str) -> list[tuple[Aspect, ...]]:
    return aspects(default_pipeline("fast"), [Message(text) for text in texts])


def felt(text: str) -> dict[str, str]:
    return {aspect.text: aspect.sentiment for aspect in about(text)[0]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Super accueil mais livraison en retard",
         {"accueil": "positive", "livraison": "negative"}),
        ("J'adore la musique, par contre le scénario est nul",
         {"musique": "positive", "scénario": "negative"}),
        ("I love the graphics but the story is terrible",
         {"graphics": "positive", "story": "negative"}),
    ],
)  # fmt: skip
def test_praise_and_complaint_in_one_message_are_both_told(
    text: str, expected: dict[str, str]
) -> None:
    assert felt(text) == expected


def test_what_is_excepted_is_felt_contrary_to_the_rest() -> None:
    assert felt("Séjour parfait, magnifique, merci, sauf le wifi")["wifi"] == "negative"


def test_irony_lowers_the_confidence_and_does_not_turn_the_sentiment() -> None:
    plain_one, ironic = about("Merci pour votre accueil", "Merci pour votre accueil /s")
    assert ironic[0].sentiment == plain_one[0].sentiment == "positive"
    assert ironic[0].score < 0.5 < plain_one[0].score


def test_what_cannot_be_judged_has_no_aspect() -> None:
    assert about("", "??", "这个服务非常好，谢谢你们", "a" * 30_000) == [(), (), (), ()]


def test_a_lone_address_speaks_of_nothing() -> None:
    message = Message("https://exemple.fr/accueil", language="fr")
    assert aspects(default_pipeline("fast"), [message]) == [()]


def test_no_aspect_depends_on_the_other_messages() -> None:
    texts = ["Super accueil mais livraison en retard", "The food was great", "Merci !"]
    assert about(*texts) == [about(text)[0] for text in texts]
    assert about() == []


def test_known_analyses_spare_the_messages_and_change_nothing() -> None:
    pipeline = default_pipeline("fast")
    messages = [Message("Super accueil mais livraison en retard")]
    known = aspects(pipeline, messages, pipeline.analyse(messages))
    assert known == aspects(pipeline, messages)


def test_an_aspect_is_told_as_plain_values() -> None:
    told = plain(about("Super accueil")[0][0])
    assert told["text"] == "accueil" and told["sentiment"] == "positive"
    assert (told["start"], told["end"], told["clause_start"]) == (6, 13, 0)


def test_a_flood_of_clauses_is_read_in_part() -> None:
    (found,) = about("Livraison en retard. " * 900)
    assert len(found) == MOST_CLAUSES


WORDS = st.sampled_from(
    ["la", "le", "un", "super", "mais", "livraison", "accueil", "est", "en", "retard", "de",
     ",", "Marie", "@page", "#Ville", "et", ".", "!", "sauf", "the", "food", "was", "great", "but",
     "pas", "staff", "slow", "of", "except", "s\u200bervice", "İ", "🙄", "merci"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.lists(WORDS, max_size=20).map(" ".join), max_size=3))
def test_every_aspect_is_a_slice_of_its_message(texts: list[str]) -> None:
    for text, found in zip(texts, about(*texts), strict=True):
        for aspect in found:
            assert aspect.text == text[aspect.start : aspect.end] != ""
            assert aspect.clause_start <= aspect.start < aspect.end <= aspect.clause_end
            assert aspect.sentiment in SENTIMENTS and aspect.emotion in (*EMOTIONS, None)
            assert 1 / 3 - 1e-6 <= aspect.score <= 1
