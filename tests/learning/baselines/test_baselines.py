"""Baselines: found by the registry, answering only what they can, learning from training sets."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from harmonie.learning.baselines import baseline, linear
from harmonie.learning.baselines.baseline import BASELINES, installed
from harmonie.learning.baselines.lexicons import AltProfanityCheck, GlinProfanity, Vader
from harmonie.learning.baselines.linear import TfidfLogistic
from harmonie.learning.dataset import Example
from harmonie.learning.suites.suite import CannotEvaluate, Case, Task

THREE = tuple((name, (name,)) for name in ("negative", "neutral", "positive"))
TWO = (THREE[0], THREE[2])


def quiet(*_: object) -> None:
    """Progress that nobody reads."""


def task(signal: str, language: str, texts: list[str], classes=()) -> Task:
    return Task("t", language, signal, [Case(text) for text in texts], classes=classes)


def test_what_is_not_installed_is_named_and_the_rest_can_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "find_spec", lambda name: name == "sklearn" or None)
    assert [judge.name for judge in installed(None, quiet)[0]] == []
    (tmp_path / "train").mkdir()
    judges, missing = installed(tmp_path, quiet)
    assert [judge.name for judge in judges] == ["TF-IDF + logistic"]
    assert sorted([*missing, "TF-IDF + logistic"]) == BASELINES.names()


@pytest.mark.parametrize("name", BASELINES.names())
def test_every_baseline_says_what_the_reader_must_know_in_both_languages(name: str) -> None:
    english, french = BASELINES.get(name).remark
    assert english and french and english != french


def test_a_list_of_words_answers_only_for_swearing_in_its_languages() -> None:
    assert AltProfanityCheck(None, quiet).answers(task("sentiment", "en", ["a"]), quiet) is None
    assert AltProfanityCheck(None, quiet).answers(task("insult", "fr", ["a"]), quiet) is None
    assert GlinProfanity(None, quiet).answers(task("threat", "fr", ["a"]), quiet) is None


def test_a_list_of_words_reads_each_text_once_however_many_signals_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    module = SimpleNamespace(predict_prob=lambda texts: read.extend(texts) or [0.7] * len(texts))
    monkeypatch.setitem(sys.modules, "profanity_check", module)
    judge = AltProfanityCheck(None, quiet)
    for signal in ("toxicity", "insult"):
        said = judge.answers(task(signal, "en", ["a", "b", "a"]), quiet)
        assert said.tolist() == [0.7, 0.7, 0.7]
    assert read == ["a", "b"]


def test_vader_uses_the_thresholds_of_its_authors(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"a": 0.05, "b": 0.04, "c": -0.04, "d": -0.06}
    made = SimpleNamespace(polarity_scores=lambda text: {"compound": known[text]})
    module = SimpleNamespace(SentimentIntensityAnalyzer=lambda: made)
    monkeypatch.setitem(sys.modules, "vaderSentiment.vaderSentiment", module)
    vader = Vader(None, quiet)
    said = vader.answers(task("sentiment", "en", list(known), THREE), quiet)
    assert said.argmax(axis=1).tolist() == [2, 1, 1, 0]
    said = vader.answers(task("sentiment", "en", list(known), TWO), quiet)
    assert said.argmax(axis=1).tolist() == [1, 1, 0, 0]
    assert vader.answers(task("sentiment", "fr", ["a"], THREE), quiet) is None


@pytest.fixture
def learner(monkeypatch: pytest.MonkeyPatch) -> TfidfLogistic:
    """Learns that "blarg" is rude, and which words are glad or sad."""
    words = {"blarg": 1.0, "flower": 0.0, "bridge": 0.0}
    examples = [
        Example(f"{word} number {n}", "en", {"toxicity": rude}, "invented")
        for word, rude in words.items()
        for n in range(20)
    ]
    examples += [
        Example(f"{word} number {n}", "en", {f"sentiment:{mood}": 1.0}, "invented")
        for word, mood in (("glad", "positive"), ("sad", "negative"), ("table", "neutral"))
        for n in range(20)
    ]
    monkeypatch.setattr(linear, "read", lambda folder, seed, tell: examples)
    return TfidfLogistic(Path(), quiet)


def test_a_learner_tells_what_it_was_taught(learner: TfidfLogistic) -> None:
    said = learner.answers(task("toxicity", "en", ["a blarg here", "a flower here"]), quiet)
    assert said.shape == (2,) and said[0] > 0.5 > said[1]
    texts = ["so glad", "so sad", "a table"]
    said = learner.answers(task("sentiment", "en", texts, THREE), quiet)
    assert said.argmax(axis=1).tolist() == [2, 0, 1]
    assert np.allclose(said.sum(axis=1), 1)
    said = learner.answers(task("sentiment", "en", texts[:2], TWO), quiet)
    assert said.argmax(axis=1).tolist() == [1, 0]


def test_a_learner_is_silent_on_what_it_was_never_taught(learner: TfidfLogistic) -> None:
    assert learner.answers(task("spam", "en", ["a"]), quiet) is None
    assert learner.answers(task("toxicity", "other", ["a"]), quiet) is None


def test_a_missing_training_set_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    with pytest.raises(CannotEvaluate, match="leave out --baselines"):
        TfidfLogistic(tmp_path, quiet).answers(task("toxicity", "en", ["a"]), quiet)
