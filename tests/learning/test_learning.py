"""From labelled texts to weights: splits, balance, calibration, packing, figures."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.analysers.additive.model import AdditiveModel, Mark, Parameters
from harmonie.learning.ablation import auc
from harmonie.learning.balance import balanced
from harmonie.learning.calibrate import platt, vector_scaling
from harmonie.learning.dataset import HEADS, Example, family, split, twin_key
from harmonie.learning.fit import design, fit
from harmonie.learning.own_texts import SOURCES, fillings
from harmonie.learning.quantise import quantise
from harmonie.learning.train import train


def test_twins_and_groups_never_lie_on_two_sides_of_a_split():
    words = ["".join(letters) for letters in product("abcdef", repeat=3)]
    examples = [Example(f"Text {word} !!", "en", {}, "a") for word in words]
    examples += [Example(f"text, {word} 12", "en", {}, "b") for word in words]
    examples += [Example(f"filling {i}", "en", {}, "c", group="one template") for i in range(50)]
    parts = split(examples)
    keys = [
        {e.group or twin_key(e.text) for e in part}
        for part in (parts.train, parts.calibration, parts.held_out)
    ]
    assert sum(map(len, keys)) == len(set.union(*keys))
    assert all(len(key) > 5 for key in keys)


def test_what_attacks_somebody_is_toxic():
    assert family(insult=1.0)["toxicity"] == 1.0
    assert "toxicity" not in family(insult=0.0)


def test_a_rare_label_is_brought_to_the_reference_share():
    target = np.array([1.0] + [0.0] * 99)
    weight = balanced(np.ones(100), target, np.array(["fr"] * 100))
    assert (weight @ target) / weight.sum() == pytest.approx(0.25)
    assert np.array_equal(balanced(np.ones(100), target, np.array(["fr"] * 100), 0), np.ones(100))


def test_platt_scaling_recovers_a_known_distortion():
    chance = np.random.default_rng(1)
    raw = chance.normal(size=20_000) * 2
    target = (chance.random(20_000) < 1 / (1 + np.exp(-(0.5 * raw - 1)))).astype(float)
    gain, shift = platt(raw, target, np.ones(20_000))
    assert (gain, shift) == (pytest.approx(0.5, abs=0.05), pytest.approx(-1, abs=0.05))


def test_vector_scaling_cools_an_overconfident_model():
    chance = np.random.default_rng(1)
    logits = chance.normal(size=(5000, 3))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    drawn = np.array([chance.choice(3, p=p) for p in shares])
    gain, _ = vector_scaling(logits * 2, np.eye(3)[drawn], np.ones(5000))
    assert gain == pytest.approx(0.5, abs=0.05)


def test_a_fitted_model_gives_the_log_odds_it_was_fitted_with():
    good, bad = ["merci pour le bus", "bonjour à tous", "belle journée"], ["sale idiot", "idiot !"]
    texts = (good + bad) * 8
    target = np.array(([0.0] * 3 + [1.0] * 2) * 8)
    marks = [Mark(i, "term:insult:low", 0, 1) for i, y in enumerate(target) if y]
    made = design(texts, marks)
    found = fit(made, np.arange(len(texts)), target, np.ones(len(texts)), 0.1)
    table, multipliers, units = quantise(found.weights)
    ones = np.ones((1, 1))
    model = AdditiveModel(
        Parameters(("insult",), ("fr",), table, multipliers, units, ones * found.bias, ones)
    )
    exact = made.texts_by_words @ (
        made.words_by_rows @ (found.weights / np.where(made.scale == 0, 1, made.scale)[:, None])
    )
    exact += made.pairs @ (found.weights / made.scale[:, None])[-made.pairs.shape[1] :]
    told = model.totals(model.contributions(texts, marks))
    assert np.allclose(told, exact, atol=0.15)
    assert (told[:, 0] + found.bias > 0).tolist() == (target > 0.5).tolist()


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_auc_is_the_share_of_pairs_in_the_right_order(pairs):
    target = np.array([float(y) for y, _ in pairs])
    score = np.array([float(s) for _, s in pairs])
    yes, no = score[target > 0.5], score[target < 0.5]
    if len(yes) and len(no):
        right = (yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean()
        assert auc(target, score) == pytest.approx(right)
    else:
        assert math.isnan(auc(target, score))


def test_every_own_text_is_well_formed_and_no_slot_is_left():
    examples = list(SOURCES[0].read(None))
    assert len(examples) > 5000
    for example in examples:
        assert "{" not in example.text, example.text
        assert set(example.labels) <= set(HEADS), example.labels
        assert all(0 <= value <= 1 for value in example.labels.values())
    assert len({e.language for e in examples}) == 2


def test_own_texts_hold_at_least_as_many_harmless_texts_as_toxic_ones():
    for language in ("fr", "en"):
        mine = [e for e in SOURCES[0].read(None) if e.language == language]
        toxic = sum(e.labels.get("toxicity", 0) >= 0.5 for e in mine)
        assert sum(e.labels.get("toxicity") == 0 for e in mine) >= toxic


def test_fillings_repeat_and_differ():
    slots = {"a": ["x", "y", "z"]}
    assert fillings("{a} {a}", slots, "s") == fillings("{a} {a}", slots, "s")
    made = fillings("{a} {a}", slots, "s")
    assert len(set(made)) == len(made) > 1
    assert fillings("plain", slots, "s") == ["plain"]


def test_the_warning_travels_with_the_texts():
    assert "Warning" in (files("harmonie.learning") / "texts" / "README.md").read_text("utf-8")
    json.loads((files("harmonie.learning") / "texts" / "slots.json").read_text("utf-8"))


def test_training_without_the_sets_says_what_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match="does not hold the training sets"):
        train(tmp_path, tmp_path / "out")
