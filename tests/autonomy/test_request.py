"""What a team may ask for, and what it is told otherwise, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.autonomy.hours import Hours, InvalidHours, Stretch, hours
from harmonie.autonomy.request import InvalidRequest, Request
from tests.autonomy.making import request


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"action": "ban"}, "needs_person"),
        ({"action": "show"}, "no_action"),
        ({"action": "tag"}, "no_action"),
        ({"action": "nothing"}, "no_action"),
        ({"signal": None}, "no_subject"),
        ({"rule_id": "insults"}, "two_subjects"),
        ({"signal": "rudeness"}, "no_signal"),
        ({"language": "de"}, "no_language"),
        ({"level": "always"}, "no_level"),
        ({"maximum_error": 0.0}, "maximum_error"),
        ({"maximum_error": float("nan")}, "maximum_error"),
        ({"confidence": 1.0}, "confidence"),
        ({"minimum_evidence": 0}, "minimum_evidence"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_both_languages(given_, code):
    with pytest.raises(InvalidRequest) as caught:
        request(**given_)
    assert [one.code for one in caught.value.problems] == [code]
    assert caught.value.text("fr") != caught.value.text("en")


def test_everything_wrong_is_told_at_once():
    with pytest.raises(InvalidRequest) as caught:
        Request("ban", language="de", maximum_error=2)
    assert len(caught.value.problems) == 4


def test_a_mandate_may_be_about_a_rule_or_a_class_of_a_signal():
    assert request(rule_id="insults", signal=None).rule_id == "insults"
    assert request(signal="intent.report").signal == "intent.report"


def test_hours_are_those_of_the_local_clock_all_year_round():
    office = hours("lun-ven 09:00-18:00", "Europe/Paris")
    assert office == hours("mon-fri 09:00-18:00", "Europe/Paris")
    assert office.cover(datetime(2026, 1, 5, 8, 0, tzinfo=UTC))
    assert not office.cover(datetime(2026, 1, 5, 7, 59, tzinfo=UTC))
    assert office.cover(datetime(2026, 7, 6, 7, 0, tzinfo=UTC))
    assert not office.cover(datetime(2026, 7, 6, 16, 0, tzinfo=UTC))
    assert not office.cover(datetime(2026, 7, 5, 12, 0, tzinfo=UTC))


def test_a_night_ends_on_the_next_day_even_on_sunday():
    night = hours("sun 22:00-06:00", "UTC")
    assert night.cover(datetime(2026, 3, 1, 23, tzinfo=UTC))
    assert night.cover(datetime(2026, 3, 2, 5, 59, tzinfo=UTC))
    assert not night.cover(datetime(2026, 3, 2, 6, tzinfo=UTC))
    assert not night.cover(datetime(2026, 3, 1, 5, tzinfo=UTC))


def test_no_hours_mean_always_and_a_time_without_zone_means_nothing():
    assert hours("", "UTC").cover(datetime(2026, 3, 1, 3, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        Hours().cover(datetime(2026, 3, 1, 3))


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("monday 9-18", "UTC"),
        ("mon 25:00-26:00", "UTC"),
        ("mon 09:00-09:00", "UTC"),
        ("mon 09:75-10:00", "UTC"),
        ("mon 09:00-24:30", "UTC"),
        ("mon 09:00-10:00", "Europe/Nowhere"),
        ("", "../etc/passwd"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(text, zone):
    with pytest.raises(InvalidHours) as caught:
        hours(text, zone)
    assert caught.value.args[0].fr


@given(
    st.sets(
        st.builds(Stretch, st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1440)).filter(
            lambda one: one.start != one.end
        ),
        max_size=5,
    ),
    st.sampled_from(["fr", "en"]),
)
def test_hours_are_read_again_as_they_are_written(stretches, language):
    written = Hours(tuple(sorted(stretches)), "Europe/Paris")
    assert hours(written.text(language), "Europe/Paris") == written
