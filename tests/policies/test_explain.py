"""Verdicts in words, in both languages, with exact French typography."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.policies.explain import (
    certainty_with_figure,
    duration,
    explain,
    percentage,
    quotes,
)
from harmonie.records import Action, Message, Reason, Span, Verdict

TEXT = "Votre chauffeur est un abruti, il nous a vus."
VERDICT = Verdict(
    "propose",
    (Action("hide"), Action("mute", {"duration_seconds": 86_400})),
    ("insult",),
    (Reason("insult", "Une insulte.", "An insult.", "insult", 0.93, (Span(23, 29, 3.0),)),),
    0.93,
)


@pytest.mark.parametrize(
    ("score", "fr", "en"),
    [
        (0.93, "assez sûr, 93\u202f%", "quite sure, 93%"),
        (0.999, "très sûr, 99\u202f%", "very sure, 99%"),
        (1.0, "certain, 100\u202f%", "certain, 100%"),
        (0.7, "plutôt sûr, 70\u202f%", "fairly sure, 70%"),
        (0.5, "peu sûr, 50\u202f%", "not very sure, 50%"),
        (0.1, "pas sûr, 10\u202f%", "not sure, 10%"),
    ],
)
def test_certainty_is_told_in_words_and_in_a_figure(score, fr, en):
    assert certainty_with_figure(score, "fr") == fr
    assert certainty_with_figure(score, "en") == en


@given(st.floats(0, 1))
def test_only_what_is_certain_reads_a_hundred(score):
    assert (percentage(score, "en") == "100%") == (score == 1.0)


def test_the_team_reads_what_why_how_sure_and_who():
    told = explain(VERDICT, TEXT, "fr")
    assert told.what == (
        "L’IA propose, une personne décide\u00a0: Masquer, Rendre muet (1\u00a0jour).",
    )
    assert told.why == ("Une insulte.",)
    assert told.evidence == ("abruti",)
    assert told.certainty == "assez sûr, 93\u202f%"
    assert "Mots relevés\u00a0: «\u00a0abruti\u00a0»" in str(told)
    assert "Words noticed: “abruti”" in str(explain(VERDICT, TEXT, "en"))


def test_the_member_reads_facts_and_no_score():
    told = explain(VERDICT, Message(TEXT), "en", audience="member", decided_by="person")
    assert told.what[0].startswith("Your message is no longer visible")
    assert told.what[1] == "You cannot write for 1\u00a0day. This pause ends by itself."
    assert told.certainty == "" and "93" not in str(told)
    assert told.who.startswith("A person of the team decided.")


def test_a_member_is_told_nothing_was_done_while_nobody_decided():
    told = explain(VERDICT, TEXT, "en", audience="member")
    assert told.what == ()
    assert told.who.startswith("Nothing is decided yet")


def test_the_machine_says_when_it_decided_alone():
    verdict = Verdict("act", VERDICT.actions, VERDICT.rules, VERDICT.reasons, 0.99)
    assert "Un logiciel a décidé seul" in str(explain(verdict, TEXT, "fr", audience="member"))


def test_not_knowing_is_said_as_such():
    verdict = Verdict("ask", reasons=(Reason("cannot_judge", "Trop court.", "Too short."),))
    assert explain(verdict, "a", "fr").certainty == "ne sait pas juger"


@pytest.mark.parametrize("mode", ["act", "propose", "ask", "allow"])
@pytest.mark.parametrize("audience", ["staff", "member"])
@pytest.mark.parametrize("decided_by", ["machine", "person", "nobody"])
def test_french_spaces_are_exact(mode, audience, decided_by):
    verdict = Verdict(mode, VERDICT.actions, VERDICT.rules, VERDICT.reasons, 0.93)
    told = str(explain(verdict, TEXT, "fr", audience=audience, decided_by=decided_by))
    assert not re.search(r"[ \w][;!?%]", told)
    assert not re.search(r"[ \w]:", told)
    assert "« " not in told and " »" not in told and "'" not in told


@pytest.mark.parametrize(
    ("seconds", "fr", "en"),
    [
        (3_600, "1\u00a0heure", "1\u00a0hour"),
        (86_400 * 7, "7\u00a0jours", "7\u00a0days"),
        (5_400, "90\u00a0minutes", "90\u00a0minutes"),
        (61, "61\u00a0secondes", "61\u00a0seconds"),
    ],
)
def test_a_duration_is_told_exactly(seconds, fr, en):
    assert (duration(seconds, "fr"), duration(seconds, "en")) == (fr, en)


def test_touching_words_are_quoted_together():
    spans = [Span(23, 29, 3.0), Span(20, 22, 1.0)]
    assert quotes(TEXT, spans) == ["un abruti"]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50))))
def test_any_span_is_quoted_from_the_text_or_left_out(text, pairs):
    for quoted in quotes(text, [Span(start, end, 1.0) for start, end in pairs]):
        assert quoted and quoted in text
