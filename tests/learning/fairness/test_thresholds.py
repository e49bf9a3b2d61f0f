"""Bounds: those shipped, those of a tier, those of the user."""

from __future__ import annotations

import pytest

from harmonie.learning.fairness import CannotAudit
from harmonie.learning.fairness.thresholds import Bound, thresholds


def test_a_bound_holds_on_its_own_side():
    assert Bound("at_least", 0.9).holds(0.9) and not Bound("at_least", 0.9).holds(0.89)
    assert Bound("at_most", 0.1).holds(0.1) and not Bound("at_most", 0.1).holds(0.11)


def test_less_is_asked_of_the_fast_tier_but_no_more_false_alarms_on_any_group():
    fast, full = thresholds("fast"), thresholds("full")
    assert fast.bounds["suite_accuracy"].value < full.bounds["suite_accuracy"].value
    assert 0.9 <= fast.bounds["subgroup_auc"].value < full.bounds["subgroup_auc"].value
    assert fast.bounds["fpr_gap"] == full.bounds["fpr_gap"]
    assert full.bounds == thresholds("deep").bounds


def test_a_file_changes_only_what_it_names(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "bounds:\n  subgroup_auc: {at_least: 0.99}\n  suite_accuracy: {at_least: 0.9}\n"
    )
    mine = thresholds("fast", path)
    assert mine.bounds["subgroup_auc"] == Bound("at_least", 0.99)
    assert mine.bounds["suite_accuracy"] == Bound("at_least", 0.9)
    assert mine.bounds["bnsp_auc"] == thresholds("fast").bounds["bnsp_auc"]


@pytest.mark.parametrize(
    "written",
    [
        "bounds: {subgroup_aug: {at_least: 0.9}}",
        "bounds: {subgroup_auc: 0.9}",
        "bounds: {subgroup_auc: {about: 0.9}}",
        "bounds: {subgroup_auc: {at_least: high}}",
        "tiers: {fast: {nothing: {at_most: 1}}}",
        "too_few: {texts: 3}",
        "limits: {}",
        "- 3",
        "bounds: [1",
        "bounds: 7",
    ],
)
def test_a_mistake_in_the_file_is_told_in_both_languages(tmp_path, written):
    path = tmp_path / "mine.yaml"
    path.write_text(written)
    with pytest.raises(CannotAudit) as refusal:
        thresholds("fast", path)
    sentence = refusal.value.args[0]
    assert sentence.text("fr") != sentence.text("en")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CannotAudit) as refusal:
        thresholds("fast", tmp_path / "absent.yaml")
    assert "absent.yaml" in refusal.value.args[0]
