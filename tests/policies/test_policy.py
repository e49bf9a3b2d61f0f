"""A policy file: what is read, and how everything wrong is told at once."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.policies.policy import PolicyErrors, load_policy, packs, parse_policy
from harmonie.records import Action

GOOD = """\
version: 1.0
title: {fr: Essai, en: Trial}
thresholds: {insult: 0.8}
rules:
  - id: insult
    when: >-
      signal.insult >= threshold.insult
      && signal.self_harm < 0.5
    signal: insult
    then: [hide, {tag: {names: [insult]}}]
    mode: act
    min_confidence: 0.95
    severity: 2
    because: {fr: non, en: no}
    examples:
      fires: [{language: fr, text: "Espèce d’idiot"}]
      does_not: [{language: en, text: Hello, with: {reports: 2, role: staff}}]
"""


def problems(source: str):
    with pytest.raises(PolicyErrors) as caught:
        parse_policy(source, "trial")
    return caught.value.problems


def told(source: str):
    return [(problem.line, problem.column, problem.code) for problem in problems(source)]


def test_a_policy_is_read_into_records():
    policy = parse_policy(GOOD, "trial")
    assert (policy.name, policy.version, policy.thresholds) == ("trial", "1.0", {"insult": 0.8})
    assert policy.exempt == {"staff"}
    (rule,) = policy.rules
    assert rule.then == (Action("hide"), Action("tag", {"names": ["insult"]}))
    assert (rule.mode, rule.under_mandate, rule.min_confidence) == ("act", "act", 0.95)
    assert rule.because == {"fr": "non", "en": "no"}
    assert rule.examples.does_not[0].message.reports == 2
    assert rule.examples.does_not[0].message.author.role == "staff"
    assert policy.rule("insult") is rule


def test_everything_wrong_is_told_in_file_order():
    source = (
        GOOD.replace("signal.self_harm", "signal.selfharm")
        .replace("[hide, ", "[hid, {mute: {duration_seconds: 5}}, ")
        .replace("severity: 2", "severity: high")
        .replace("en: no", "de: nein")
    )
    assert told(source) == [
        (8, 10, "unknown_signal"),
        (10, 12, "unknown_action"),
        (10, 43, "bad_action"),
        (13, 15, "wrong_kind"),
        (14, 14, "missing_language"),
        (14, 24, "unknown_key"),
    ]
    for problem in problems(source):
        assert problem.fr and problem.en and problem.fr != problem.en


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("mode: act", "mode: do"), (11, 11, "unknown_value")),
        (("mode: act", "mode: act\n    modes: act"), (12, 5, "unknown_key")),
        (("    mode: act\n", ""), (5, 5, "missing_key")),
        (("{fr: non, en: no}", "{fr: '', en: no}"), (14, 19, "empty")),
        (("{fr: non, en: no}", "{fr: ~, en: no}"), (14, 19, "empty")),
        (("{fr: non, en: no}", "Because"), (14, 14, "wrong_kind")),
        (("id: insult", "id: Insult!"), (5, 9, "bad_name")),
        (("0.95", "1.5"), (12, 21, "wrong_kind")),
        (("0.95", "yes"), (12, 21, "wrong_kind")),
        (("{insult: 0.8}", "{insult: high}"), (3, 22, "wrong_kind")),
        (("signal: insult", "signal: hate"), (9, 13, "signal_not_read")),
        (("signal: insult", "signal: hat"), (9, 13, "unknown_signal")),
        (("    signal: insult\n", ""), (6, 11, "signal_unclear")),
        (("fires: [{language: fr,", "fires: [{language: de,"), (16, 26, "unknown_value")),
        (("reports: 2", "reports: -2"), (17, 62, "wrong_kind")),
        (("reports: 2", "report: 2"), (17, 53, "unknown_key")),
        (("{tag: {names: [insult]}}", "hide"), (10, 11, "duplicate_action")),
        (("{tag: {names: [insult]}}", "show"), (10, 18, "unknown_action")),
        (("{tag: {names: [insult]}}", "{tag: {name: [a]}}"), (10, 31, "bad_action")),
        (("mode: act", "mode: ask\n    under_mandate: act"), (12, 20, "mandate_against_mode")),
        (("version: 1.0\n", ""), (1, 1, "missing_key")),
        (("thresholds:", "threshold:"), (3, 1, "unknown_key")),
    ],
)
def test_each_fault_is_told_where_it_stands(change, expected):
    assert expected in told(GOOD.replace(*change))


def test_two_rules_of_the_same_name_are_refused():
    rule = GOOD[GOOD.index("  - id") :]
    assert (18, 9, "duplicate_id") in told(GOOD + rule)


@pytest.mark.parametrize("source", ["", "[]", "just words", "rules: []\nversion: 1\ntitle: x"])
def test_what_is_no_policy_is_said_to_be_none(source):
    assert problems(source)


def test_a_text_keeps_its_words_whatever_yaml_makes_of_them():
    policy = parse_policy(GOOD.replace("{fr: non, en: no}", "{fr: 2024-01-01, en: 0x10}"))
    assert policy.rules[0].because == {"fr": "2024-01-01", "en": "0x10"}


def test_french_and_english_errors_are_rendered_with_positions():
    with pytest.raises(PolicyErrors) as caught:
        parse_policy(GOOD.replace("signal.self_harm", "signal.selfharm"))
    assert caught.value.render("fr") == (
        "ligne 8, colonne 10\u00a0: Le signal «\u00a0signal.selfharm\u00a0» n’existe pas. "
        "Vouliez-vous dire «\u00a0signal.self_harm\u00a0»\u202f?"
    )
    assert str(caught.value) == (
        "line 8, column 10: There is no signal `signal.selfharm`. Did you mean `signal.self_harm`?"
    )
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_thresholds_can_be_tuned_without_touching_the_rules():
    policy = parse_policy(GOOD)
    tuned = policy.with_thresholds({"insult": 0.6})
    assert tuned.threshold_values == {"threshold.insult": 0.6}
    assert policy.thresholds == {"insult": 0.8}
    with pytest.raises(KeyError, match="insult"):
        policy.with_thresholds({"hate": 0.6})
    with pytest.raises(ValueError, match="between"):
        policy.with_thresholds({"insult": 6})


def test_a_policy_file_is_loaded_by_its_path(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    policy = load_policy(path)
    assert policy.name == "mine"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(PolicyErrors):
        load_policy(path)


def test_an_unknown_policy_says_which_packs_exist():
    with pytest.raises(FileNotFoundError, match="brand_page, forum, young_audience"):
        load_policy("no_such_pack")
    assert packs() == ["brand_page", "forum", "young_audience"]


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(GOOD)), st.integers(0, 30), st.text("ab:-[]{}'\"|>&*!#\t\n é", max_size=8)
)
def test_a_damaged_policy_is_either_read_or_explained(start, length, inserted):
    source = GOOD[:start] + inserted + GOOD[start + length :]
    try:
        parse_policy(source, "trial")
    except PolicyErrors as errors:
        lines = source.split("\n")
        assert errors.problems
        for problem in errors.problems:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
