from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.inbox.contracts import InboxFilter, SignalFilter
from harmonie.apps.inbox.queries.syntax import parse_query


def test_french_and_english_say_the_same():
    french = parse_query(
        'canal:web humeur:fâché signal:insulte>0,5 étiquette:"le car" depuis:2026-11-01'
    )
    english = parse_query('channel:web mood:angry signal:insult>0.5 tag:"le car" since:2026-11-01')

    assert french == english
    assert french.problems == ()
    assert french.filter.channels == ("web",)
    assert french.filter.moods == ("angry",)
    assert french.filter.signals == (SignalFilter("insult", 0.5),)
    assert french.filter.tags == ("le car",)


def test_words_and_quoted_phrases_are_searched_in_every_state():
    found = parse_query('panne "ligne 14" -pub').filter

    assert found.text == 'panne "ligne 14" -pub'
    assert found.states == ()


def test_a_view_keeps_its_state_unless_told_otherwise():
    base = InboxFilter(assignee="me")
    assert parse_query("panne", base=base).filter.states == ("open",)
    assert parse_query("panne", base=base).filter.assignee == "me"
    assert parse_query("panne est:tous", base=base).filter.states == ()


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("is:late", "due", "late"),
        ("est:bientôt", "due", "soon"),
        ("is:unanswered", "needs_answer", True),
        ("est:indécis", "cannot_judge", True),
        ("is:done", "states", ("done",)),
        ("humeur:négatif", "moods", ("angry", "upset")),
        ("intention:réclamation", "intents", ("complaint",)),
        ("pour:moi", "assignee", "me"),
        ("for:none", "assignee", "none"),
        ("sort:newest", "sort", "newest"),
        ("lang:fr", "languages", ("fr",)),
    ],
)
def test_each_key_sets_its_filter(query, field, value):
    parsed = parse_query(query)
    assert parsed.problems == ()
    assert getattr(parsed.filter, field) == value


def test_a_colleague_is_named_by_the_beginning_of_the_name():
    people = {"Léa Morvan": 3, "Lou Petit": 4}
    assert parse_query("pour:léa", people=people).filter.assignee_id == 3
    assert parse_query('for:"Lou Petit"', people=people).filter.assignee_id == 4
    assert parse_query("pour:l", people=people).problems


@pytest.mark.parametrize(
    "query",
    ["mood:blue", "lang:de", "signal:nonsense", "signal:insult>7", "since:yesterday", "is:nice",
     "intent:magic", "sort:colour"],
)  # fmt: skip
def test_a_value_that_means_nothing_is_reported_with_advice(query):
    with translation.override("en"):
        (problem,) = parse_query(query).problems
    assert len(problem) > 20
    with translation.override("fr"):
        (problem_fr,) = parse_query(query).problems
    assert problem_fr != problem


def test_an_unknown_key_is_an_ordinary_word():
    parsed = parse_query("http://example.org foo:bar")
    assert parsed.problems == ()
    assert parsed.filter.text == "http://example.org foo:bar"


def test_days_are_those_of_the_community():
    with timezone.override("America/Montreal"):
        found = parse_query("since:2026-11-24 until:2026-11-24").filter
    assert found.since == datetime(2026, 11, 24, tzinfo=ZoneInfo("America/Montreal"))
    assert (found.until - found.since).total_seconds() == 86_400


@given(st.text(max_size=300))
def test_nothing_typed_raises(query):
    parse_query(query)


@given(st.lists(st.sampled_from(
    ["mood:", '"', "«", "signal:insult>", "is:late", "é", ":", "a:b", "-", "tag:“x”", "(", "*"]
), max_size=12))  # fmt: skip
def test_no_mix_of_signs_raises(parts):
    parse_query(" ".join(parts))
    parse_query("".join(parts))


EXAMPLES = (
    "bus delay", '"line 14" -advert', "mood:angry intent:question lang:fr", "signal:insult>0.5",
    'channel:web tag:"lost items" for:me', "is:late is:unanswered is:unjudged is:any",
    "since:2026-11-01 until:2026-11-24",
)  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_help_work_in_both_languages(example, language):
    with translation.override(language):
        shown = translation.gettext(example)
        assert (shown != example) == (language == "fr")
        assert parse_query(shown).problems == ()
    found, meant = parse_query(shown).filter, parse_query(example).filter
    for name in ("moods", "intents", "signals", "channels", "assignee", "due", "since", "until"):
        assert getattr(found, name) == getattr(meant, name)
