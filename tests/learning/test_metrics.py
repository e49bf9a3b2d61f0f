"""Figures against scikit-learn, by hand, and by their properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as reference

from harmonie.learning.metrics import (
    Bin,
    binary,
    choices,
    classes,
    estimates,
    precision_recall,
    reliability,
)

ROUND = st.integers(0, 20).map(lambda n: n / 20)
PAIRS = st.lists(st.tuples(st.booleans(), ROUND), min_size=2, max_size=40)


def once(found, texts):
    """The figures themselves: every text weighs one."""
    return {name: float(value[0]) for name, value in found(np.ones((1, texts))).items()}


def columns(pairs):
    return np.array([y for y, _ in pairs]), np.array([s for _, s in pairs], dtype=float)


@given(PAIRS)
def test_binary_figures_equal_those_of_scikit_learn(pairs):
    target, score = columns(pairs)
    found, said = once(binary(target, score), len(target)), score >= 0.5
    assert found["accuracy"] == pytest.approx(reference.accuracy_score(target, said))
    assert found["f1"] == pytest.approx(reference.f1_score(target, said, zero_division=0))
    assert found["recall"] == pytest.approx(reference.recall_score(target, said, zero_division=0))
    precision = reference.precision_score(target, said, zero_division=0)
    assert found["precision"] == pytest.approx(precision)
    if target.any() and not target.all():
        assert found["auc"] == pytest.approx(reference.roc_auc_score(target, score))
        average = reference.average_precision_score(target, score)
        assert found["auprc"] == pytest.approx(average)
        both = reference.f1_score(target, said, average="macro", zero_division=0)
        assert found["macro_f1"] == pytest.approx(both)
        assert found["fpr"] == pytest.approx(said[~target].mean())
    else:
        assert math.isnan(found["auc"])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40))
def test_figures_of_classes_equal_those_of_scikit_learn(pairs):
    target, said = np.array(pairs).T
    found = once(classes(np.eye(3, dtype=bool)[target], said, np.full(len(said), 0.9)), len(said))
    present = sorted(set(target.tolist()))
    given = {"labels": present, "average": "macro", "zero_division": 0}
    assert found["accuracy"] == pytest.approx(reference.accuracy_score(target, said))
    assert found["macro_f1"] == pytest.approx(reference.f1_score(target, said, **given))
    assert found["macro_recall"] == pytest.approx(reference.recall_score(target, said, **given))


def test_any_of_several_right_classes_is_right_and_none_chosen_is_wrong():
    target = np.array([[True, True, False], [False, False, True]])
    found = once(classes(target, np.array([1, -1]), np.array([0.6, 0.0])), 2)
    assert found["accuracy"] == 0.5
    # Class 0 was never chosen, class 1 rightly, class 2 never.
    assert found["macro_f1"] == pytest.approx(1 / 3)


def test_the_calibration_error_is_the_mean_gap_over_tenths():
    target, score = np.array([True, True, False, False]), np.array([0.95, 0.95, 0.05, 0.15])
    by_hand = (2 * abs(0.95 - 1) + 0.05 + 0.15) / 4
    assert once(binary(target, score), 4)["ece"] == pytest.approx(by_hand)
    assert reliability(target, score)[-1] == Bin(pytest.approx(0.95), 1.0, 2)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_texts_changes_nothing(pairs, chance):
    mixed = list(pairs)
    chance.shuffle(mixed)
    one, other = (once(binary(*columns(p)), len(p)) for p in (pairs, mixed))
    for name, value in one.items():
        assert other[name] == pytest.approx(value, nan_ok=True)


@given(PAIRS)
def test_doubling_every_weight_changes_nothing(pairs):
    found = binary(*columns(pairs))
    twice = {name: float(v[0]) for name, v in found(np.full((1, len(pairs)), 2.0)).items()}
    for name, value in once(found, len(pairs)).items():
        assert twice[name] == pytest.approx(value, nan_ok=True)


@given(PAIRS)
def test_a_weight_is_as_many_copies_of_a_text(pairs):
    weights = np.arange(1, len(pairs) + 1)
    copied = [pair for pair, times in zip(pairs, weights, strict=True) for _ in range(times)]
    weighted = binary(*columns(pairs))(weights[None, :].astype(float))
    for name, value in once(binary(*columns(copied)), len(copied)).items():
        assert float(weighted[name][0]) == pytest.approx(value, nan_ok=True)


@settings(max_examples=25)
@given(PAIRS)
def test_intervals_are_ordered_and_always_the_same(pairs):
    target, score = columns(pairs)
    found = estimates(binary(target, score), len(target))
    assert found == estimates(binary(target, score), len(target))
    for one in found.values():
        assert 0 <= one.low <= one.high <= 1 + 1e-9


def test_an_interval_covers_the_truth_and_narrows_with_more_texts():
    chance = np.random.default_rng(3)
    widths = []
    for texts in (100, 10_000):
        right = chance.random(texts) < 0.8
        one = estimates(binary(right, np.ones(texts)), texts)["accuracy"]
        assert one.low <= 0.8 <= one.high
        widths.append(one.high - one.low)
    assert widths[1] < widths[0] / 5


def test_what_has_no_meaning_is_left_out():
    found = estimates(binary(np.zeros(5, dtype=bool), np.linspace(0, 1, 5)), 5)
    assert "auc" not in found and "auprc" not in found
    assert found["fpr"].value == pytest.approx(0.6)


def test_the_curve_goes_from_the_surest_text_to_all_of_them():
    target, score = np.array([True, False, True, False]), np.array([0.9, 0.6, 0.6, 0.1])
    assert precision_recall(target, score) == [(0.5, 1.0), (1.0, 2 / 3), (1.0, 0.5)]
    assert precision_recall(np.zeros(4, dtype=bool), score) == []
    assert len(precision_recall(np.arange(1000) % 2 == 0, np.arange(1000) / 1000)) == 60


@settings(max_examples=60)
@given(
    st.lists(st.tuples(*[st.tuples(st.booleans(), st.floats(0, 1))] * 3), min_size=1, max_size=30)
)
def test_choices_of_several_classes_agree_with_scikit_learn(texts):
    target = np.array([[yes for yes, _ in row] for row in texts])
    score = np.array([[value for _, value in row] for row in texts])
    found = choices(target, score)(np.ones((1, len(texts))))
    present = target.any(axis=0)
    assert found["accuracy"][0] == pytest.approx(((score >= 0.5) == target).mean())
    if present.any():
        pairs = zip(target.T[present], score.T[present], strict=True)
        told = np.mean([reference.f1_score(t, s >= 0.5, zero_division=0) for t, s in pairs])
        assert found["macro_f1"][0] == pytest.approx(told)
    else:
        assert np.isnan(found["macro_f1"][0])
