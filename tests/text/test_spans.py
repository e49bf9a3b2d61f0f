from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from harmonie.text import spans

PAIRS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(PAIRS)
def test_merged_spans_cover_the_same_characters_without_touching(
    pairs: list[tuple[int, int]],
) -> None:
    merged = spans.merge(pairs)
    covered = {at for start, end in pairs for at in range(start, end)}
    assert {at for start, end in merged for at in range(start, end)} == covered
    assert all(one[1] < two[0] for one, two in itertools.pairwise(merged))


def test_a_gap_joins_neighbours() -> None:
    assert spans.merge([(0, 3), (4, 6), (9, 10)], gap=1) == [(0, 6), (9, 10)]


def test_clipping_keeps_what_is_inside() -> None:
    assert spans.clip((2, 8), 4, 6) == (4, 6)
    assert spans.clip((2, 3), 4, 6) is None


@given(st.text(max_size=30), st.data())
def test_utf16_and_bytes_lead_back_to_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert spans.from_utf16(text, spans.to_utf16(text, [(start, end)])) == [(start, end)]
    assert spans.from_bytes(text, spans.to_bytes(text, [(start, end)])) == [(start, end)]


def test_units_are_those_of_javascript_and_utf8() -> None:
    assert spans.to_utf16("a😀b", [(1, 3)]) == [(1, 4)]
    assert spans.to_bytes("é😀b", [(1, 2)]) == [(2, 6)]
    assert spans.from_utf16("a😀b", [(2, 3)]) == [(1, 2)]


def test_an_excerpt_is_cut_at_words() -> None:
    text = "Le premier mot est loin, ici se trouve le passage cherché, et la fin est loin aussi."
    start = text.index("passage")
    assert spans.excerpt(text, (start, start + 7), around=12) == "… trouve le passage cherché, …"


@given(PAIRS)
def test_claims_never_overlap(pairs: list[tuple[int, int]]) -> None:
    claims = spans.Claims(40)
    kept = [pair for pair in pairs if pair[0] < pair[1] and claims.claim(*pair)]
    assert not any(spans.overlap(one, two) for at, one in enumerate(kept) for two in kept[at + 1 :])
