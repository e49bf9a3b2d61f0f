"""How far two readers agree, against a known implementation; and tables that are not stale."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from harmonie.learning import agreement as module
from harmonie.learning.agreement import (
    agreement,
    file_counts,
    group_counts,
    kappa,
    label_counts,
)
from harmonie.learning.comments import codes, first_reading, parsed, second_reading
from harmonie.learning.dataset import BINARY, CLASSES

ROOT = Path(__file__).parents[2]
ANSWERS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=60)


@given(ANSWERS)
def test_kappa_is_that_of_scikit_learn(pairs):
    first, second = np.array(pairs).T
    apart = np.abs(np.subtract.outer(np.arange(3), np.arange(3))) / 2
    ones = np.ones((1, len(pairs)))
    for distance, weights in ((apart, "linear"), (1 - np.eye(3), None)):
        found = kappa(first, second, distance, ones)[0]
        if len(set(first)) == len(set(second)) == 1 and first[0] == second[0]:
            assert np.isnan(found)
        else:
            known = cohen_kappa_score(first, second, labels=[0, 1, 2], weights=weights)
            assert found == pytest.approx(known)


def read_twice(monkeypatch: pytest.MonkeyPatch, *pairs: tuple[str, str]) -> None:
    """Comments with the codes of both readers."""
    lines = [parsed(f"{one}\tTexte {i}", "fr_x.tsv", i) for i, (one, _) in enumerate(pairs)]
    places = [f"fr_x.tsv:{i}" for i in range(len(pairs))]
    second = {place: codes(other)[0] for place, (_, other) in zip(places, pairs, strict=True)}
    monkeypatch.setattr(module, "first_reading", lambda: zip(places, lines, strict=True))
    monkeypatch.setattr(module, "second_reading", lambda: second)


def found(signal: str) -> module.Agreement:
    return next(one for one in agreement() if one.signal == signal)


def test_readers_who_agree_have_a_kappa_of_one(monkeypatch):
    read_twice(monkeypatch, ("I-gh", "I-gh"), ("0+jp", "0+jp"), ("0=nq", "0=nq"))
    told = found("insult")
    assert (told.comments, told.first, told.second, told.agreement) == (3, 1, 1, 1)
    assert told.kappa is not None and told.kappa.value == pytest.approx(1)
    assert found("sentiment").kappa.value == pytest.approx(1)


def test_an_arguable_label_counts_half_against_either_answer(monkeypatch):
    read_twice(monkeypatch, ("I?-gh", "I-gh"), ("I?-gh", "0-gh"), ("I-gh", "0-gh"), ("0=nq",) * 2)
    told = found("insult")
    assert told.first == 2 and told.second == 1
    assert told.agreement == pytest.approx(1 - (0.5 + 0.5 + 1) / 4)


def test_what_nobody_ever_says_has_no_kappa(monkeypatch):
    read_twice(monkeypatch, ("0+jp", "0+jp"), ("0=nq", "0=nq"))
    assert found("threat").kappa is None and found("threat").agreement == 1


def test_mixed_sentiment_is_an_answer_of_its_own(monkeypatch):
    read_twice(monkeypatch, ("0~nc", "0~nc"), ("0~nc", "0-nc"), ("0+nc", "0+nc"))
    assert found("sentiment").agreement == pytest.approx(2 / 3)


def test_without_a_second_reading_nothing_is_claimed(monkeypatch):
    read_twice(monkeypatch)
    assert all(one.comments == 0 and one.kappa is None for one in agreement())


def test_every_comment_read_twice_is_one_that_exists():
    places = {place for place, _ in first_reading()}
    second = second_reading()
    assert second and set(second) <= places
    both, french, english = agreement(), agreement("fr"), agreement("en")
    assert [one.signal for one in both] == [*BINARY, *CLASSES]
    assert both[0].comments == french[0].comments + english[0].comments == len(second)
    for one in both:
        assert one.kappa is None or one.kappa.low <= one.kappa.value <= one.kappa.high <= 1


def test_counts_are_those_of_the_files():
    every = [example for _, example in first_reading()]
    counted = file_counts()
    assert sum(one.comments for one in counted) == len(every)
    assert sum(one.answers for one in counted) == sum(bool(e.parent) for e in every)
    by_language = Counter(e.language for e in every)
    assert by_language["fr"] >= 6000 and by_language["en"] >= 2000
    insults = [one for one in label_counts() if one.label == "insult"]
    assert sum(one.sure + one.arguable for one in insults) == sum(
        e.labels["insult"] > 0 for e in every
    )
    for one in group_counts():
        assert one.comments >= 10 and one.hate + one.harmless <= one.comments


def test_the_tables_of_the_card_are_those_of_the_comments():
    path = ROOT / "scripts" / "describe_comments.py"
    spec = importlib.util.spec_from_file_location("describe_comments", path)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for language, page in script.PAGES:
        text = page.read_text("utf-8")
        stale = f"{page.name} is stale: run scripts/describe_comments.py"
        assert script.described(text, language) == text, stale
