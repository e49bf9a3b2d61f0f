"""The functional suite: what it holds, and that no model has learnt it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from harmonie.learning import comments, contrast, own_texts
from harmonie.learning.dataset import BINARY, twin_key
from harmonie.learning.fairness.functional import cases, functions, spread
from harmonie.learning.fairness.group_figures import identities, identity_texts
from harmonie.learning.fairness.swaps import swap_texts

LANGUAGES = ("fr", "en")
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_suite_is_as_large_as_it_says(language):
    some = cases(language)
    assert len(some) >= 1500
    assert {case.function for case in some} == set(functions()) and len(functions()) >= 40
    assert len({case.id for case in some}) == len({case.text for case in some}) == len(some)
    by_hand = sum(case.origin == "hand" for case in some)
    assert by_hand >= len(some) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_half_of_the_cases_have_nothing_wrong(language):
    calm = sum(not any(case.expected.values()) for case in cases(language))
    assert 0.45 <= calm / len(cases(language)) <= 0.55


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_can_be_judged_by_a_model_with_every_signal(language):
    groups = {identity.group for identity in identities()}
    for case in cases(language):
        assert set(case.expected) <= set(BINARY), case.id
        assert set(case.expected.values()) <= {0, 1}, case.id
        assert case.target in groups | {""}, case.id
        assert case.text == case.text.strip() and "{" not in case.text, case.id
        assert functions()[case.function].harmful == any(case.expected.values()), case.id


def test_both_languages_test_the_same_functions_alike():
    french, english = (Counter(case.function for case in cases(one)) for one in LANGUAGES)
    assert all(abs(french[key] - english[key]) <= 5 for key in functions())


def test_no_text_of_the_audit_is_a_training_text():
    learnt = {
        (example.language, twin_key(example.text))
        for module in (own_texts, comments, contrast)
        for source in module.SOURCES
        for example in source.read(ROOT)
    }
    assert len(learnt) > 10_000
    for language in LANGUAGES:
        mine = [case.text for case in cases(language)]
        mine += [one.text for one in identity_texts(language)] + list(swap_texts(language))
        assert [text for text in mine if (language, twin_key(text)) in learnt] == []


def test_no_training_module_reads_the_data_of_the_audit():
    """Only what measures a model may open them."""
    learning = ROOT / "src" / "harmonie" / "learning"
    readers = {
        path.relative_to(learning).parts[0]
        for path in learning.rglob("*.py")
        if "suites_data" in path.read_text("utf-8")
    }
    assert readers <= {"fairness", "report", "suites"}


def test_the_files_are_those_that_the_script_writes():
    done = subprocess.run(
        [sys.executable, "scripts/write_functional_suite.py", "--check"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_limit_keeps_cases_from_the_whole_function():
    some = cases("en")[:100]
    few = spread(some, 5)
    assert len(few) == 5 and few[0] == some[0] and few[-1] == some[-1]
    assert spread(some, None) is some
