"""What ``benchmarks/targets.py`` reads off the reports of an evaluation, an audit and a card."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.promises.judgement import of_audit, of_card, of_evaluation
from benchmarks.promises.row import Row
from harmonie.weights.store import FOLDER

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "targets.py"


def figure(signal: str, language: str = "fr", **metrics: float) -> dict:
    intervals = {name: [value, value - 0.01, value + 0.01] for name, value in metrics.items()}
    told = {"signal": signal, "language": language, "slice": "all", "texts": 90, "positives": 9}
    return {**told, **intervals}


def test_one_badly_calibrated_signal_is_enough_to_miss_the_target_and_is_named():
    figures = [figure("hate", ece=0.02), figure("toxicity", ece=0.06), figure("spam", ece=0.01)]
    (row,) = of_card("full", figures)
    assert row.value == 0.06 and row.is_reached is False
    assert "toxicity 0.060" in row.note and "hate" not in row.note
    (row,) = of_card("full", figures[:1])
    assert row.is_reached


def test_only_whole_languages_count_for_calibration():
    part = {**figure("toxicity", ece=0.2), "slice": "comments"}
    assert list(of_card("full", [part])) == []


def test_the_cards_of_every_tier_tell_calibration_and_the_grave_signals_in_both_languages():
    for tier in ("fast", "full", "deep"):
        card = json.loads((FOLDER / f"{tier}.json").read_text("utf-8"))
        told = {row.what for row in of_card(tier, card["figures"])}
        for language in ("en", "fr"):
            assert f"held-out texts {language}: calibration error" in told
            assert f"held-out texts {language}: threat AUPRC" in told


def test_a_target_keeps_its_side_and_what_was_not_measured_stays_unknown():
    aim = {"suite": "s", "task": "t", "language": "fr", "signal": "hate", "metric": "ece"}
    told = {
        "targets": [
            {**aim, "bound": "most", "value": 0.04, "found": 0.03},
            {**aim, "bound": "least", "value": 0.9, "found": None},
        ],
        "results": [],
    }
    first, second = of_evaluation("deep", told)
    assert first.is_reached and second.is_reached is None


def test_the_grave_signals_of_the_tier_are_shown_and_not_those_of_a_baseline():
    result = {"suite": "s", "task": "t", "language": "fr", "signal": "threat", "texts": 9,
              "positives": 3, "metrics": {"auprc": [0.7, 0.6, 0.8]}}  # fmt: skip
    told = {"targets": [], "results": [{**result, "judge": j} for j in ("Harmonie deep", "other")]}
    assert [row.value for row in of_evaluation("deep", told)] == [0.7]


def test_an_audit_tells_the_mean_and_the_least_well_treated_group():
    groups = [
        {"language": "fr", "name_en": name, "subgroup_auc": {"value": value} if value else None}
        for name, value in (("one", 0.99), ("another", 0.91), ("too few to tell", None))
    ]
    mean, least = of_audit("deep", {"groups": groups})
    assert mean.value == pytest.approx(0.95) and mean.is_reached is False
    assert least.value == 0.91 and least.note == "another"
    assert isinstance(mean, Row)


def test_without_the_folder_of_sets_it_says_how_to_name_it(monkeypatch):
    monkeypatch.delenv("HARMONIE_DATA", raising=False)
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "--data" in done.stderr
