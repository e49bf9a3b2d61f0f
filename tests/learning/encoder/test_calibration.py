"""Raw logits to probabilities: known distortions are found again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.analysers.encoder.judging import beta
from harmonie.learning.dataset import BINARY, CLASSES
from harmonie.learning.encoder.calibration import (
    FEWEST,
    best_cut,
    beta_fit,
    calibrate,
    gravity,
    moods,
)

LABELS = sum(map(len, CLASSES.values()))


def drawn(logits, seed: int = 3):
    return (np.random.default_rng(seed).random(logits.shape) < 1 / (1 + np.exp(-logits))) * 1.0


@pytest.mark.parametrize("parameters", [(0.5, 0.5, -1.0), (1.6, 0.7, 0.4), (1.0, 1.0, 0.0)])
def test_beta_calibration_recovers_a_known_distortion(parameters):
    raw = np.random.default_rng(1).normal(0, 2.5, 20_000)
    truth = beta(raw, np.array(parameters))
    _, found = beta_fit(raw, drawn(truth), np.ones(len(raw)))
    told, known = (1 / (1 + np.exp(-beta(raw, np.array(p)))) for p in (found, parameters))
    assert np.abs(told - known).max() < 0.02
    if parameters != (1.0, 1.0, 0.0):
        assert np.abs(told - 1 / (1 + np.exp(-raw))).max() > 0.05


def test_without_texts_nothing_is_changed():
    _, found = beta_fit(np.zeros(0), np.zeros(0), np.zeros(0))
    assert found == pytest.approx([1, 1, 0])


@settings(max_examples=40)
@given(
    st.lists(st.floats(-30, 30), min_size=2, max_size=20, unique=True),
    st.floats(0.05, 4), st.floats(0.05, 4), st.floats(-6, 6),
)  # fmt: skip
def test_calibration_never_turns_two_scores_round(raw, a, b, c):
    order = np.sort(np.array(raw))
    assert (np.diff(beta(order, np.array([a, b, c]))) >= 0).all()


def made(french: int, english: int):
    """Texts of both languages, their logits and labels: the encoder is twice too sure in French,
    and the student knows nothing."""
    chance = np.random.default_rng(5)
    texts, columns = french + english, len(BINARY) + LABELS
    truth = chance.normal(0, 2, (texts, columns))
    spoken = np.array(["fr"] * french + ["en"] * english)
    raw = np.where((spoken == "fr")[:, None], 2 * truth, truth)
    targets = drawn(truth)
    first = len(BINARY)
    for labels in CLASSES.values():
        part = slice(first, first + len(labels))
        share = np.exp(truth[:, part])
        share /= share.sum(axis=1, keepdims=True)
        pick = [chance.choice(len(labels), p=row) for row in share]
        targets[:, part] = np.eye(len(labels))[pick]
        first += len(labels)
    student = chance.normal(0, 2, (texts, columns))
    return raw, student, targets, spoken.tolist()


def test_each_language_gets_its_own_and_a_useless_student_no_say():
    raw, student, targets, spoken = made(1500, 1500)
    how = calibrate(raw, student, targets, spoken, ("fr", "en"), np.ones(len(raw)))
    assert how.beta[0, :, 0].mean() == pytest.approx(0.5, abs=0.1)
    assert how.beta[1, :, 0].mean() == pytest.approx(1.0, abs=0.1)
    assert how.gain[0] == pytest.approx(0.5, abs=0.1) and how.gain[1] == pytest.approx(1, abs=0.15)
    assert how.share.mean() > 0.95 and how.class_share.mean() > 0.95


def test_a_language_with_too_few_texts_borrows_those_of_the_other():
    raw, student, targets, spoken = made(FEWEST, 600)
    how = calibrate(raw, student, targets, spoken, ("fr", "en"), np.ones(len(raw)))
    assert np.allclose(how.beta[0], how.beta[1], atol=0.4)


def test_a_label_that_nobody_knows_is_left_as_it_is():
    raw, student, targets, spoken = made(200, 200)
    targets[:, BINARY.index("scam")] = np.nan
    how = calibrate(raw, student, targets, spoken, ("fr", "en"), np.ones(len(raw)))
    assert how.beta[:, BINARY.index("scam")] == pytest.approx(np.tile([1, 1, 0], (2, 1)))


@given(st.lists(st.tuples(st.floats(-8, 8), st.booleans()), min_size=1, max_size=40))
def test_no_other_line_between_yes_and_no_has_a_higher_f1(texts):
    logits, target = np.array([x for x, _ in texts]), np.array([y for _, y in texts])

    def f1(said):
        return 2 * (said & target).sum() / max(1, said.sum() + target.sum())

    cut = best_cut(logits, target)
    distinct = np.unique(logits)
    every = [*((distinct[1:] + distinct[:-1]) / 2), -9.0]
    if target.any() and len(distinct) == len(logits):
        assert f1(logits >= cut) >= max(f1(logits >= line) for line in every) - 1e-9
    elif not target.any():
        assert cut == 0.0


def test_a_rare_emotion_is_said_where_f1_is_highest_not_where_it_is_likelier_than_not():
    chance = np.random.default_rng(2)
    logits = chance.normal(-3.5, 1.2, (6000, 1))
    targets = drawn(logits)
    how = moods(logits, targets, ["en"] * 6000, ("fr", "en"))
    said = beta(logits[:, 0], how[1, 0]) >= 0
    likelier = logits[:, 0] >= 0

    def f1(found):
        return 2 * (found * targets[:, 0]).sum() / max(1, found.sum() + targets.sum())

    assert f1(said) > f1(likelier) + 0.05
    assert np.allclose(how[0], how[1])  # French has no text: English lends its own


def test_gravity_goes_as_far_as_scores_stay_probabilities_and_no_further():
    logits = np.random.default_rng(4).normal(-2, 1.5, 8000)
    target = drawn(logits) >= 0.5
    nothing_below = np.full(8000, -np.inf)
    told = [gravity(logits, nothing_below, target, np.log(8), within) for within in (0, 0.03, 1)]
    assert told[0] == 0 and 0 < told[1] < np.log(8) and told[2] == pytest.approx(np.log(8))


def test_toxicity_that_its_attacks_already_overstate_gets_no_gravity():
    logits = np.random.default_rng(4).normal(-2, 1.5, 8000)
    target = drawn(logits) >= 0.5
    assert gravity(logits, logits + 2, target, 1.0, 0.03) == 0
