"""Changes of form leave a text readable, and are always the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.learning.fairness.changes import CHANGES, changed
from harmonie.text.normalise import normalise

TEXT = "Espèce de crétin, même ta mère en rougit."


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_alters_the_text_the_same_way_each_time(change):
    assert changed(TEXT, change) not in ("", TEXT)
    assert changed(TEXT, change) == changed(TEXT, change)


@given(st.text(max_size=60), st.sampled_from(sorted(CHANGES)))
def test_any_text_can_be_changed_or_is_left_out(text, change):
    assert changed(text, change) != text or text == ""


def test_what_has_no_accent_is_left_out():
    assert changed("Bonjour", "unaccented") == ""


def test_hidden_characters_and_look_alikes_are_seen_through_by_the_normaliser():
    for change in ("invisible", "homoglyphs"):
        assert "crétin" in normalise(changed(TEXT, change)).text
