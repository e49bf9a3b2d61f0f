"""Verdicts: who decides what, and what no rule, score or mandate may ever bring about."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.actions.action import ACTIONS
from harmonie.policies.decide import decide
from harmonie.policies.policy import parse_policy
from harmonie.records import (
    BINARY_SIGNALS,
    Action,
    Analysis,
    Author,
    History,
    Mandate,
    Message,
    Signal,
    Span,
)

NAMES = BINARY_SIGNALS


def rule(name, when, then, mode="propose", severity=2, signal=None, lowest=None, mandate=None):
    lines = [
        f"  - id: {name}",
        f'    when: "{when}"',
        f"    then: [{then}]",
        f"    mode: {mode}",
        f"    severity: {severity}",
        f"    because: {{fr: '{name} fr', en: '{name} en'}}",
        "    examples:",
        "      fires: [{language: fr, text: a}]",
        "      does_not: [{language: fr, text: b}]",
    ]
    lines += [f"    signal: {signal}"] if signal else []
    lines += [f"    min_confidence: {lowest}"] if lowest is not None else []
    lines += [f"    under_mandate: {mandate}"] if mandate else []
    return "\n".join(lines)


def policy_of(*rules, head=""):
    return parse_policy(
        "version: 1\ntitle: {fr: t, en: t}\n" + head + "rules:\n" + "\n".join(rules), "trial"
    )


def analysis_of(cannot_judge=None, language="fr", **scores):
    known = {} if cannot_judge else {**dict.fromkeys(NAMES, 0.05), **scores}
    signals = {
        name: Signal(name, value, "1", spans=(Span(0, 1, 2.0), Span(1, 2, -1.0)))
        for name, value in known.items()
    }
    return Analysis("m", None if cannot_judge else language, signals, cannot_judge)


INSULT = rule("insult", "signal.insult >= 0.8", "hide, {tag: {names: [insult]}}", mandate="act")
THREAT = rule("threat", "signal.threat >= 0.5", "remove, escalate", severity=4)
SURE = rule("sure", "signal.spam >= 0.5", "hide", mode="act", lowest=0.9)
REPORTED = rule("reported", "message.reports >= 3", "{tag: {names: [reported]}}", mode="ask")
BAN = rule("ban", "signal.hate >= 0.5", "{ban: {duration_seconds: 86400}}", mode="act", lowest=0.5)


def test_a_calm_message_is_allowed_with_the_distance_to_the_nearest_rule():
    verdict = decide("Bonjour", policy_of(INSULT), analysis=analysis_of(insult=0.3))
    assert (verdict.mode, verdict.actions, verdict.reasons) == ("allow", (), ())
    assert verdict.confidence == pytest.approx(0.7)


def test_a_rule_gives_its_actions_its_reason_and_its_evidence():
    verdict = decide("ab", policy_of(INSULT), analysis=analysis_of(insult=0.93))
    assert verdict.mode == "propose"
    assert verdict.actions == (Action("hide"), Action("tag", {"names": ["insult"]}))
    (reason,) = verdict.reasons
    assert (reason.fr, reason.en, reason.score) == ("insult fr", "insult en", 0.93)
    assert reason.spans == (Span(0, 1, 2.0),)
    assert (verdict.confidence, verdict.severity, verdict.policy) == (0.93, 2, "trial")


def test_all_rules_give_their_reasons_and_the_most_severe_action_wins():
    verdict = decide("a", policy_of(INSULT, THREAT), analysis=analysis_of(insult=0.9, threat=0.6))
    assert verdict.rules == ("insult", "threat")
    assert [action.kind for action in verdict.actions] == ["remove", "tag", "escalate"]
    assert verdict.confidence == 0.6
    assert verdict.severity == 4


def test_on_a_tie_the_rule_that_stands_first_decides():
    first = rule("one", "signal.insult >= 0.5", "hide", mode="act", lowest=0.5)
    second = rule("two", "signal.spam >= 0.5", "hide")
    analysis = analysis_of(insult=0.7, spam=0.9)
    assert decide("a", policy_of(first, second), analysis=analysis).confidence == 0.7
    assert decide("a", policy_of(second, first), analysis=analysis).confidence == 0.9


def test_tags_of_all_rules_are_united():
    verdict = decide(
        Message("a", reports=4), policy_of(INSULT, REPORTED), analysis=analysis_of(insult=0.9)
    )
    assert verdict.actions[-1] == Action("tag", {"names": ["insult", "reported"]})
    assert verdict.mode == "ask"


def test_a_rule_that_asks_yields_to_a_graver_one():
    asks = rule("asks", "message.reports >= 3", "{tag: {names: [r]}}", mode="ask", severity=1)
    verdict = decide(
        Message("a", reports=4), policy_of(SURE, asks), analysis=analysis_of(spam=0.95)
    )
    assert verdict.mode == "act"


@pytest.mark.parametrize(("score", "mode"), [(0.6, "propose"), (0.89, "propose"), (0.9, "act")])
def test_acting_needs_the_rules_confidence(score, mode):
    assert decide("a", policy_of(SURE), analysis=analysis_of(spam=score)).mode == mode


def test_a_rule_without_signal_is_certain():
    flood = rule("flood", "identical_messages_last_hour >= 5", "hide", mode="act")
    verdict = decide(
        "a",
        policy_of(flood),
        analysis=analysis_of(),
        history=History(identical_messages_last_hour=9),
    )
    assert (verdict.mode, verdict.confidence) == ("act", 1.0)


def test_what_cannot_be_undone_is_not_done_alone_without_a_mandate():
    warn = rule(
        "warn",
        "signal.spam >= 0.5",
        "{warn: {text: {fr: Doucement, en: Gently}}}",
        "act",
        lowest=0.5,
    )
    analysis = analysis_of(spam=0.99)
    assert decide("a", policy_of(warn), analysis=analysis).mode == "propose"
    verdict = decide("a", policy_of(warn), analysis=analysis, mandates=[Mandate("warn", 0.9)])
    assert verdict.mode == "act"
    assert verdict.actions == (Action("warn", {"text": "Doucement"}),)


def test_the_text_is_written_in_the_authors_language():
    warn = rule("warn", "signal.spam >= 0.5", "{warn: {text: {fr: Doucement, en: Gently}}}")
    verdict = decide("a", policy_of(warn), analysis=analysis_of(spam=0.9, language="en"))
    assert verdict.actions[0].parameters["text"] == "Gently"


@pytest.mark.parametrize(
    ("mandate", "mode"),
    [
        (Mandate("hide", 0.9), "act"),
        (Mandate("hide", 0.95), "propose"),
        (Mandate("remove", 0.5), "propose"),
        (Mandate("hide", 0.9, rule_id="insult"), "act"),
        (Mandate("hide", 0.9, rule_id="other"), "propose"),
        (Mandate("hide", 0.9, signal="insult"), "act"),
        (Mandate("hide", 0.9, signal="spam"), "propose"),
        (Mandate("hide", 0.9, language="fr"), "act"),
        (Mandate("hide", 0.9, language="en"), "propose"),
    ],
)
def test_a_mandate_holds_for_what_it_names_only(mandate, mode):
    verdict = decide("a", policy_of(INSULT), analysis=analysis_of(insult=0.93), mandates=[mandate])
    assert verdict.mode == mode


def test_a_rules_mode_is_a_ceiling_that_no_mandate_lifts_unless_the_rule_says_so():
    closed = rule("insult", "signal.insult >= 0.8", "hide")
    verdict = decide(
        "a", policy_of(closed), analysis=analysis_of(insult=0.99), mandates=[Mandate("hide", 0.0)]
    )
    assert verdict.mode == "propose"


def test_staff_are_exempt_and_other_roles_can_be():
    message = Message("a", author=Author("1", role="staff"))
    verdict = decide(message, policy_of(THREAT), analysis=analysis_of(threat=1.0))
    assert (verdict.mode, verdict.reasons[0].rule_id) == ("allow", "exempt_role")
    judged = policy_of(THREAT, head="exempt: [bot]\n")
    assert decide(message, judged, analysis=analysis_of(threat=1.0)).mode == "propose"


@pytest.mark.parametrize("kind", ["approve", "hide"])
def test_a_persons_decision_is_never_contradicted(kind):
    verdict = decide(
        "a",
        policy_of(THREAT),
        analysis=analysis_of(threat=1.0),
        history=History(human_decision=kind),
    )
    assert (verdict.mode, verdict.actions) == ("allow", ())
    assert verdict.reasons[0].rule_id == "person_decided"


@pytest.mark.parametrize("why", ["empty", "too_short", "too_long", "language", "unreadable"])
def test_a_message_that_cannot_be_judged_goes_to_a_person(why):
    verdict = decide("a", policy_of(INSULT), analysis=analysis_of(cannot_judge=why))
    assert (verdict.mode, verdict.confidence) == ("ask", 0.0)
    assert verdict.reasons[0].rule_id == "cannot_judge"


def test_a_rule_that_needs_no_language_still_holds_when_nothing_else_can_be_judged():
    flood = rule("flood", "identical_messages_last_hour >= 5", "hide", mode="act")
    verdict = decide(
        "你好", policy_of(INSULT, flood), analysis=analysis_of(cannot_judge="language"),
        history=History(identical_messages_last_hour=9),
    )  # fmt: skip
    assert verdict.mode == "act"
    assert [reason.rule_id for reason in verdict.reasons] == ["flood", "cannot_judge"]


def test_one_missing_signal_asks_even_when_the_others_are_calm():
    analysis = Analysis("m", "fr", {"insult": Signal("insult", 0.1, "1")})
    verdict = decide("a", policy_of(INSULT, THREAT), analysis=analysis)
    assert (verdict.mode, verdict.reasons[0].rule_id) == ("ask", "missing_signal")


def test_a_score_that_is_no_number_is_not_taken_for_calm():
    verdict = decide("a", policy_of(INSULT), analysis=analysis_of(insult=float("nan")))
    assert verdict.mode == "ask"


@pytest.mark.parametrize(
    "text", ["", "\ud800", "a\x00b", "\u202e" * 50, "é" * 50_000, "http://\udfff"]
)
def test_any_text_gets_a_verdict(text):
    rules = policy_of(
        rule("text", "message.text.contains('x') || message.normalised.contains('y')", "hide"),
        rule("link", "message.has_link || size(personal_data) > 0", "hide"),
        rule("caps", "message.capitals > 0.5 && message.length > 3", "hide"),
    )
    assert decide(text, rules, analysis=analysis_of()).mode in ("allow", "propose")


def test_verdicts_are_the_same_from_many_threads_at_once():
    policy = policy_of(INSULT, THREAT, REPORTED)
    cases = [analysis_of(insult=i / 200, threat=1 - i / 200) for i in range(200)]
    alone = [decide("a", policy, analysis=case) for case in cases]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda case: decide("a", policy, analysis=case), cases))
    assert together == alone


def test_a_rule_reads_links_and_personal_data_in_the_text():
    rules = policy_of(
        rule("link", "links.exists(l, l.domain == 'example.org')", "hide"),
        rule("data", "'email' in personal_data", "hide"),
    )
    assert decide("http://a.example.org/x", rules, analysis=analysis_of()).rules == ("link",)
    assert decide("moi@exemple.fr", rules, analysis=analysis_of()).rules == ("data",)


# What must hold whatever the rules, scores and mandates ------------------------------------------

MODES = ("act", "propose", "ask")
ACTION_TEXTS = (
    "hide", "remove", "approve", "escalate", "{tag: {names: [a]}}",
    "{ban: {duration_seconds: 3600}}", "{mute: {duration_seconds: 3600}}",
    "{reply: {text: {fr: a, en: b}}}",
    "{warn: {text: {fr: a, en: b}}}",
)  # fmt: skip


@st.composite
def policies(draw):
    rules = []
    for index in range(draw(st.integers(1, 5))):
        then = draw(st.lists(st.sampled_from(ACTION_TEXTS), min_size=1, max_size=3, unique=True))
        mode = draw(st.sampled_from(MODES))
        name, bar = draw(st.sampled_from(NAMES)), draw(st.sampled_from([0.2, 0.5, 0.8]))
        when = draw(st.sampled_from([f"signal.{name} >= {bar}", "message.reports >= 1"]))
        rules.append(
            rule(
                f"r{index}", when, ", ".join(then), mode, draw(st.integers(0, 4)),
                lowest=draw(st.sampled_from([None, 0.0, 0.5, 0.9])),
                mandate=None if mode == "ask" else draw(st.sampled_from([None, "act"])),
            )
        )  # fmt: skip
    return policy_of(*rules)


analyses = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1)).map(
    lambda scores: analysis_of(**scores)
)
unjudged = st.sampled_from(["empty", "language", "unreadable"]).map(analysis_of)
mandates = st.lists(
    st.builds(
        Mandate, st.sampled_from(ACTIONS.names()), st.floats(0, 1),
        st.sampled_from([None, "r0", "r1"]), st.sampled_from([None, *NAMES]),
        st.sampled_from([None, "fr", "en"]),
    ),
    max_size=4,
)  # fmt: skip
messages = st.builds(Message, st.text(max_size=30), reports=st.integers(0, 2))
MANY = settings(max_examples=60, deadline=None)


@MANY
@given(policies(), messages, analyses | unjudged, mandates)
def test_the_ai_never_acts_without_the_rules_word_or_a_mandate(policy, message, analysis, granted):
    verdict = decide(message, policy, analysis=analysis, mandates=granted)
    if verdict.mode != "act":
        return
    for action in verdict.actions:
        kind = ACTIONS.get(action.kind)()
        if kind.target == "desk":
            continue
        givers = [policy.rule(rule_id) for rule_id in verdict.rules]
        givers = [r for r in givers if any(a.kind == action.kind for a in r.then)]
        explicit = any(r.mode == "act" for r in givers)
        mandated = any(m.action == action.kind for m in granted)
        assert explicit or mandated
        assert not kind.needs_person
        if kind.severity and kind.reverse(action, message) is None:
            assert mandated


@MANY
@given(policies(), messages, analyses, mandates)
def test_nobody_is_ever_banned_without_a_person(policy, message, analysis, granted):
    verdict = decide(message, policy, analysis=analysis, mandates=granted)
    if any(action.kind == "ban" for action in verdict.actions):
        assert verdict.mode in ("propose", "ask")


@MANY
@given(policies(), messages, analyses | unjudged, mandates, mandates)
def test_a_mandate_only_turns_a_proposal_into_an_act(policy, message, analysis, granted, more):
    before = decide(message, policy, analysis=analysis, mandates=granted)
    after = decide(message, policy, analysis=analysis, mandates=[*granted, *more])
    if after.mode != before.mode:
        assert (before.mode, after.mode) == ("propose", "act")
        acted = {action.kind for action in after.actions}
        assert acted & {mandate.action for mandate in more}
    assert (after.actions, after.rules, after.reasons) == (
        before.actions, before.rules, before.reasons,
    )  # fmt: skip


@MANY
@given(policies(), st.text(max_size=30), analyses | unjudged, mandates)
def test_staff_are_never_restricted(policy, text, analysis, granted):
    message = Message(text, author=Author("1", role="staff"), reports=2)
    verdict = decide(message, policy, analysis=analysis, mandates=granted)
    assert (verdict.mode, verdict.actions) == ("allow", ())


@MANY
@given(policies(), messages, unjudged, mandates)
def test_what_cannot_be_judged_is_never_allowed(policy, message, analysis, granted):
    verdict = decide(message, policy, analysis=analysis, mandates=granted)
    assert verdict.mode != "allow"
    restricted = any(ACTIONS.get(action.kind).restricts for action in verdict.actions)
    assert restricted or verdict.mode == "ask"


@MANY
@given(policies(), messages, analyses | unjudged, mandates)
def test_the_same_facts_always_give_the_same_verdict(policy, message, analysis, granted):
    first = decide(message, policy, analysis=analysis, mandates=granted)
    again = decide(
        message, parse_policy(policy.source, "trial"), analysis=analysis, mandates=granted
    )
    assert first == again
    assert len({a.kind for a in first.actions if a.kind != "escalate"}) == len(
        [a for a in first.actions if a.kind != "escalate"]
    )
