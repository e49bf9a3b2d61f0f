"""Positions in YAML, and what a policy file may not hold."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harmonie.policies.document import MAX_BYTES, Document
from harmonie.policies.problems import PolicyErrors

EXPRESSION = "signal.insult >= 0.8 && message.text.contains('it''s') || zorglub"


def only_problem(source: str):
    with pytest.raises(PolicyErrors) as caught:
        Document(source)
    (problem,) = caught.value.problems
    return problem


def character_at(source: str, place) -> str:
    return source.split("\n")[place.line - 1][place.column - 1]


@pytest.mark.parametrize(
    "source",
    [
        "when: signal.x > 1.0 && zorglub\n",
        "# é😀\nwhen: 'signal.x == ''a'' && zorglub'\n",
        'when: "signal.x == \\"\\u00e9\\" && zorglub"\n',
        'when: "signal.x == 1.0 \\\n  && zorglub"\n',
        "when: |\n  signal.x > 1.0\n    && zorglub\n",
        "when: >-\n  signal.x > 1.0\n  && 'é😀' == 'a'\n\n  && zorglub\n",
        "when: signal.x > 1.0\n  && zorglub\n",
        "rules: [{when: signal.x > 1.0 && zorglub}]\n",
        "when: |2-\n     signal.x > 1.0 &&\n  zorglub\n",
    ],
)
def test_a_place_inside_a_text_is_the_place_in_the_file(source):
    document = Document(source)
    node = next(
        each
        for each in walk(document.root)
        if isinstance(each, yaml.ScalarNode) and "zorglub" in each.value
    )
    place = document.place_inside(node, node.value.index("zorglub"))
    line = source.split("\n")[place.line - 1]
    assert line[place.column - 1 :].startswith("zorglub")


def walk(node):
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from walk(key)
            yield from walk(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from walk(value)


@given(
    text=st.text(alphabet="ab&|' \"\\é😀:#-\n", min_size=1, max_size=60).filter(str.strip),
    style=st.sampled_from(["'", '"', "|", ">", None]),
    width=st.integers(12, 80),
)
def test_every_visible_character_of_any_yaml_text_is_found_again(text, style, width):
    source = yaml.safe_dump({"when": text}, default_style=style, width=width, allow_unicode=True)
    document = Document(source)
    node = document.root.value[0][1]
    for offset, character in enumerate(node.value):
        if character not in " \n":
            found = character_at(source, document.place_inside(node, offset))
            assert found == character or found == "\\"


def test_aliases_cannot_make_a_policy_explode():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    problem = only_problem(bomb)
    assert (problem.code, problem.line, problem.column) == ("yaml_alias", 2, 8)


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("a: !!python/object:os.system x", "yaml_tag", 1, 4),
        ("a: " + "[" * 40 + "]" * 40, "yaml_too_deep", 1, 15),
        ("a:\n\tb: 1", "tab", 2, 1),
        ("a: b: c", "yaml", 1, 5),
        ("a: [1, 2", "yaml", 1, 9),
        ("a: 1\n---\nb: 2", "yaml", 2, 1),
        ("a: 1\nb: \x00", "bad_character", 2, 4),
        ("a: \ud800", "bad_character", 1, 4),
        ("a: x\u2028b: y", "bad_character", 1, 5),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(source, code, line, column):
    problem = only_problem(source)
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert problem.advice_fr and problem.advice_en


def test_a_giant_file_is_refused_before_it_is_read():
    assert only_problem("a" * (MAX_BYTES + 1)).code == "too_big"


def test_a_hundred_thousand_values_are_refused():
    assert only_problem("[" + "1," * 100_000 + "]").code == "yaml_too_many"
