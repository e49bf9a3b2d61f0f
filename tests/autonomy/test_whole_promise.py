"""From decisions to what the AI does: calibrated, granted, obeyed, watched, withdrawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from harmonie.autonomy import binomial
from harmonie.autonomy.calibrate import calibrate
from harmonie.autonomy.evidence import Decision
from harmonie.autonomy.mandate import Actor, Life, in_force
from harmonie.autonomy.sampling import is_sampled
from harmonie.autonomy.watch import Sampled, watch
from harmonie.policies.decide import decide
from harmonie.policies.policy import parse_policy
from harmonie.records import BINARY_SIGNALS, Analysis, Signal
from tests.autonomy.making import AT, decisions, request

LEAD, MACHINE = Actor("person", "lead"), Actor("machine")
POLICY = parse_policy(
    """
version: 1
title: {fr: t, en: t}
rules:
  - id: insult
    when: "signal.insult >= 0.6"
    then: [hide]
    mode: propose
    under_mandate: act
    severity: 2
    because: {fr: insulte, en: insult}
    examples:
      fires: [{language: fr, text: a}]
      does_not: [{language: fr, text: b}]
""",
    "trial",
)


def mode_at(score, life):
    scores = {**dict.fromkeys(BINARY_SIGNALS, 0.05), "insult": score}
    signals = {name: Signal(name, value, "1") for name, value in scores.items()}
    analysis = Analysis("m", "fr", signals)
    return decide("a", POLICY, analysis=analysis, mandates=in_force([life], AT)).mode


def test_the_ai_acts_alone_from_the_threshold_and_proposes_again_once_withdrawn():
    evidence = decisions(400, 0.002) + decisions(200, 0.5, 0.6, 0.9, prefix="n")
    found = calibrate(request(), evidence)
    shadow = Life(request()).ask(LEAD, AT).begin_shadow(LEAD, AT)
    life = shadow.grant(LEAD, AT, found)
    assert mode_at(found.threshold, shadow) == "propose"
    assert mode_at(found.threshold, life) == mode_at(1.0, life) == "act"
    assert mode_at(found.threshold - 1e-6, life) == "propose"
    # From now on, one action in seven is wrong; one in five is looked at.
    chance = np.random.default_rng(5)
    key = b"a key of the community"
    reviewed = [
        Sampled(bool(chance.random() < 1 / 7))
        for number in range(2_000)
        if is_sampled(key, "mandate 1", f"m{number}", 0.2)
    ]
    seen = watch(reviewed, life.request.maximum_error, life.request.delta)
    assert seen.cause == "error_passed"
    lost = life.withdraw(MACHINE, AT, seen.why)
    assert mode_at(1.0, lost) == "propose" and lost.steps[-1].why == seen.why


def test_decisions_of_300_communities_where_no_promise_holds_grant_almost_nothing():
    granted = 0
    for community in range(300):
        several = decisions(150, 0.1001, 0.7, 1.0, seed=community, prefix=f"{community}-")
        granted += calibrate(request(maximum_error=0.1), several).is_granted
    assert binomial.interval(granted, 300)[1] <= 0.05


def test_the_same_verdicts_seen_by_the_machine_alone_grant_nothing():
    several: list[Decision] = decisions(400)
    assert calibrate(request(), several).is_granted
    assert not calibrate(request(), [replace(one, source="machine") for one in several]).is_granted
