"""The language of rules: what is accepted, what is refused, and how it is told."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.policies.bounds import MAX_COST, cost
from harmonie.policies.expression import ExpressionErrors, compile_expression, screens
from harmonie.policies.facts import FACTS, MAX_ITEMS, MAX_TEXT, environment, link_message_class
from harmonie.policies.syntax_tree import read


def faults(source, thresholds=()):
    with pytest.raises(ExpressionErrors) as caught:
        compile_expression(source, thresholds)
    return caught.value.faults


def value_of(source, data):
    expression = compile_expression(source)
    return expression.holds(environment().Activation(data))


@pytest.mark.parametrize(
    ("source", "code", "offset", "advice_en", "advice_fr"),
    [
        ("signal.insolt > 0.5", "unknown_signal", 0, "`signal.insult`", "signal.insult\u00a0»"),
        ("signal.rudeness > 0.5", "unknown_signal", 0, "signal.profanity", "signal.profanity"),
        ("negative > 0.5", "unknown_name", 0, "`sentiment.negative`", "sentiment.negative"),
        ("true && insult > 0.5", "unknown_name", 8, "`signal.insult`", "signal.insult"),
        ("signal.insult > 1", "wrong_types", 14, "1.0", "1.0"),
        ("signal.insult > 0.5 and true", "syntax", 20, "&&", "&&"),
        ("message.text = 'a'", "syntax", 13, "==", "=="),
        ("signal.insult >", "syntax", 15, "Complete", "Complétez"),
        ("message.lenght > 3", "unknown_name", 0, "message.length", "message.length"),
        ("message.text.contain('a')", "unknown_function", 13, "contains", "contains"),
        ("links.exists(l, l.domian == 'a')", "unknown_field", 18, "domain", "domain"),
        ("signal.sentiment > 0.5", "unknown_signal", 0, "sentiment.negative", "sentiment.negative"),
        ("threshold.insult > 0.5", "unknown_threshold", 0, "insult: 0.8", "insult: 0.8"),
        ("signal.insult", "not_a_condition", 0, ">= 0.8", ">= 0.8"),
        ("message.text.matches('(a')", "bad_pattern", 21, "RE2", "RE2"),
        ("message.text.matches(language)", "pattern_not_constant", 21, "contains", "contains"),
        ("message.text.length > 3", "not_a_record", 12, "size", "size"),
        ("'é😀' == language && zz", "unknown_name", 20, "start with", "commencent par"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_what_to_write(
    source, code, offset, advice_en, advice_fr
):
    (fault,) = faults(source)
    assert (fault.code, fault.offset) == (code, offset)
    assert advice_en in fault.advice_en
    assert advice_fr in fault.advice_fr
    assert fault.fr and fault.en


def test_all_faults_are_told_at_once():
    assert [f.offset for f in faults("signal.x > 0.5 ||\n  zorglub ||\n  fooo")] == [0, 20, 33]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("[1,2].all(a, [1,2].all(b, [1,2].all(c, a > 0)))", "endless"),
        ("links.all(a, links.all(b, message.text.matches('x')))", "endless"),
        ("links.map(a, links.map(b, a.url)).all(c, c.all(d, d.matches('x')))", "endless"),
        ("[" + ",".join("1" * 101) + "].all(x, x > 0)", "huge_literal"),
        ("1" + "+1" * 600 + " > 3", "too_deep"),
        ("(" * 90 + "true" + ")" * 90, "too_deep"),
        ("true" + " || true" * 240, "too_complex"),
        ("language == '" + "a" * 3000 + "'", "too_long"),
        ("message.text.matches('" + "a" * 300 + "')", "pattern_too_long"),
        ("message.text.matches('(a{900}){900}')", "bad_pattern"),
    ],
)
def test_an_expression_without_reasonable_end_is_refused(source, code):
    assert code in {fault.code for fault in faults(source)}


def test_an_endless_comprehension_is_shown_where_it_starts():
    source = "language == 'fr' &&\n  links.all(a, links.all(b, message.text.matches('x')))"
    (fault,) = faults(source)
    assert source[fault.offset :].startswith(("all(a", "all(b"))


def test_the_dearest_accepted_expression_still_ends_at_once():
    source = "links.all(a, personal_data.all(b, a.url != b))"
    tree = read(environment().compile(source).serialize())
    assert MAX_COST / 2 < cost(tree, {}) <= MAX_COST
    links = [link_message_class()(url="x" * 400) for _ in range(MAX_ITEMS)]
    data = {"links": links, "personal_data": ["y"] * MAX_ITEMS}
    started = time.perf_counter()
    assert value_of(source, data) is True
    assert time.perf_counter() - started < 1.0


def test_an_evil_pattern_runs_in_linear_time():
    started = time.perf_counter()
    assert (
        value_of("message.text.matches('(a+)+$')", {"message.text": "a" * MAX_TEXT + "!"}) is False
    )
    assert time.perf_counter() - started < 1.0


def test_a_missing_signal_is_an_unknown_answer_never_a_zero():
    assert value_of("signal.insult < 0.5", {}) is None
    assert value_of("!(signal.insult > 0.5)", {}) is None
    assert value_of("signal.insult > 0.5 || language == 'fr'", {"language": "fr"}) is True
    assert value_of("signal.insult > 0.5 && language == 'en'", {"language": "fr"}) is False
    assert value_of("signal.insult > 0.5 && language == 'fr'", {"language": "fr"}) is None


def test_a_condition_tells_what_it_reads():
    expression = compile_expression(
        "signal.insult > threshold.a && links.exists(message, message.domain == 'x')", ("a",)
    )
    assert expression.names == {"signal.insult", "threshold.a", "links"}
    assert expression.signals == {"insult"}


def test_every_name_of_the_language_compiles():
    samples = {"double": "> 0.5", "int": "> 3", "string": "== 'a'", "bool": "== true"}
    for fact in FACTS.values():
        ending = samples.get(fact.kind)
        source = f"{fact.name} {ending}" if ending else f"size({fact.name}) > 0"
        assert compile_expression(source).names == {fact.name}


@given(st.text(max_size=80))
def test_any_text_is_either_compiled_or_explained(source):
    try:
        compile_expression(source)
    except ExpressionErrors as errors:
        assert errors.faults
        assert all(0 <= fault.offset <= len(source) for fault in errors.faults)


scores = st.none() | st.floats(0, 1)


@settings(max_examples=60)
@given(st.lists(scores, min_size=3, max_size=3))
def test_a_joined_condition_is_false_only_when_each_member_is(values):
    names = ("insult", "hate", "threat")
    members = [
        compile_expression("signal.insult > 0.5 // a comment"),
        compile_expression("signal.hate > 0.5 && signal.threat > 0.5"),
        compile_expression("signal.threat > 0.9"),
    ]
    (screen,) = screens(members, ())
    data = {f"signal.{n}": v for n, v in zip(names, values, strict=True) if v is not None}
    activation = environment().Activation(data)
    answers = [member.holds(activation) for member in members]
    assert (screen.joined.holds(activation) is False) == all(a is False for a in answers)
