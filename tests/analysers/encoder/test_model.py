"""Logits of an encoder: never the business of the other texts of the batch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.analysers.additive.evidence import CLASSES
from harmonie.analysers.encoder.model import STEP, TOGETHER, EncoderModel
from harmonie.analysers.encoder.reading import WINDOW, numbers_of, windows
from harmonie.weights.store import load

LETTERS = st.text("abcdefghijklmnop éà!?'", max_size=60)
ANYTHING = st.text(max_size=40)
TEXTS = st.lists(LETTERS | ANYTHING | LETTERS.map(lambda text: text * 8), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def model(folder: Path) -> EncoderModel:
    return EncoderModel(load("full", folder))


@settings(max_examples=40, deadline=None)
@given(texts=TEXTS, data=st.data())
def test_logits_are_exactly_the_same_alone_in_company_and_in_any_order(model, texts, data):
    parents = [data.draw(st.sampled_from(["", "bonjour", text[::-1]])) for text in texts]
    order = data.draw(st.permutations(range(len(texts))))
    alone = np.vstack([model.logits([t], [p]) for t, p in zip(texts, parents, strict=True)])
    together = model.logits(texts, parents)
    shuffled = model.logits([texts[i] for i in order], [parents[i] for i in order])
    assert np.array_equal(together, alone)
    assert np.array_equal(shuffled, alone[order])


def test_many_texts_of_one_length_are_judged_as_each_alone(model):
    texts = [f"abc {chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(TOGETHER + 9)]
    alone = np.vstack([model.logits([text], [""]) for text in texts])
    assert np.array_equal(model.logits(texts, [""] * len(texts)), alone)
    assert len(np.unique(alone, axis=0)) > TOGETHER


def test_padding_changes_nothing(model):
    texts = ["a" * length for length in range(1, 4 * STEP)]
    alone = np.vstack([model.logits([text], [""]) for text in texts])
    assert np.array_equal(model.logits(texts, [""] * len(texts)), alone)


def test_of_windows_a_signal_keeps_the_highest_and_a_class_the_mean(model):
    text = "".join(chr(97 + i * i % 26) for i in range(2 * WINDOW))
    numbers = numbers_of(model._tokeniser, [text])
    each = model._of_windows(windows(numbers, [[]]))
    assert len(each) == 3
    found = model.logits(["a", text], ["", ""])[1]
    for column, head in enumerate(model.heads):
        is_class = head.partition(":")[0] in CLASSES
        expected = each[:, column].mean() if is_class else each[:, column].max()
        assert found[column] == pytest.approx(expected, abs=1e-5), head


def test_what_a_message_answers_changes_its_logits(model):
    assert not np.array_equal(model.logits(["oui"], [""]), model.logits(["oui"], ["tu viens ?"]))


def test_the_session_and_the_tokeniser_are_made_when_a_text_comes(folder):
    fresh = EncoderModel(load("full", folder))
    assert fresh._opened is None and "_tokeniser" not in vars(fresh)
    fresh.logits(["a"], [""])
    assert fresh._opened is not None and "_tokeniser" in vars(fresh)
    assert "graph" not in fresh.weights.arrays  # held once, by the session
