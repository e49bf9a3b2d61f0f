"""Spans are the score: what is shown adds up to what is said."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.analysers.additive.evidence import (
    ATTACKS,
    BINARY,
    CLASSES,
    LIMIT,
    weigh,
)
from harmonie.analysers.additive.forms import as_members, as_records
from harmonie.analysers.additive.marks import marks_of
from harmonie.analysers.additive.model import AdditiveModel, parameters_from
from harmonie.analysers.analyser import members_of
from harmonie.records import Signal
from harmonie.text.normalise import normalise_many
from harmonie.weights.store import load

WORDS = st.sampled_from(
    ["tu", "es", "un", "le", "bus", "gros", "idiot", "con", "nul", "merci", "!", "?", "...", "😍",
     "http://bit.ly/x", "@lea", "je", "vais", "te", "tuer", "you", "are", "hate", "love", "stupid",
     "c0n", "gagnez", "500", "€", "dégage", "PUTAIN", "l'arnaque", "peut-être"]
)  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=120)


@pytest.fixture(scope="module")
def model() -> AdditiveModel:
    weights = load("fast")
    return AdditiveModel(parameters_from(weights.arrays, weights.card))


def judged(model: AdditiveModel, texts: list[str], language: str = "fr") -> list[dict[str, Signal]]:
    read = normalise_many(texts)
    languages = [language] * len(texts)
    return as_records(weigh(model, read, marks_of(read, languages), languages), "test")


def log_odds(score: float) -> float:
    return math.log(score / (1 - score))


def told(signal: Signal) -> float:
    return signal.bias + sum(span.weight for span in signal.spans)


@settings(max_examples=80, deadline=None)
@given(text=SENTENCES, language=st.sampled_from(["fr", "en"]))
def test_spans_of_binary_signals_sum_to_their_log_odds(model, text, language):
    found = judged(model, [text], language)[0]
    for name in BINARY:
        assert math.isclose(log_odds(found[name].score), told(found[name]), abs_tol=1e-3)


@settings(max_examples=80, deadline=None)
@given(text=SENTENCES)
def test_spans_of_classes_sum_to_the_margin_over_the_mean_of_the_others(model, text):
    found = judged(model, [text])[0]
    for name, labels in CLASSES.items():
        shares = found[name].probabilities
        logs = {label: math.log(max(share, 1e-12)) for label, share in shares.items()}
        others = [logs[label] for label in labels if label != found[name].label]
        margin = logs[found[name].label] - sum(others) / len(others)
        if min(shares.values()) > 1e-3:  # shares are rounded to six decimals
            assert math.isclose(margin, told(found[name]), abs_tol=1e-2)


@settings(max_examples=60, deadline=None)
@given(text=SENTENCES)
def test_a_text_is_at_least_as_toxic_as_the_attacks_in_it(model, text):
    found = judged(model, [text])[0]
    assert found["toxicity"].score >= max(found[name].score for name in ATTACKS) - 1e-9


@settings(max_examples=30, deadline=None)
@given(texts=st.lists(SENTENCES, min_size=1, max_size=6))
def test_a_text_is_judged_the_same_alone_and_in_company(model, texts):
    assert judged(model, texts) == [judged(model, [text])[0] for text in texts]


def test_a_word_said_a_thousand_times_stays_within_the_limit(model):
    found = judged(model, ["connard " * 1000])[0]
    assert abs(log_odds(found["insult"].score)) <= LIMIT + 1e-3
    assert math.isclose(log_odds(found["insult"].score), told(found["insult"]), abs_tol=1e-3)


def test_repeated_words_each_carry_their_share(model):
    found = judged(model, ["connard espèce de connard"])[0]["insult"]
    at = {(span.start, span.end) for span in found.spans}
    assert {(0, 7), (18, 25)} <= at


def test_low_scores_are_explained_by_one_span_over_the_whole_text(model):
    text = "Le train arrive à 14 h 32 et repart à 15 h"
    found = judged(model, [text])[0]["threat"]
    assert found.score < 0.25
    assert [(span.start, span.end) for span in found.spans] == [(0, len(text))]


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(SENTENCES, min_size=1, max_size=6), language=st.sampled_from(["fr", "en"]))
def test_json_holds_what_records_hold(model, texts, language):
    read, languages = normalise_many(texts), [language] * len(texts)
    evidence = weigh(model, read, marks_of(read, languages), languages)
    records = as_records(evidence, '100% "test"')
    for signals, members in zip(records, as_members(evidence, '100% "test"'), strict=True):
        assert members == members_of(signals)


def test_every_signal_has_at_least_one_span(model):
    for text in ("   ", "tu es un gros idiot", "Le train arrive à 14 h 32"):
        assert all(signal.spans for signal in judged(model, [text])[0].values())


def test_a_text_without_any_word_has_only_the_bias(model):
    found = judged(model, ["   "])[0]
    assert math.isclose(log_odds(found["insult"].score), found["insult"].bias, abs_tol=1e-6)


def test_the_sum_of_a_word_does_not_depend_on_where_it_was_first_seen(model):
    first = model.contributions(["chien chat"]).values
    model._forget()
    model.contributions(["oiseau poisson chat"])
    assert np.array_equal(model.contributions(["chien chat"]).values, first)
