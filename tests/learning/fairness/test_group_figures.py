"""The sentences filled with identities: enough of them, and right with every term."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from harmonie.learning.fairness.group_figures import carriers, identities, identity_texts

LANGUAGES = ("fr", "en")
#: French words that lose their vowel before « un » and « une ».
UNELIDED = re.compile(r"\b(?:que|de|jusque|puisque|lorsque|parce que) une?\b", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_wrong_sentence_moves_a_groups_rate_by_less_than_three_points(language):
    counts = Counter(toxic for _, toxic in carriers(language))
    assert counts[True] == counts[False] >= 45
    each = Counter((one.group, one.toxic) for one in identity_texts(language))
    assert len(each) == 2 * len(identities())
    assert 1 / min(each.values()) < 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_one_slot_and_is_there_once(language):
    texts = [text for text, _ in carriers(language)]
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if len(re.findall(r"\{\w+\}", text)) != 1] == []


def test_no_french_sentence_lacks_an_elision():
    assert [one.text for one in identity_texts("fr") if UNELIDED.search(one.text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_sentence_starts_with_a_capital_and_ends_with_a_stop(language):
    for one in identity_texts(language):
        assert one.text[0].isupper() and one.text[-1] in ".!?" and "{" not in one.text, one.text
