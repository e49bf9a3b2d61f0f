"""The table from signals to categories, whatever the scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.compat.openai.mapping import HOLDS_FROM, NAMES, TABLE, not_judged, result
from harmonie.records import BINARY_SIGNALS, Analysis, Signal

scores = st.floats(0, 1)
judged = st.dictionaries(st.sampled_from(BINARY_SIGNALS), scores)
complete = st.fixed_dictionaries(dict.fromkeys(BINARY_SIGNALS, scores))


def analysis(found: dict[str, float], reason: str | None = None) -> Analysis:
    signals = {name: Signal(name, score, "full-x") for name, score in found.items()}
    return Analysis("", "fr", signals, reason)


@given(judged, st.sampled_from([None, "unsure"]))
def test_every_category_is_there_with_a_probability_or_null(
    found: dict[str, float], reason: str | None
) -> None:
    one = result(analysis(found, reason))
    assert tuple(one["category_scores"]) == NAMES
    for name, score in one["category_scores"].items():
        assert score is None or 0 <= score <= 1
        assert one["categories"][name] is (None if score is None else score >= HOLDS_FROM)
        assert one["category_applied_input_types"][name] == ([] if score is None else ["text"])
    assert one["flagged"] is any(one["categories"].values())
    assert not_judged(one) == [name for name in NAMES if one["category_scores"][name] is None]


@given(judged, st.sampled_from(["language", "empty", "too_short", "too_long", "unreadable"]))
def test_what_cannot_be_judged_has_no_score_at_all(found: dict[str, float], reason: str) -> None:
    one = result(analysis(found, reason))
    assert one["flagged"] is None
    assert set(one["category_scores"].values()) == set(one["categories"].values()) == {None}


@given(complete, st.sampled_from(BINARY_SIGNALS), scores)
def test_a_higher_signal_lowers_no_category(
    found: dict[str, float], name: str, score: float
) -> None:
    before = result(analysis(found))["category_scores"]
    after = result(analysis({**found, name: max(found[name], score)}))["category_scores"]
    assert all(after[one] is None or after[one] >= before[one] for one in NAMES)


@given(complete)
def test_a_threatening_hate_is_never_likelier_than_hate_or_threat(found: dict[str, float]) -> None:
    told = result(analysis(found))["category_scores"]
    assert told["hate/threatening"] == min(told["hate"], found["threat"])


def test_the_table_names_signals_that_exist() -> None:
    assert {signal for category in TABLE for signal in category.signals} <= set(BINARY_SIGNALS)
    assert len(NAMES) == len(set(NAMES)) == 13


@pytest.mark.parametrize("missing", BINARY_SIGNALS)
def test_a_signal_that_the_model_lacks_leaves_its_categories_open(missing: str) -> None:
    found = {name: 0.9 for name in BINARY_SIGNALS if name != missing}
    told = result(analysis(found))["category_scores"]
    for category in TABLE:
        assert (told[category.name] is None) == (
            not category.signals or missing in category.signals
        )
