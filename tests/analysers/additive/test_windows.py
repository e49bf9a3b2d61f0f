"""Long texts, read piece by piece."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.analysers.additive.evidence import BINARY, CLASSES, weigh
from harmonie.analysers.additive.forms import as_members, as_records
from harmonie.analysers.additive.marks import marks_of
from harmonie.analysers.additive.model import AdditiveModel, parameters_from
from harmonie.analysers.additive.windows import LONG, LUCK, PIECE, pieces, weigh_all
from harmonie.analysers.analyser import members_of
from harmonie.records import Signal
from harmonie.text.normalise import normalise_many
from harmonie.weights.store import load

WORDS = st.sampled_from(
    ["le", "bus", "est", "arrivé", "merci", "tu", "es", "un", "idiot", "c0n", "😍", "http://bit.ly/x",
     "ferme-la", "belle", "journée", "you", "stupid", "\u200bconnard", "…", "CONNARD"]
)  # fmt: skip
LONG_TEXTS = st.lists(WORDS, min_size=150, max_size=300).map(" ".join)
SHORT_TEXTS = st.lists(WORDS, max_size=20).map(" ".join)


@pytest.fixture(scope="module")
def model() -> AdditiveModel:
    weights = load("fast")
    return AdditiveModel(parameters_from(weights.arrays, weights.card))


def judged(model: AdditiveModel, texts: list[str]) -> list[dict[str, Signal]]:
    return as_records(weigh_all(model, normalise_many(texts), ["fr"] * len(texts)), "test")


def as_one(model: AdditiveModel, text: str) -> dict[str, Signal]:
    read = normalise_many([text])
    return as_records(weigh(model, read, marks_of(read, ["fr"]), ["fr"]), "test")[0]


@given(st.text(max_size=2000) | LONG_TEXTS)
def test_every_character_is_in_a_piece_and_pieces_are_short(text):
    found = pieces(text)
    assert found[0][0] == 0 and found[-1][1] == len(text)
    assert all(end - start <= PIECE for start, end in found)
    for (start, end), (following, further) in pairwise(found):
        assert start < following <= end < further


@settings(max_examples=20, deadline=None)
@given(LONG_TEXTS)
def test_spans_still_sum_to_the_score_and_lie_in_the_text(model, text):
    assert len(text) > LONG
    for name in BINARY:
        signal = judged(model, [text])[0][name]
        told = signal.bias + sum(span.weight for span in signal.spans)
        assert math.isclose(math.log(signal.score / (1 - signal.score)), told, abs_tol=1e-3)
        assert all(0 <= span.start <= span.end <= len(text) for span in signal.spans)


@settings(max_examples=20, deadline=None)
@given(LONG_TEXTS)
def test_a_signal_is_that_of_its_strongest_piece_less_luck_the_mood_that_of_the_whole(model, text):
    found = judged(model, [text])[0]
    each = [as_one(model, text[start:end]) for start, end in pieces(text)]
    for name in BINARY:
        highest = max(log_odds(one[name].score) for one in each)
        expected = highest - LUCK * math.log(len(each))
        assert log_odds(found[name].score) == pytest.approx(expected, abs=1e-3)
    whole = as_one(model, text)
    assert {name: found[name] for name in CLASSES} == {name: whole[name] for name in CLASSES}


def log_odds(score):
    return math.log(max(score, 1e-9) / max(1 - score, 1e-9))


@settings(max_examples=15, deadline=None)
@given(st.lists(SHORT_TEXTS | LONG_TEXTS, min_size=1, max_size=5))
def test_a_long_text_is_judged_the_same_alone_and_in_company(model, texts):
    assert judged(model, texts) == [judged(model, [text])[0] for text in texts]


@settings(max_examples=15, deadline=None)
@given(st.lists(SHORT_TEXTS | LONG_TEXTS, min_size=1, max_size=4))
def test_json_of_long_texts_holds_what_records_hold(model, texts):
    evidence = weigh_all(model, normalise_many(texts), ["fr"] * len(texts))
    told = zip(as_records(evidence, "test"), as_members(evidence, "test"), strict=True)
    assert all(members == members_of(signals) for signals, members in told)


def test_a_span_of_a_late_piece_is_the_word_itself(model):
    calm = "Le bus de 8 h 12 est passé ce matin. "
    text = calm * 30 + "Ferme-la, sale connard, tu n'es qu'une merde. " + calm * 10
    spans = judged(model, [text])[0]["insult"].spans
    assert "connard" in {text[span.start : span.end] for span in spans}


def test_a_short_text_is_read_once(model):
    text = "Ferme-la, sale connard"
    assert judged(model, [text])[0] == as_one(model, text)
