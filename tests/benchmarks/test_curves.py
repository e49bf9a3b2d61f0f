"""What ``benchmarks/curves.py`` measures, over a little random encoder: no training, no torch."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import curves, probing
from harmonie.analysers.encoder.tier import encoder_of
from harmonie.learning.dataset import Example
from harmonie.learning.suites.suite import EXPECTED, Case, Task, one, yes
from harmonie.records import SENTIMENTS
from harmonie.text.normalise import normalise_many
from tests.analysers.encoder import tiny

SCRIPT = Path(curves.__file__)
SUBJECTS = ("le bus", "la mairie", "ce film", "mon voisin", "la cantine", "ton chien", "le stade")
#: How a text of each sentiment ends.
ENDS = {"negative": "est nul, connard", "neutral": "ouvre à midi", "positive": "est parfait, merci"}


class Tiny:
    """A random encoder in place of the two stages: ``keep`` turns its logits round."""

    def __init__(self, folder: Path) -> None:
        self.model = encoder_of("deep", tiny.install(folder))[0]
        self.share = 1.0

    def keep(self, share: float) -> None:
        self.share = share

    def logits(self, examples: Sequence[Example]) -> np.ndarray:
        texts = [n.text for n in normalise_many([e.text for e in examples])]
        return (2 * self.share - 1) * self.model.logits(texts, [""] * len(texts))

    def features(
        self, examples: Sequence[Example], depths: Sequence[int]
    ) -> Mapping[int, np.ndarray]:
        means = self.model.means([n.text for n in normalise_many([e.text for e in examples])])
        return {depth: means.astype(np.float16) for depth in depths}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return Tiny(tmp_path_factory.mktemp("weights"))


def text(number: int, mood: str) -> str:
    return f"{SUBJECTS[number % len(SUBJECTS)]} {number} {ENDS[mood]}"


def example(number: int, language: str = "fr", **labels: float) -> Example:
    mood = SENTIMENTS[number % 3]
    bad = float(mood == "negative")
    known = {"toxicity": bad, "hate": bad, f"sentiment:{mood}": 1.0, **labels}
    return Example(text(number, mood), language, known, "comments")


def asked(count: int = 30) -> list[probing.Question]:
    moods = [SENTIMENTS[i % 3] for i in range(count)]
    bad = [mood == "negative" for mood in moods]
    texts = [text(1000 + i, mood) for i, mood in enumerate(moods)]
    pairs = list(zip(texts, bad, strict=True))
    classes = tuple((name, (name,)) for name in SENTIMENTS)
    toxic = [Case(said, yes(wrong)) for said, wrong in pairs]
    mood = [Case(said, one(SENTIMENTS.index(m))) for said, m in zip(texts, moods, strict=True)]
    must = [Case(said, yes(True), expected={"toxicity": wrong}) for said, wrong in pairs]
    tasks = {
        "toxic": Task("a", "fr", "toxicity", toxic),
        "mood": Task("b", "fr", "sentiment", mood, "macro_f1", classes),
        "must": Task("c", "fr", EXPECTED, must, "accuracy"),
    }
    return [probing.question(name, task, count) for name, task in tasks.items()]


def test_a_smaller_sample_lies_in_a_larger_one_in_the_same_order():
    pool = [example(i, "fr" if i % 4 else "en") for i in range(400)]
    texts = {many: [e.text for e in probing.sample(pool, "fr", many)] for many in (50, 100, 9999)}
    assert [len(found) for found in texts.values()] == [50, 100, 300]
    assert set(texts[50]) < set(texts[100]) < set(texts[9999])
    assert texts[100] == [said for said in texts[9999] if said in set(texts[100])]
    assert texts[9999] != [e.text for e in pool if e.language == "fr"]


def test_half_of_a_sample_knows_its_sentiment_even_where_few_texts_do():
    rare = [example(i) for i in range(30)]
    plain = [Example(f"phrase {i}", "fr", {"toxicity": 0.0}, "mlma") for i in range(500)]
    found = probing.sample([*plain, *rare], "fr", 60)
    assert sum(probing.known(e, "sentiment") for e in found) == 30
    assert sum(probing.known(e, "toxicity") for e in found) == 60


def test_prompts_and_lists_of_words_are_not_what_a_probe_learns_from():
    words = [Example(f"mot {i}", "fr", {"toxicity": 1.0}, "profanity_lists") for i in range(9)]
    assert probing.sample(words, "fr", 9) == []


def test_a_text_between_two_sentiments_has_none():
    mixed = {"sentiment:negative": 0.5, "sentiment:positive": 0.5}
    assert not probing.known(Example("bof", "fr", mixed, "comments"), "sentiment")
    assert probing.truth(example(2), "sentiment") == 2
    assert probing.truth(example(0, toxicity=0.55), "toxicity") == 1


def test_a_probe_needs_a_text_of_every_class():
    features = np.eye(6, dtype=np.float16)
    assert probing.probe(features, np.array([0, 0, 1, 1, 1, 0]), 3) is None
    found = probing.probe(features, np.array([0, 1, 2, 0, 1, 2]), 3)
    assert found is not None and found.decision_function(features).shape == (6, 3)


def test_functional_tests_about_other_signals_are_left_out_and_every_named_one_must_be_right():
    cases = [
        Case("a", yes(True), expected={"toxicity": True, "hate": False}),
        Case("b", yes(True), expected={"toxicity": True, "hate": True}),
        Case("c", yes(True), expected={"spam": True}),
    ]
    found = probing.question("functional", Task("all", "fr", EXPECTED, cases), 9)
    answers = {"toxicity": np.array([1.0, 1.0]), "hate": np.array([-1.0, -1.0])}
    figure = probing.measured("stage", "1", found, answers)
    assert (figure.value, figure.texts) == (0.5, 2)
    assert probing.measured("stage", "1", found, {"hate": answers["hate"]}).value is None


def test_heads_turned_round_rank_the_other_way_round(reader):
    figures = list(curves.of_stage(reader, asked()))
    toxic = {f.point: f.value for f in figures if f.task == "toxic fr"}
    assert list(toxic) == ["0", "0.25", "0.5", "0.75", "1"]
    assert toxic["0.5"] == 0.5  # every logit is 0
    assert toxic["1"] == pytest.approx(toxic["0.75"])
    assert toxic["1"] != 0.5


def test_toxicity_is_as_sure_as_the_attacks_it_contains():
    logits = np.full((1, len(curves.COLUMN)), -3.0)
    logits[0, curves.COLUMN["threat"]] = 2.0
    assert curves.by_signal(logits)["toxicity"] == [2.0]


def test_probes_on_what_a_random_encoder_reads_tell_insults_from_thanks(reader):
    pool = [example(i) for i in range(90)]
    found = curves.learnt(reader, probing.sample(pool, "fr", 90), asked(), (1, 2))
    figures = list(curves.of_layers(found))
    assert [f.point for f in figures] == ["1"] * 3 + ["2"] * 3
    assert all(f.value is not None and f.value > 0.9 for f in figures), figures
    assert {f.learnt for f in figures} == {90}
    assert figures == list(curves.of_layers(found))


def test_the_curve_of_texts_ends_with_all_of_both_languages(reader, monkeypatch):
    monkeypatch.setattr(curves, "TEXTS", (20, 40, 80))
    pool = [example(i, "fr" if i % 4 else "en") for i in range(100)]
    sample = [e for language in ("fr", "en") for e in probing.sample(pool, language, 100)]
    found = curves.learnt(reader, sample, asked(), (2,))
    figures = list(curves.of_texts(found))
    learnt = {f.point: f.learnt for f in figures}
    assert list(learnt.values()) == [20, 40, 75, 20, 25, 100]
    assert list(learnt)[:2] == ["fr: 20", "fr: 40"] and "toxicity 100" in list(learnt)[-1]
    few, more = (set(found.rows("hate", "fr", many).tolist()) for many in (20, 40))
    assert few < more


def test_the_table_has_a_row_for_each_point_and_says_how_many_texts_stand_behind_a_figure():
    figures = [
        probing.Figure("layers", "2", "hate en", "auc", 1400, 0.7, 0.65, 0.74, 90),
        probing.Figure("layers", "12", "hate en", "auc", 1400, 0.81239, 0.78, 0.83, 90),
        probing.Figure("layers", "2", "umsab fr", "macro_f1", 30, learnt=8),
        probing.Figure("layers", "12", "umsab fr", "macro_f1", 30, learnt=8),
    ]  # fmt: skip
    assert probing.table(figures, "layers").splitlines() == [
        "| layers | hate en, AUC | umsab fr, macro-F1 |",
        "|---|---:|---:|",
        "| 2 | 0.700 | – |",
        "| 12 | 0.812 | – |",
        "| texts | 1,400 | 30 |",
        "| 95 % interval, at most | ± 0.050 | – |",
        "| texts learnt from | 90 | 8 |",
    ]


def test_the_script_says_what_it_needs(tmp_path):
    def said(*given: Any) -> str:
        command = [sys.executable, str(SCRIPT), "--data", str(tmp_path), *map(str, given)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        return done.stderr

    assert "holds dev/ and train/" in said("--work", tmp_path)
    (tmp_path / "dev").mkdir()
    assert "has no first.pt" in said("--work", tmp_path)
    assert "known: stage, layers, texts" in said("--work", tmp_path, "--only", "depth")
