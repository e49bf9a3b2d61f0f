"""A policy: the community's ordered rules, written in YAML, checked when loaded.

The format::

    version: "1.0"                    # of this file, free text
    name: brand_page                  # small letters, digits, _
    title: {fr: …, en: …}             # shown to the team
    exempt: [staff]                   # roles that no rule judges; staff when left out
    thresholds:                       # numbers between 0 and 1 that rules read as threshold.<name>
      insult: 0.8
    rules:                            # read from top to bottom
      - id: insult                    # small letters, digits, _; unique
        title: {fr: …, en: …}         # optional: the rule's name for people
        when: signal.insult >= threshold.insult      # CEL, names in harmonie.policies.facts
        then:                         # what to do; an action's name, or its name and parameters
          - hide
          - tag: {names: [insult]}
        mode: propose                 # how far the AI goes alone: act, propose or ask
        under_mandate: act            # optional: how far a mandate may carry it; mode when left out
        min_confidence: 0.9           # lowest confidence to act without a mandate; else 1.0
        severity: 2                   # 0 none, 1 low, 2 medium, 3 high, 4 critical
        signal: insult                # whose probability is the confidence; left out when there is
                                      # only one, or none (the rule is then certain: 1.0)
        because: {fr: …, en: …}       # said to the member: facts first, no blame
        examples:                     # proof, run through the real models (check_examples)
          fires:
            - {language: fr, text: …}
          does_not:
            - {language: en, text: …, with: {reports: 2}}

``with`` adds what a text alone does not say: ``reports``, ``reach``, ``channel``, ``is_reply`` for
the message, ``role`` and ``author_days`` for its author, and any field of
:class:`harmonie.records.History`. The text of ``warn`` and ``reply`` is written in both languages;
the author's is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from harmonie.policies.expression import Expression, Screen, screens
from harmonie.policies.facts import FACTS
from harmonie.policies.problems import PolicyErrors, Problem
from harmonie.records import Action, Analysis, History, Message, Mode

if TYPE_CHECKING:
    from harmonie.policies.examples import ExampleResult

Language = Literal["fr", "en"]
__all__ = [
    "Example", "Examples", "Policy", "PolicyErrors", "Problem", "Rule", "check_examples",
    "load_policy", "packs", "parse_policy",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A text that proves what a rule does, and what surrounds it."""

    language: Language
    text: str
    message: Message
    history: History
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Examples:
    fires: tuple[Example, ...]
    does_not: tuple[Example, ...]


@dataclass(frozen=True)
class Rule:
    """One rule. ``min_confidence`` is the lowest confidence at which ``mode: act`` acts alone.

    ``mode`` is the ceiling without a mandate, ``under_mandate`` the ceiling with one; the latter is
    never lower than the former.
    """

    id: str
    when: str
    then: tuple[Action, ...]
    mode: Mode
    because: Mapping[Language, str]
    severity: int
    signal: str | None
    examples: Examples
    min_confidence: float
    under_mandate: Mode
    compiled: Expression = field(compare=False, repr=False)
    title: Mapping[Language, str] | None = None
    line: int = field(default=0, compare=False)

    def name(self, language: str) -> str:
        """The rule's title, or its id when it has none."""
        return self.title["fr" if language == "fr" else "en"] if self.title else self.id


@dataclass(frozen=True)
class Policy:
    """Rules in order, and the numbers that they share."""

    name: str
    version: str
    title: Mapping[Language, str]
    rules: tuple[Rule, ...]
    exempt: frozenset[str] = frozenset({"staff"})
    thresholds: Mapping[str, float] = field(default_factory=dict)
    description: Mapping[Language, str] | None = None
    source: str = field(default="", compare=False, repr=False)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; :class:`KeyError` when there is none."""
        return self._by_id[rule_id]

    def with_thresholds(self, thresholds: Mapping[str, float]) -> Policy:
        """The same policy with other values for thresholds it declares; the rest is unchanged."""
        for name, value in thresholds.items():
            if name not in self.thresholds:
                known = ", ".join(self.thresholds) or "none"
                raise KeyError(f"no threshold named {name!r} in {self.name}; known: {known}")
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"threshold {name} must be between 0 and 1, not {value}")
        return replace(self, thresholds={**self.thresholds, **thresholds})

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The rules' conditions, joined in groups that are tested at once."""
        return screens([rule.compiled for rule in self.rules], self.thresholds)

    @cached_property
    def readers(self) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        """How to read each fact that at least one rule uses."""
        used = frozenset().union(*(rule.compiled.names for rule in self.rules))
        return tuple((name, FACTS[name].read) for name in sorted(used) if name in FACTS)

    @cached_property
    def signals(self) -> tuple[str, ...]:
        """The signals on which the rules' confidence rests, each once."""
        return tuple(dict.fromkeys(rule.signal for rule in self.rules if rule.signal))

    @cached_property
    def threshold_values(self) -> dict[str, float]:
        return {f"threshold.{name}": float(value) for name, value in self.thresholds.items()}


def packs() -> list[str]:
    """The names of the policies that come with the product."""
    folder = files("harmonie.policies") / "packs"
    return sorted(
        p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")
    )


def load_policy(name_or_path: str | Path) -> Policy:
    """A pack by its name, or a policy file by its path.

    Raises :class:`PolicyErrors` when its content is wrong, :class:`FileNotFoundError` when there is
    no such pack or file.
    """
    if str(name_or_path) in packs():
        resource = files("harmonie.policies") / "packs" / f"{name_or_path}.yaml"
        return parse_policy(resource.read_text(encoding="utf-8"), str(name_or_path))
    path = Path(name_or_path)
    if not path.is_file():
        known = ", ".join(packs())
        raise FileNotFoundError(
            f"no policy named {str(name_or_path)!r}: give a file, or one of the packs: {known}"
        )
    from harmonie.policies.document import MAX_BYTES

    with path.open("rb") as file:  # one byte too many is enough to refuse a giant
        content = file.read(MAX_BYTES + 1)
    return parse_policy(content.decode("utf-8-sig", "surrogateescape"), path.stem)


def parse_policy(source: str, name: str = "") -> Policy:
    """Check and compile a policy; :class:`PolicyErrors` holds every problem with its position.

    ``name`` is used when the file gives none.
    """
    from harmonie.policies.reading import read_policy

    return read_policy(source.removeprefix("\ufeff"), name)


class Pipeline(Protocol):
    """What judges messages: :class:`harmonie.pipeline.Pipeline`."""

    def analyse(self, messages: Sequence[Message]) -> list[Analysis]: ...


def check_examples(policy: Policy, pipeline: Pipeline) -> list[ExampleResult]:
    """Run every example of every rule through the pipeline and the rules, in file order."""
    from harmonie.policies.examples import check

    return check(policy, pipeline)
