from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.evasion import matches_censored, read_as_term, shortened, uncensored


@pytest.mark.parametrize(
    ("written", "term"),
    [("s4l0pe", "salope"), ("$alope", "salope"), ("en-culé", "encule"), ("1d10t", "idiot")],
)
def test_a_disguise_reads_as_its_term(written: str, term: str) -> None:
    assert read_as_term(written) == term


@pytest.mark.parametrize("written", ["10h30", "a55", "b2b", "n7", "2025", "x(y)", "c++"])
def test_a_code_is_no_disguise(written: str) -> None:
    assert read_as_term(written) is None


def test_stretching_only_ever_adds_letters() -> None:
    assert shortened("saaaalope") == "salope"
    assert shortened("connnnaaard") == "connard"
    assert shortened("cone") is None  # "conne" has more letters than was written


def test_each_star_hides_one_letter() -> None:
    assert matches_censored("c*nn*rd", "connard")
    assert not matches_censored("c*nnard", "canard")
    assert uncensored("c*nnard") == "connard"
    assert uncensored("b***q") is None


@given(st.sampled_from(["salope", "connard", "bastard", "idiot"]), st.data())
def test_any_stretching_of_a_term_is_undone(term: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(term) - 1))
    times = data.draw(st.integers(3, 20))
    assert shortened(term[:at] + term[at] * times + term[at + 1 :]) == term
