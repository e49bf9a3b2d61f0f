from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.language import (
    LONGEST_TEXT,
    identify,
    identify_many,
    language_code,
    why_unreadable,
)

FRENCH = [
    "mdr jsuis mort",
    "wesh ca dit quoi",
    "Merci beaucoup pour votre aide !",
    "t'es trop moche sérieux",
    "c koi ton blem",
    "va mourir",
    "il est con",
    "Le bus 12 est encore en retard, c'est pénible",
    "jpp de lui ptdr",
]
ENGLISH = [
    "Great game but the servers are down again",
    "ur so dumb lol",
    "I can't log in since yesterday",
    "lmao what is this",
    "you should be ashamed of yourself",
]
NEITHER = [
    "la casa de la playa es muy bonita y quiero volver pronto",
    "que tal amigo, como estas hoy",
    "Questo gioco non funziona più da ieri sera",
    "Não consigo entrar no jogo desde ontem, alguém pode ajudar?",
    "ik ben het niet met je eens, dit is echt slecht",
    "Das Spiel ist leider schon wieder kaputt",
    "mwen pa konprann sa ou di a, tanpri ede mwen",
    "no puc entrar al joc des d'ahir amb aquest compte",
    "Привет, игра опять не работает",
    "اللعبة لا تعمل منذ أمس",
    "ゲームが動きません",
    "nie mogę się zalogować od wczoraj",
    "oyun dünden beri çalışmıyor, yardım edin lütfen",
]


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_told(text: str) -> None:
    assert identify(text).language == "fr"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told(text: str) -> None:
    assert identify(text).language == "en"


@pytest.mark.parametrize("text", NEITHER)
def test_another_language_is_neither(text: str) -> None:
    guess = identify(text)
    assert guess.language is None and guess.confidence >= 0.5


@pytest.mark.parametrize("text", ["ok", "lol", "gg", "?!", "", "12:30", "😡"])
def test_what_nobody_could_tell_follows_the_hint_alone(text: str) -> None:
    assert identify(text).language is None
    assert identify(text, hint="fr").language == "fr"
    assert identify(text, hint="en").language == "en"


def test_a_hint_never_contradicts_what_is_told() -> None:
    assert identify(ENGLISH[0], hint="fr").language == "en"
    assert identify(NEITHER[0], hint="fr").language is None


def test_many_texts_give_what_each_gives() -> None:
    texts = [*FRENCH, *ENGLISH, *NEITHER]
    assert identify_many(texts) == [identify(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("?!", "unreadable"),
        ("😡😡", "unreadable"),
        ("123 456", "unreadable"),
        ("k", "too_short"),
        ("x" * (LONGEST_TEXT + 1), "too_long"),
        ("ok", None),
        ("été", None),
    ],
)
def test_a_text_says_why_it_cannot_be_read(text: str, reason: str | None) -> None:
    assert why_unreadable(text) == reason


@given(st.text(max_size=80))
def test_any_text_gets_a_guess(text: str) -> None:
    guess = identify(text)
    assert guess.language in ("fr", "en", None)
    assert 0 <= guess.confidence <= 1


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert identify("que tal amigo mio, hoy vamos al cine").language is None


def test_importing_loads_no_model() -> None:
    code = (
        "import sys, harmonie.text.language, harmonie.text.links, harmonie.text.personal_data;"
        "heavy = {'fasttext', 'lingua', 'tldextract', 'phonenumbers', 'stdnum'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("half", ["\ud83d", "\udc00"])
def test_half_a_surrogate_pair_does_not_stop_the_reading(half):
    assert identify(f"zut {half} flûte {half}") == identify("zut ? flûte ?")
    assert identify(half) == identify("?")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Das ist ein sehr schöner Tag und wir gehen spazieren", "de"),
        ("これはとても良い日です", "ja"),
        ("😀 123", None),
        ("", None),
    ],
)
def test_another_language_is_named_by_its_code(text: str, code: str | None) -> None:
    assert language_code(text) == code


@given(st.text())
def test_a_code_is_never_french_nor_english(text: str) -> None:
    assert language_code(text) not in ("fr", "en", "")
