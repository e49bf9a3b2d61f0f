"""From text to the numbers an encoder reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from harmonie.analysers.encoder.reading import (
    END,
    MOST_WINDOWS,
    OVERLAP,
    PARENT,
    START,
    WINDOW,
    numbers_of,
    prepared,
    windows,
)
from harmonie.weights.store import load

NUMBERS = st.lists(st.integers(4, 90), max_size=600)


@pytest.fixture(scope="module")
def tokeniser(folder: Path) -> Tokenizer:
    return Tokenizer.from_str(load("full", folder).arrays["tokeniser"].tobytes().decode())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("merci @lea.dupont-92 !", "merci @user !"),
        ("@a @b ok", "@user @user ok"),
        ("écrivez à lea@example.org", "écrivez à lea@example.org"),
        ("vu sur https://www.exemple.fr/a/b?c=d#e hier", "vu sur http www.exemple.fr hier"),
        ("www.exemple.fr/secret", "http exemple.fr"),
        ("rien à cacher", "rien à cacher"),
    ],
)
def test_links_keep_their_host_and_mentions_lose_their_name(text, read):
    assert prepared(text) == read


@given(st.text(max_size=80), st.from_regex(r"[a-z0-9]{8,20}", fullmatch=True), st.text(max_size=80))
def test_no_name_and_no_path_reaches_the_encoder(before, secret, after):
    assert secret not in prepared(f"bonjour @{secret} merci")
    assert secret not in prepared(f"voir https://exemple.fr/{secret}?q={secret} merci")
    assert isinstance(prepared(before + "@" + secret + after), str)


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_windows_cover_every_token_of_every_text_in_order(texts):
    found = windows(texts, [[]] * len(texts))
    assert [window.text for window in found] == sorted(window.text for window in found)
    for index, numbers in enumerate(texts):
        mine = [w.numbers[1 : w.own - 1] for w in found if w.text == index]
        together = list(mine[0])
        for piece in mine[1:]:
            together += piece[OVERLAP:]
        assert together == numbers
        assert all(len(piece) <= WINDOW for piece in mine)


@given(NUMBERS, NUMBERS)
def test_each_window_holds_the_parent_after_the_text(text, parent):
    for window in windows([text], [parent]):
        assert window.numbers[0] == START and window.numbers[window.own - 1] == END
        rest = list(window.numbers[window.own :])
        assert rest == ([*parent[:PARENT], END] if parent else [])


def test_a_text_of_twenty_thousand_characters_is_read_to_its_end(tokeniser):
    numbers = numbers_of(tokeniser, ["ab " * 2500 + "z" * 600])[0]
    found = windows([numbers], [[]])
    assert len(found) <= MOST_WINDOWS
    assert found[-1].numbers[found[-1].own - 2] == numbers[-1]


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), max_size=6))
def test_any_string_can_be_read_and_alone_as_in_company(tokeniser, texts):
    alone = [numbers_of(tokeniser, [text])[0] for text in texts]
    assert numbers_of(tokeniser, texts) == alone


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\x00", "👩‍👩‍👧‍👦", "\u202e", "\ufeff", ""])
def test_odd_characters_are_read(tokeniser, text):
    assert isinstance(numbers_of(tokeniser, [text])[0], list)
