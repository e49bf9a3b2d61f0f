"""What ``benchmarks/tiers.py`` measures, over little random encoders and the shipped fast tier."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from benchmarks.promises import cascade, costs, own, rounding, verdicts
from benchmarks.promises.row import Asked, Row, table
from harmonie.analysers.deep import in_band
from harmonie.analysers.encoder.tier import BINARY, encoder_of, judge, read
from harmonie.learning.comments import read_all
from harmonie.learning.dataset import split
from harmonie.learning.suites.suite import Case, Task, yes
from harmonie.records import Message, Signal, Span
from harmonie.text.normalise import normalise_many
from harmonie.weights.store import FOLDER
from tests.analysers.encoder import tiny

SCRIPT = costs.ROOT / "benchmarks" / "tiers.py"
TEXTS = ["Tu es un idiot", "Merci pour le bus", "Ferme-la, connard", "C'est nul", "À demain !"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.install(tmp_path_factory.mktemp("weights"))


def test_a_row_is_reached_on_the_right_side_of_its_target_only():
    assert Row("speed", "fast", 12.0, target=10).is_reached
    assert Row("speed", "fast", 9.0, target=10).is_reached is False
    assert Row("memory", "fast", 12.0, target=10, at_most=True).is_reached is False
    assert Row("memory", "fast", None, target=10, note="why").is_reached is None
    told = table([Row("memory", "fast", 12.0, "MB", 10, at_most=True, note="peak")])
    assert "| memory | fast | 12 MB | ≤ 10 | NOT reached | peak |" in told


@pytest.mark.parametrize("count", [1, 2, 7, 64])
def test_as_many_texts_are_generated_as_asked_for(count):
    found = list(costs.generated(count))
    assert len(found) == count
    assert len(set(found)) == count


def test_generated_texts_have_about_25_tokens():
    assert 22 <= costs.tokens(costs.messages(200), FOLDER) <= 28


@pytest.mark.parametrize("tier", ["fast", "full", "deep"])
def test_no_score_depends_on_the_batch(tier, folder):
    (row,) = verdicts.same(Asked(tier, 0, 24, folder))
    assert row.is_reached, row


def test_a_score_that_differs_is_counted():
    one = {"toxicity": (0.5, None), "spam": (0.1, None), "cannot_judge": None}
    assert verdicts.differing(one, dict(one)) == 0
    assert verdicts.differing(one, {**one, "spam": (np.nextafter(0.1, 1), None)}) == 1
    assert verdicts.differing(one, {"cannot_judge": "language"}) == 3


def test_held_out_comments_are_those_of_the_split():
    chosen = Counter(example.text for example in own.held_out())
    assert chosen == Counter(example.text for example in split(read_all()).held_out)


def test_words_named_by_the_evidence_are_those_that_raise_the_score():
    text = "Merci, sale connard !"
    spans = (Span(0, 5, -1.0), Span(9, 19, 2.0))
    words, chosen = verdicts.named(text, Signal("toxicity", 0.9, "v", spans=spans))
    assert verdicts.without(text, words, chosen) == "Merci, !"
    assert verdicts.without(text, words, []) == text


def test_removing_the_evidence_moves_the_score_more_than_removing_random_words():
    (row,) = verdicts.evidence(Asked("fast", 0, 60, FOLDER))
    assert row.is_reached, row


def test_the_band_at_its_own_width_is_the_one_of_the_deep_tier(folder):
    task = Task("own", "fr", "toxicity", [Case(text, yes("connard" in text)) for text in TEXTS])
    found = cascade.both("here", task, folder)
    messages = [Message(text) for text in TEXTS]
    (part,) = read(messages, normalise_many(TEXTS), ["fr"] * len(TEXTS), folder)
    band = encoder_of("deep", folder)[0].weights.arrays["band"]
    again = cascade.goes_deep(found, band, 1.0)
    assert again.tolist() == in_band(part, judge("full", part)).tolist()
    assert not cascade.goes_deep(found, band, 0.0).any()
    assert cascade.goes_deep(found, band, np.inf).all()
    wider = [cascade.goes_deep(found, band, scale) for scale in cascade.SCALES]
    assert all((few <= many).all() for few, many in pairwise(wider))


def test_a_band_without_end_stays_without_end():
    full = np.zeros((1, len(BINARY))) + 5
    rows, target = np.array([0]), np.array([True])
    found = cascade.Both("one", "accuracy", full, -full, rows, target, 0)
    band = np.tile([-np.inf, np.inf], (1, len(BINARY), 1))
    assert [bool(cascade.goes_deep(found, band, scale)[0]) for scale in (0.0, 0.5, 1.0)] == [
        False, True, True,
    ]  # fmt: skip
    assert cascade.quality(found, np.array([False])) == 1
    assert cascade.quality(found, np.array([True])) == 0


def test_rounding_tells_the_signal_on_which_verdicts_agree_least():
    exact = np.full((200, len(BINARY)), 0.01)
    packed = exact.copy()
    packed[:3, BINARY.index("hate")] = -0.01
    toxicity, worst = rounding.rows("full", packed, exact)
    assert (toxicity.value, toxicity.is_reached) == (100, True)
    assert (worst.value, worst.is_reached) == (98.5, False)
    assert "hate" in worst.note


def test_the_script_measures_every_tier_in_a_process_of_its_own(folder, tmp_path):
    path = tmp_path / "rows.json"
    command = [sys.executable, str(SCRIPT), "--only", "memory,rounding", "--texts", "8"]
    command += ["--weights", str(folder), "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    memory = [row for row in json.loads(path.read_text("utf-8")) if row["unit"] == "MB"]
    assert [row["tier"] for row in memory] == ["fast", "full", "deep"]
    assert all(20 < row["value"] < 400 and row["is_reached"] for row in memory)
    assert done.stdout.count("needs --work") == 2
