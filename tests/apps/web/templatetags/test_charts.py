from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.web.templatetags import charts


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [(0.5, 0, 1, "50.00%"), (2, 0, 1, "100.00%"), (-1, 0, 1, "0.00%"), (1, 1, 1, "0.00%")],
)
def test_a_place_never_leaves_the_chart(
    value: float, low: float, high: float, expected: str
) -> None:
    assert charts.place(value, low, high) == expected


def test_an_interval_is_drawn_with_its_limit_and_hidden_from_readers() -> None:
    drawn = charts.interval_chart(0.9, 0.8, 1.0, 0.5, 1.0, 0.93, "bad")
    assert 'cx="80.00%"' in drawn and 'x1="60.00%" x2="100.00%"' in drawn
    assert "chart-limit" in drawn and "is-bad" in drawn and 'aria-hidden="true"' in drawn
    assert "style=" not in drawn
    assert "chart-limit" not in charts.interval_chart(0.9, 0.8, 1.0, 0.5, 1.0)


def test_what_cannot_be_told_looks_otherwise_than_a_figure() -> None:
    drawn = charts.unsure_chart(0.5, 1.0)
    assert "chart-unsure" in drawn and "chart-point" not in drawn


def test_a_bar_shows_what_was_before() -> None:
    assert "chart-before" in charts.bar_chart(0.4, 1.0, 0.6)
    assert "chart-before" not in charts.bar_chart(0.4)


def test_the_scale_follows_the_language() -> None:
    with translation.override("fr"):
        assert "25\u202f%" in charts.axis(0, 1) and "0,75" in charts.axis(0.5, 1, "number")
    with translation.override("en"):
        assert "25%" in charts.axis(0, 1) and "0.75" in charts.axis(0.5, 1, "number")


@given(st.lists(st.none() | st.floats(0, 1), max_size=12))
def test_a_curve_has_a_dot_for_each_figure_that_exists(values: list[float | None]) -> None:
    drawn = charts.curve(values, 0.0, 1.0, "Exactitude")
    assert drawn.count("<circle") == sum(value is not None for value in values)
