"""Every policy pack keeps its word: its examples are run through the real models."""

import re

import pytest

from harmonie.pipeline import default_pipeline
from harmonie.policies.decide import decide
from harmonie.policies.policy import check_examples, load_policy, packs
from harmonie.records import Action, Analysis, Message

FRENCH_TEXTS = re.compile(r"[ \w)][;!?]|[ \w)]: |« | »|'")


@pytest.fixture(params=packs(), scope="module")
def policy(request):
    return load_policy(request.param)


def test_every_example_does_what_it_says(policy):
    results = check_examples(policy, default_pipeline())
    wrong = [result.text("en") for result in results if not result.is_right]
    assert not wrong, "\n".join(wrong)


def test_every_rule_is_proved_in_both_languages(policy):
    for rule in policy.rules:
        for examples in (rule.examples.fires, rule.examples.does_not):
            assert {example.language for example in examples} == {"fr", "en"}, rule.id


def test_every_rule_has_a_name_for_people(policy):
    for rule in policy.rules:
        assert rule.title and rule.name("fr") != rule.id


def test_french_texts_have_french_spaces(policy):
    texts = [policy.title["fr"]]
    for rule in policy.rules:
        texts += [rule.because["fr"], rule.title["fr"]]
        texts += [a.parameters["text"]["fr"] for a in rule.then if "text" in a.parameters]
    for text in texts:
        assert not FRENCH_TEXTS.search(text), text


def test_distress_is_answered_and_never_punished(policy):
    rule = policy.rule("distress")
    assert {action.kind for action in rule.then} == {"escalate", "reply", "tag"}
    assert "3114" in str(rule.then)


def test_the_ai_acts_alone_on_known_scam_sites_only(policy):
    assert [rule.id for rule in policy.rules if rule.mode == "act"] == ["known_scam"]
    assert Action("hide") in policy.rule("known_scam").then


def test_grave_cases_stay_with_people_under_any_mandate(policy):
    for rule in policy.rules:
        if rule.severity == 4:
            assert rule.under_mandate != "act", rule.id


def test_nobody_is_banned_by_a_pack(policy):
    assert not [a for rule in policy.rules for a in rule.then if a.kind == "ban"]


def test_what_cannot_be_judged_goes_to_a_person(policy):
    analysis = Analysis("m", None, {}, "language")
    assert decide(Message("你好世界"), policy, analysis=analysis).mode == "ask"


def test_a_known_scam_site_is_hidden_at_once_and_nothing_else_is(policy):
    verdict = decide("Un cadeau vous attend ici : https://dlscord-nitro.com", policy)
    assert "known_scam" in verdict.rules
    assert verdict.mode == "act"
    assert Action("hide") in verdict.actions
    assert decide("Le bus de 8 h est encore en retard ce matin.", policy).mode == "allow"


def test_harsh_criticism_of_a_service_stays_allowed():
    brand = load_policy("brand_page")
    for text in (
        "Service lamentable, trois quarts d'heure de retard, c'est une honte.",
        "Awful service, forty-five minutes late, this is a disgrace.",
        "Votre application ne marche jamais, je suis très en colère.",
    ):
        assert decide(text, brand).mode == "allow", text


def test_distress_is_answered_in_the_members_own_language(policy):
    for text, number in (("J'ai envie de mourir, je veux en finir.", "3114"),
                         ("I want to die, I cannot go on anymore.", "988")):  # fmt: skip
        verdict = decide(text, policy)
        reply = next(action for action in verdict.actions if action.kind == "reply")
        assert number in reply.parameters["text"]
        assert not {"hide", "remove", "mute"} & {action.kind for action in verdict.actions}
        assert verdict.mode in ("propose", "ask")
