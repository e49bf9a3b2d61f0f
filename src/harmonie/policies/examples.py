"""Proves rules by their examples, with the real models."""

from __future__ import annotations

from dataclasses import dataclass, replace

from harmonie.policies.decide import confidence_of, firing
from harmonie.policies.policy import Example, Pipeline, Policy, Rule
from harmonie.records import Analysis


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example run: ``fired`` is what the rule did, ``None`` when it could not be judged."""

    rule_id: str
    example: Example
    expected: bool
    fired: bool | None
    confidence: float | None

    @property
    def is_right(self) -> bool:
        return self.fired is self.expected

    def text(self, language: str) -> str:
        """One sentence for the person who writes the rule."""
        figure = "" if self.confidence is None else f"{self.confidence:.2f}"
        if language == "fr":
            did = {True: "se déclenche", False: "ne se déclenche pas", None: "ne peut être jugé"}
            aim = "doit se déclencher" if self.expected else "ne doit pas se déclencher"
            return (
                f"Règle {self.rule_id}, ligne {self.example.line}\u00a0: l’exemple {aim}, "
                f"il {did[self.fired]}{f' (probabilité {figure})' if figure else ''}."
            )
        did = {True: "fires", False: "does not fire", None: "cannot be judged"}
        aim = "must fire" if self.expected else "must not fire"
        return (
            f"Rule {self.rule_id}, line {self.example.line}: the example {aim}, "
            f"it {did[self.fired]}{f' (probability {figure})' if figure else ''}."
        )


def check(policy: Policy, pipeline: Pipeline) -> list[ExampleResult]:
    """Run all examples in one batch."""
    cases = [
        (rule, example, expected)
        for rule in policy.rules
        for examples, expected in ((rule.examples.fires, True), (rule.examples.does_not, False))
        for example in examples
    ]
    messages = [
        replace(example.message, id=str(number), text=example.text, language=example.language)
        for number, (_, example, _) in enumerate(cases)
    ]
    analyses = pipeline.analyse(messages)
    return [
        _result(policy, *case, analysis) for case, analysis in zip(cases, analyses, strict=True)
    ]


def _result(
    policy: Policy, rule: Rule, example: Example, expected: bool, analysis: Analysis
) -> ExampleResult:
    answers = firing(example.message, policy, analysis, example.history)
    answer = answers[policy.rules.index(rule)]
    confidence = confidence_of(rule, analysis) if rule.signal else None
    author = example.message.author
    if author is not None and author.role in policy.exempt:
        answer = False
    return ExampleResult(rule.id, example, expected, answer, confidence)
