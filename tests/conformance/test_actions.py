"""What every registered action must do, whoever wrote it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.actions.action import ACTIONS, ActionKind, InvalidAction
from harmonie.records import Action, Author, Message

MESSAGE = Message("Bonjour", id="1", external_id="e", channel="c", author=Author("a"))
#: Values that some action accepts; a new action adds its own parameter here.
ACCEPTED = {"duration_seconds": 3600, "text": "Bonjour", "names": ["a"], "to": "lead", "note": "b"}


def accepted_parameters(kind):
    """The values among ACCEPTED that the action takes."""
    parameters = {}
    for name, value in ACCEPTED.items():
        try:
            kind.validate({**parameters, name: value})
        except InvalidAction as error:
            if error.parameter == name:
                continue
        parameters[name] = value
    kind.validate(parameters)
    return parameters


@pytest.fixture(params=ACTIONS.names())
def kind(request):
    return ACTIONS.get(request.param)()


def test_it_fulfils_the_protocol(kind):
    assert isinstance(kind, ActionKind)
    assert set(kind.label) == {"fr", "en"} and all(kind.label.values())
    assert kind.target in ("message", "author", "desk")
    assert 0 <= kind.severity <= 4
    assert not (kind.target == "desk" and kind.restricts)


def test_its_request_is_plain_json(kind):
    action = Action(kind.name, accepted_parameters(kind))
    body = kind.request(action, MESSAGE)
    assert json.loads(json.dumps(body)) == body
    assert body["action"] == kind.name
    assert kind.request(Action(kind.name, action.parameters), Message("")) is not None


def test_its_validation_changes_nothing_the_second_time(kind):
    once = kind.validate(accepted_parameters(kind))
    assert kind.validate(once) == once


def test_it_refuses_a_parameter_it_does_not_know(kind):
    with pytest.raises(InvalidAction, match="no parameter 'zorglub'"):
        kind.validate({**accepted_parameters(kind), "zorglub": 1})


def test_undoing_its_undoing_gives_it_back(kind):
    action = Action(kind.name, kind.validate(accepted_parameters(kind)))
    undo = kind.reverse(action, MESSAGE)
    if undo is None:
        assert not kind.expires, "what ends by itself can be ended early"
        return
    other = ACTIONS.get(undo.kind)()
    assert other.validate(undo.parameters) == undo.parameters
    assert other.target == kind.target
    assert other.reverse(undo, MESSAGE) == action


def test_what_expires_takes_a_duration(kind):
    if kind.expires:
        assert "duration_seconds" in kind.validate({"duration_seconds": 3600})
        with pytest.raises(InvalidAction):
            kind.validate({})


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
names = st.sampled_from([*ACCEPTED, "other"])


@given(st.dictionaries(names, values, max_size=3))
def test_any_parameters_are_accepted_or_refused_with_words(parameters):
    for action in ACTIONS:
        try:
            clean = action().validate(parameters)
        except InvalidAction as error:
            assert error.en and error.fr
        else:
            json.dumps(clean)
