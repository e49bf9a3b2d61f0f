from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.normalise import fold_accents, normalise, normalise_many

DISGUISES = [
    ("ｃｏｎｎｅｘｉｏｎ", "connexion"),
    ("𝓬𝓸𝓷𝓷𝓮𝔁𝓲𝓸𝓷", "connexion"),
    ("ⓣⓡⓐⓘⓝ", "train"),
    ("🅣🅡🅐🅘🅝", "train"),
    ("ᴛʀᴀɪɴ", "train"),
    ("tr\u200bain", "train"),
    ("tr\u00adain", "train"),
    ("t\u0336r\u0336a\u0336i\u0336n\u0336", "train"),
    ("tr\u0430in", "train"),
    ("τrαin", "train"),
    ("t r a i n s", "trains"),
    ("t.r.a.i.n.s", "trains"),
    ("h3llo", "hello"),
    ("merciiiii", "mercii"),
    ("tooooo!", "too!"),
    ("ouaiiiiis !!!", "ouaiis !!!"),
    ("ﬁn", "fin"),
    ("l’eau", "l'eau"),
    ("e\u0301te\u0301", "été"),
]
LEFT_ALONE = [
    "rendez-vous à 10h, quai b2b, 2e étage, 4x4",
    "mes 3 ans, le 1er mai, mp3 et ps5",
    "commande a1b2c3d4 du 05/12",
    "l'été dernier à noël : cœur, æquo, garçon, où",
    "привет мир",
    "καλημέρα κόσμε",
    "ภาษาไทย เครดิตฟรี",
    "नहीं, सबसे प्यारी",
    "مَرْحَبًا",
    "@racccs_ $mmm [www.exemple.org]",
    "me too!",
    "он купил iphone и сказал привет",
    "il y a à boire et à manger",
    "louis xviii",
    "👨\u200d👩\u200d👧 bravo",
    "https://exemple.fr/a1b/c0nnexion?x=a.b.c.d",
    "jean.dupont@exemple.fr",
    "😀 super 👍🏽",
    "a b ou c",
]


@pytest.mark.parametrize(("disguised", "plain"), DISGUISES)
def test_a_disguise_is_undone(disguised: str, plain: str) -> None:
    assert normalise(disguised).text == plain


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_honest_is_left_alone(text: str) -> None:
    assert normalise(text).text == text


def test_hidden_characters_are_named() -> None:
    assert normalise("a\u200bb\u202ec\x00d").hidden == ("U+200B", "U+202E", "U+0000")


@pytest.mark.parametrize(
    "text", ["❤️ 1️⃣", "👨\u200d👩\u200d👧", "می\u200cخواهم", "🏴\U000e0067\U000e007f"]
)
def test_emoji_and_persian_hide_nothing(text: str) -> None:
    assert normalise(text).hidden == ()


def test_a_clean_text_needs_no_offset_map() -> None:
    assert normalise("Merci pour votre aide, c’était très rapide !").layers == ()


def test_a_span_leads_back_to_the_original() -> None:
    text = "Quel c o n c e r t s\u200bu\u200bp\u200be\u200br"
    normalised = normalise(text)
    start = normalised.text.index("super")
    assert text[slice(*normalised.to_original(start, start + 5))] == "s\u200bu\u200bp\u200be\u200br"
    start = normalised.text.index("concert")
    assert text[slice(*normalised.to_original(start, start + 7))] == "c o n c e r t"


def test_lone_surrogates_become_a_replacement_character() -> None:
    assert normalise("a\ud800b").text == "a\ufffdb"
    normalise("\udfff" * 50).text.encode("utf-8")


def test_forty_long_ligatures_stay_bounded() -> None:
    assert len(normalise("\ufdfa" * 40).text) <= 160


def test_a_pile_of_marks_is_removed_quickly() -> None:
    assert normalise("e" + "\u0301\u0316" * 100_000).text == "e"


@pytest.mark.parametrize(
    "piece", ["a", "a ", "aaa ", "a.", "1a", "\u200b", "e\u0301", "\u0430b", "f**k "]
)
def test_a_long_line_takes_linear_time(piece: str) -> None:
    # Quadratic work on 200,000 characters would take minutes and hit the suite's time limit.
    assert normalise(piece * (200_000 // len(piece))).original


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "abcnordéœ 013@$!.*-'\n\u200b\u0301\u0336\u0430\u0441οｃ𝓬ⓝ🅐ﷺﬁİ️\u202e\ud800\x00’«ɐɔ"
        ),
        st.characters(),
    ),
    max_size=60,
)


@given(HOSTILE)
def test_any_text_is_normalised_and_can_be_encoded(text: str) -> None:
    normalised = normalise(text)
    assert normalised.original == text
    normalised.text.encode("utf-8")
    assert "\x00" not in normalised.text and "\u200b" not in normalised.text


@given(HOSTILE, st.data())
def test_every_span_lies_inside_the_original(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start = data.draw(st.integers(0, len(normalised.text)))
    end = data.draw(st.integers(start, len(normalised.text)))
    first, last = normalised.to_original(start, end)
    assert 0 <= first <= last <= len(text)


@given(HOSTILE)
def test_spans_in_order_stay_in_order(text: str) -> None:
    normalised = normalise(text)
    places = [normalised.to_original(at, at + 1) for at in range(len(normalised.text))]
    assert all(one[0] <= two[0] and one[1] <= two[1] for one, two in itertools.pairwise(places))


@given(
    st.lists(
        st.sampled_from(["train", "bonjour", "été", "hello", "10h", "merci"]),
        min_size=1,
        max_size=6,
    ),
    st.data(),
)
def test_a_disguised_word_maps_to_characters_that_normalise_to_it(
    words: list[str], data: st.DataObject
) -> None:
    disguises = {
        "train": ["train", "tr\u200bain", "ｔｒａｉｎ", "tr\u0430in", "t\u0336r\u0336ain", "TRAIN"],
        "bonjour": ["bonjour", "b o n j o u r", "b.o.n.j.o.u.r", "b0nj0ur", "Bonj\u00adour"],
        "été": ["été", "e\u0301te\u0301", "ÉTÉ", "é\u200bté"],
        "hello": ["hello", "h3llo", "HELL\u200dO", "𝓱𝓮𝓵𝓵𝓸"],
        "10h": ["10h"],
        "merci": ["merci", "mеrci", "ⓜⓔⓡⓒⓘ"],
    }
    written = [data.draw(st.sampled_from(disguises[word])) for word in words]
    original = " , ".join(written)
    normalised = normalise(original)
    assert normalised.text == " , ".join(words)
    at = 0
    for word, disguise in zip(words, written, strict=True):
        start, end = normalised.to_original(at, at + len(word))
        assert normalise(original[start:end]).text == word
        assert original[start:end] == disguise
        at += len(word) + 3


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœ ,;:?!'", max_size=80))
def test_many_texts_give_what_each_gives(text: str) -> None:
    assert normalise_many([text, text]) == [normalise(text)] * 2


@given(st.text(alphabet="aéçœæüñøłxyz", max_size=100))
def test_folding_leaves_no_accent(text: str) -> None:
    assert not any(
        unicodedata.combining(c) for c in unicodedata.normalize("NFD", fold_accents(text))
    )


def test_folding_opens_ligatures() -> None:
    assert fold_accents("Cœur brisé, æquo") == "Coeur brise, aequo"
