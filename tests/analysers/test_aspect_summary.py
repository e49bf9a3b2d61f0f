from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.analysers import aspect_summary
from harmonie.analysers.aspect_summary import AspectSummary, summary, wilson
from harmonie.records import Aspect


def aspect(text: str, sentiment: str, score: float = 0.8) -> Aspect:
    return Aspect(text, text.lower().rstrip("s"), 0, len(text), sentiment, score, None, 0, 40)


def test_each_message_counts_once_and_by_what_is_surest() -> None:
    both = (aspect("prix", "positive", 0.6), aspect("prix", "negative", 0.9))
    (row,) = summary([both, (aspect("prix", "negative"),)])
    assert (row.messages, row.negative.value, row.positive.value) == (2, 1.0, 0.0)


def test_the_most_spoken_of_comes_first_in_its_usual_wording() -> None:
    said = [
        (aspect(word, "neutral"),) for word in ("colis", "Livraisons", "livraisons", "livraison")
    ]
    rows = summary(said, top=1)
    assert [(row.key, row.text, row.messages) for row in rows] == [("livraison", "livraisons", 3)]


def test_a_few_messages_tell_little_and_many_tell_much() -> None:
    few, many = wilson(2, 2), wilson(200, 200)
    assert few.low < 0.4 and many.low > 0.95
    assert wilson(0, 0).low == 0 and wilson(0, 0).high == 1


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_share(total: int, data: st.DataObject) -> None:
    share = wilson(data.draw(st.integers(0, total)), total)
    assert 0 <= share.low <= share.value + 1e-9
    assert share.value <= share.high + 1e-9 <= 1 + 1e-9


def test_memory_is_bounded_and_what_is_frequent_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aspect_summary, "MOST_KEYS", 50)
    counted = AspectSummary()
    for index in range(400):
        counted.add((aspect("accueil", "positive"), aspect(f"chose-{index}", "neutral")))
    table = counted.table()
    assert table[0].text == "accueil" and table[0].messages == 400
    assert len(table) <= 51
