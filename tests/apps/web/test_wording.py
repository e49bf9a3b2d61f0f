from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.web import wording

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("fr", 8412, "8\u202f412"), ("en", 8412, "8,412"), ("fr", 4.2, "4,2"), ("en", 4.2, "4.2"),
        ("fr", -3, "\u22123"), ("en", 0, "0"), ("fr", 1234567.5, "1\u202f234\u202f567,5"),
    ],
)  # fmt: skip
def test_numbers_follow_the_language(language, value, expected):
    with translation.override(language):
        assert wording.number(value) == expected


def test_percentages_follow_the_language():
    with translation.override("fr"):
        assert wording.percent(0.93) == "93\u202f%"
        assert wording.percent(0.018, 1) == "1,8\u202f%"
    with translation.override("en"):
        assert wording.percent(0.93) == "93%"


@pytest.mark.parametrize(
    ("before", "fr", "en"),
    [
        (timedelta(seconds=20), "à l’instant", "now"),
        (timedelta(minutes=4), "4\u202fmin", "4\u202fmin"),
        (timedelta(hours=3), "3\u202fh", "3\u202fh"),
        (timedelta(days=1), "1 jour", "1 day"),
        (timedelta(days=2), "2 jours", "2 days"),
        (timedelta(days=20), "4\u00a0nov.", "4\u00a0Nov"),
        (timedelta(days=380), "9\u00a0nov.\u00a02025", "9\u00a0Nov\u00a02025"),
        (timedelta(minutes=-18), "dans 18\u202fmin", "in 18\u202fmin"),
    ],
)
def test_how_long_ago(before, fr, en):
    with translation.override("fr"):
        assert wording.ago(NOW - before, NOW) == fr
    with translation.override("en"):
        assert wording.ago(NOW - before, NOW) == en


def test_moments_are_in_the_time_zone_in_force():
    at = datetime(2026, 11, 24, 8, 21, tzinfo=UTC)
    with translation.override("fr"):
        assert wording.moment(at, NOW) == "aujourd’hui à 9\u202fh\u202f21"
        assert wording.moment(at - timedelta(days=1), NOW) == "hier à 9\u202fh\u202f21"
        assert wording.moment(at - timedelta(days=23), NOW).startswith("1er\u00a0nov. à")
    with translation.override("en"):
        assert wording.moment(at, NOW) == "today at 9:21\u00a0am"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Léa Morvan", "LM"), ("Draken", "DR"), ("@brume", "BR"), ("Maelle_K", "MK"), ("", "?"),
     ("🙂", "?"), ("Jean-Luc Le Goff", "JG")],
)  # fmt: skip
def test_initials(name, expected):
    assert wording.initials(name) == expected


@given(st.text())
def test_initials_and_tints_of_any_name(name):
    assert 1 <= len(wording.initials(name)) <= 6
    assert 1 <= wording.tint(name) <= 6
