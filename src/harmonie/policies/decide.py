"""From what is known of a message to what must happen, and how far the AI may go alone.

How a verdict is made, in this order:

1. A person already decided on this message: nothing is done (``allow``), the reason says so.
2. The author's role is exempt: nothing is done, the reason says so.
3. Every rule is tried, from top to bottom. **All that fire give their reason.**
4. Actions are merged. For the message and for the author, the most severe restriction wins; on a
   tie, the rule that stands first. Tags and escalations of all fired rules add up; one reply at
   most is kept, the first. An approval falls when anything restricts. The rule that gave the most
   severe restriction *decides* (the first fired rule when nothing restricts): its signal gives the
   verdict's confidence.
5. The mode is the most cautious among the rules whose action on the message or its author was kept.
   A fired rule whose mode is ``ask`` also makes the verdict ``ask``, unless those rules are graver.
6. A rule's own mode is a ceiling. ``act`` is reached without a mandate only when the rule says
   ``act``, its confidence reaches its ``min_confidence``, and each action can be undone. A mandate
   lifts these last two conditions, and carries a rule as far as its ``under_mandate`` says, for
   the action, rule or signal, and language that it names, from its ``minimum_confidence``. ``ask``
   is never lifted, and an action that ``needs_person`` (ban) is never carried out alone.
7. A rule could not be tried because a signal is missing, or the message cannot be judged: ``ask``,
   unless another rule restricts all the same (one that does not depend on the language). The reason
   says so. A missing signal is never read as 0, and never allows.

The function is pure (no clock, no file), total (any text, any analysis) and deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from harmonie.actions.action import ACTIONS, ActionKind
from harmonie.actions.parameters import in_language
from harmonie.policies.facts import Missing, Situation, environment, evidence_found
from harmonie.policies.policy import Policy, Rule
from harmonie.policies.wording import (
    ALREADY_DECIDED,
    CANNOT_JUDGE,
    EXEMPT,
    MISSING_SIGNAL,
)
from harmonie.records import (
    LANGUAGES,
    Action,
    Analysis,
    History,
    Mandate,
    Message,
    Mode,
    Reason,
    Span,
    Verdict,
)

_RANK: dict[Mode, int] = {"ask": 0, "propose": 1, "act": 2}


#: Nothing is remembered of the author.
NO_HISTORY = History()


def decide(
    message: str | Message,
    policy: Policy,
    *,
    analysis: Analysis | None = None,
    history: History = NO_HISTORY,
    mandates: Sequence[Mandate] = (),
) -> Verdict:
    """Apply the policy to one message; without ``analysis`` the message is analysed first."""
    if isinstance(message, str):
        message = Message(message)
    role = message.author.role if message.author else "member"
    if history.human_decision is not None:
        return _left_alone(policy, ALREADY_DECIDED)
    if role in policy.exempt:
        return _left_alone(policy, EXEMPT)
    if analysis is None:
        from harmonie.pipeline import analyse

        analysis = analyse(message)
    answers = firing(message, policy, analysis, history)
    fired = [rule for rule, answer in zip(policy.rules, answers, strict=True) if answer]
    undecided = None in answers or analysis.cannot_judge is not None
    if not fired:
        return _quiet(policy, analysis, undecided)
    return _verdict(message, policy, fired, analysis, mandates, undecided)


def firing(
    message: Message, policy: Policy, analysis: Analysis, history: History
) -> list[bool | None]:
    """What each rule answers, in order; ``None`` when a fact that it needs is missing."""
    situation = Situation(message, analysis, history)
    data = dict(policy.threshold_values)
    for name, read in policy.readers:
        try:
            data[name] = read(situation)
        except Missing:
            continue
    activation = environment(frozenset(policy.thresholds)).Activation(data)
    answers: list[bool | None] = [False] * len(policy.rules)
    for screen in policy.screens:
        if screen.joined.holds(activation) is not False:
            for index in screen.members:
                answers[index] = policy.rules[index].compiled.holds(activation)
    return answers


def _left_alone(policy: Policy, reason: Reason) -> Verdict:
    return Verdict(
        "allow", rules=(), reasons=(reason,), confidence=1.0, policy=policy.name,
        policy_version=policy.version,
    )  # fmt: skip


def _quiet(policy: Policy, analysis: Analysis, undecided: bool) -> Verdict:
    """No rule fired: allow, or ask when something could not be judged."""
    if undecided:
        return Verdict(
            "ask", reasons=(_why_undecided(analysis),), policy=policy.name,
            policy_version=policy.version,
        )  # fmt: skip
    highest = max((_score(name, analysis) for name in policy.signals), default=0.0)
    return Verdict(
        "allow", confidence=1.0 - highest, policy=policy.name, policy_version=policy.version
    )


def confidence_of(rule: Rule, analysis: Analysis) -> float:
    """The calibrated probability behind a rule; 1.0 when it reads no signal."""
    return 1.0 if rule.signal is None else _score(rule.signal, analysis)


def _score(name: str, analysis: Analysis) -> float:
    name, _, label = name.partition(".")
    signal = analysis.signals.get(name)
    if signal is None:
        return 0.0
    if not label:
        return signal.score
    return (signal.probabilities or {}).get(label, 0.0)


def _verdict(
    message: Message,
    policy: Policy,
    fired: list[Rule],
    analysis: Analysis,
    mandates: Sequence[Mandate],
    undecided: bool,
) -> Verdict:
    kept = _merged(fired)
    restricting = [(rule, action) for rule, action in kept if _kind(action).restricts]
    # max keeps the first of equals: on a tie the rule that stands first decides.
    deciding = max(restricting, key=lambda pair: _kind(pair[1]).severity, default=(fired[0],))[0]
    carriers = [rule for rule, action in kept if _kind(action).target != "desk"] or [deciding]
    gravest = max(rule.severity for rule in carriers)
    modes = [_mode(rule, kept, message, analysis, mandates) for rule in carriers]
    modes += [rule.mode for rule in fired if rule.mode == "ask" and rule.severity >= gravest]
    reasons = [_reason(rule, message, analysis) for rule in fired]
    if undecided:
        reasons.append(_why_undecided(analysis))
        if not restricting:
            modes.append("ask")
    language = _language(message, analysis)
    return Verdict(
        mode=min(modes, key=lambda mode: _RANK[mode]),
        actions=tuple(in_language(action, language) for _, action in kept),
        rules=tuple(rule.id for rule in fired),
        reasons=tuple(reasons),
        confidence=confidence_of(deciding, analysis),
        policy=policy.name,
        policy_version=policy.version,
        severity=max(rule.severity for rule in fired),
    )


def _merged(fired: list[Rule]) -> list[tuple[Rule, Action]]:
    """The actions that are kept, each with the rule that gave it, restrictions first."""
    given = [(rule, action) for rule in fired for action in rule.then]
    kept: list[tuple[Rule, Action]] = []
    for target in ("message", "author"):
        candidates = [
            pair for pair in given if _kind(pair[1]).restricts and _kind(pair[1]).target == target
        ]
        if candidates:
            kept.append(max(candidates, key=lambda pair: _kind(pair[1]).severity))
    for kind in ("approve", "reply"):
        first = next((pair for pair in given if pair[1].kind == kind), None)
        if first is not None and not (kind == "approve" and kept):
            kept.append(first)
    return kept + _desk_actions(given)


def _desk_actions(given: list[tuple[Rule, Action]]) -> list[tuple[Rule, Action]]:
    """Tags united into one action; each different escalation once."""
    tags = [pair for pair in given if pair[1].kind == "tag"]
    found = []
    if tags:
        names = sorted({name for _, action in tags for name in action.parameters["names"]})
        found.append((tags[0][0], Action("tag", {"names": names})))
    for rule, action in given:
        is_desk = _kind(action).target == "desk" and action.kind != "tag"
        if is_desk and all(action != other for _, other in found):
            found.append((rule, action))
    return found


def _mode(
    rule: Rule,
    kept: list[tuple[Rule, Action]],
    message: Message,
    analysis: Analysis,
    mandates: Sequence[Mandate],
) -> Mode:
    """How far the AI goes alone with what this rule gave."""
    if rule.mode == "ask":
        return "ask"
    confidence = confidence_of(rule, analysis)
    trusted = rule.mode == "act" and confidence >= rule.min_confidence
    for giver, action in kept:
        kind = _kind(action)
        if giver is not rule or kind.target == "desk":
            continue
        can_be_undone = kind.severity == 0 or kind.reverse(action, message) is not None
        if kind.needs_person:
            return "propose"
        if trusted and can_be_undone:
            continue
        if rule.under_mandate == "act" and any(
            _covers(mandate, rule, action, analysis.language, confidence) for mandate in mandates
        ):
            continue
        return "propose"
    # Tags and escalations alone never leave the desk: the rule's own mode says it all.
    return rule.mode if _only_desk(rule) else "act"


def _covers(
    mandate: Mandate, rule: Rule, action: Action, language: str | None, confidence: float
) -> bool:
    return (
        mandate.action == action.kind
        and mandate.rule_id in (None, rule.id)
        and mandate.signal in (None, rule.signal)
        and mandate.language in (None, language)
        and confidence >= mandate.minimum_confidence
    )


def _only_desk(rule: Rule) -> bool:
    return all(_kind(action).target == "desk" for action in rule.then)


@cache
def _kind_named(name: str) -> ActionKind:
    return ACTIONS.get(name)()


def _kind(action: Action) -> ActionKind:
    return _kind_named(action.kind)


def _language(message: Message, analysis: Analysis) -> str:
    """The language in which to speak to the author."""
    spoken = message.author.language if message.author else None
    known = (analysis.language, spoken, message.language)
    return next((code for code in known if code in LANGUAGES), "en")


def _why_undecided(analysis: Analysis) -> Reason:
    return CANNOT_JUDGE.get(analysis.cannot_judge or "", MISSING_SIGNAL)


def _reason(rule: Rule, message: Message, analysis: Analysis) -> Reason:
    score = None if rule.signal is None else confidence_of(rule, analysis)
    return Reason(
        rule_id=rule.id,
        fr=rule.because["fr"],
        en=rule.because["en"],
        signal=rule.signal,
        score=score,
        spans=_evidence(rule, message, analysis),
    )


def _evidence(rule: Rule, message: Message, analysis: Analysis) -> tuple[Span, ...]:
    """The stretches of text that speak for the rule: what raised its signal, or what it found."""
    if rule.signal is not None:
        name, _, label = rule.signal.partition(".")
        signal = analysis.signals.get(name)
        if signal is None or (label and signal.label != label):
            return ()
        raising = [span for span in signal.spans if span.weight > 0]
        # An additive model may give the rest of its sum to the whole text: words say more.
        words = [span for span in raising if span.end - span.start < len(message.text)]
        return tuple(words or raising)
    return evidence_found(rule.compiled.names, message, analysis)
