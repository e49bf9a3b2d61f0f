"""What actions accept, and how they refuse the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.actions.action import ACTIONS, InvalidAction
from harmonie.actions.parameters import in_language
from harmonie.records import Action, Author, Message

MESSAGE = Message(
    "Bonjour", id="7", external_id="ext-7", thread_id="t", channel="forum", author=Author("a-1")
)


def kind(name):
    return ACTIONS.get(name)()


@pytest.mark.parametrize(
    ("name", "parameters", "guilty", "advice"),
    [
        ("mute", {}, "duration_seconds", "none was given"),
        ("mute", {"duration_seconds": 59}, "duration_seconds", "from 60"),
        ("mute", {"duration_seconds": "24h"}, "duration_seconds", "86400"),
        ("mute", {"duration_seconds": True}, "duration_seconds", "whole number"),
        ("mute", {"duration_seconds": 400 * 86400}, "duration_seconds", "366 days"),
        ("ban", {"duration_seconds": 3661 * 86400}, "duration_seconds", "3660 days"),
        ("mute", {"seconds": 3600}, "seconds", "duration_seconds"),
        ("hide", {"reason": "x"}, "reason", "none"),
        ("tag", {"names": []}, "names", "1 to 20"),
        ("tag", {"names": "insult"}, "names", "[insult]"),
        ("tag", {"names": ["Très grave"]}, "names", "small letters"),
        ("reply", {"text": "  "}, "text", "not empty"),
        ("warn", {"text": {"fr": "Bonjour"}}, "text", "English (en)"),
        ("warn", {"text": {"fr": "Bonjour", "en": ""}}, "text", "text.en"),
        ("reply", {"text": "x" * 10_001}, "text", "10000"),
        ("escalate", {"to": ""}, "to", "lead"),
        ("escalate", {"note": "x" * 2000}, "note", "1000"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_to_write(name, parameters, guilty, advice):
    with pytest.raises(InvalidAction) as caught:
        kind(name).validate(parameters)
    assert caught.value.parameter == guilty
    assert advice in caught.value.en
    assert caught.value.fr != caught.value.en


def test_a_request_says_what_to_do_to_which_message_and_author():
    body = kind("mute").request(Action("mute", {"duration_seconds": 3600}), MESSAGE)
    assert body == {
        "action": "mute",
        "target": "author",
        "channel": "forum",
        "message": {"id": "7", "external_id": "ext-7", "thread_id": "t", "url": ""},
        "author": {"external_id": "a-1"},
        "parameters": {"duration_seconds": 3600},
    }


@pytest.mark.parametrize(
    ("name", "parameters", "undo"),
    [
        ("hide", {}, "show"),
        ("remove", {}, "restore"),
        ("mute", {"duration_seconds": 3600}, "unmute"),
        ("ban", {"duration_seconds": 3600}, "unban"),
        ("tag", {"names": ["a"]}, "untag"),
    ],
)
def test_what_can_be_undone_knows_how(name, parameters, undo):
    reverse = kind(name).reverse(Action(name, parameters), MESSAGE)
    assert reverse == Action(undo, parameters)
    assert ACTIONS.get(undo).is_undo


@pytest.mark.parametrize("name", ["warn", "reply", "approve", "escalate"])
def test_what_was_said_or_approved_cannot_be_taken_back(name):
    parameters = {"text": "Bonjour"} if name in ("warn", "reply") else {}
    assert kind(name).reverse(Action(name, parameters), MESSAGE) is None


def test_an_unmute_without_its_duration_cannot_be_taken_back():
    assert kind("unmute").reverse(Action("unmute"), MESSAGE) is None


def test_only_a_person_bans():
    assert [a.name for a in ACTIONS if a.needs_person] == ["ban", "unban"]


def test_a_text_in_both_languages_is_reduced_to_one():
    action = Action("reply", {"text": {"fr": "Bonjour", "en": "Hello"}})
    assert in_language(action, "fr").parameters["text"] == "Bonjour"
    assert in_language(action, "en").parameters["text"] == "Hello"


@given(
    st.lists(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,39}", fullmatch=True), min_size=1, max_size=20)
)
def test_tags_are_sorted_and_told_once(names):
    clean = kind("tag").validate({"names": names})["names"]
    assert clean == sorted(set(names))
