from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.offsets import Rewriter

EDITS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.text("XYZ", max_size=3)), max_size=8
)


@given(st.text("abcdef", min_size=40, max_size=40), EDITS)
def test_untouched_characters_lead_back_to_themselves(
    text: str, edits: list[tuple[int, int, str]]
) -> None:
    rewriter, at = Rewriter(text), 0
    for skip, length, new in edits:
        start = min(at + skip, len(text))
        at = min(start + length, len(text))
        rewriter.replace(start, at, new)
    new_text, layer = rewriter.finish()
    for place, character in enumerate(new_text):
        span = (place, place + 1) if layer is None else layer.to_old(place, place + 1)
        if character.islower():
            assert text[slice(*span)] == character


def test_a_removed_stretch_is_outside_the_spans_beside_it() -> None:
    rewriter = Rewriter("ab--cd")
    rewriter.replace(2, 4, "")
    text, layer = rewriter.finish()
    assert text == "abcd" and layer is not None
    assert layer.to_old(0, 2) == (0, 2)
    assert layer.to_old(2, 4) == (4, 6)
    assert layer.to_old(1, 3) == (1, 5)


def test_nothing_changed_is_no_layer() -> None:
    assert Rewriter("abc").finish() == ("abc", None)
