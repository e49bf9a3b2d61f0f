"""What an import gives: the policy's text, and everything that did not come across as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harmonie.policies.automoderator.wording import ADVICE, SENTENCES, Level
from harmonie.policies.problems import HARD, Problem
from harmonie.wording import clip

LEVELS: tuple[Level, ...] = ("left_out", "lost", "adapted")


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``left_out``: the rule is not in the result; ``lost``: a part of it is not;
    ``adapted``: it is there, and does not do exactly the same.

    ``rule`` counts the file's rules from 1; ``line`` and ``column`` are 1-based.
    """

    level: Level
    rule: int
    problem: Problem

    @property
    def line(self) -> int:
        return self.problem.line

    def as_json(self) -> dict[str, Any]:
        """Every field, both languages."""
        problem = self.problem
        return {
            "level": self.level, "rule": self.rule, "line": problem.line,
            "column": problem.column, "code": problem.code,
            "message": {"fr": problem.fr, "en": problem.en},
            "advice": {"fr": problem.advice_fr, "en": problem.advice_en},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportedRule:
    """A rule of the result: its ids (several when it had to be cut), and where it came from."""

    ids: tuple[str, ...]
    rule: int
    line: int


@dataclass(frozen=True, slots=True)
class Imported:
    """``source`` is a policy that :func:`parse_policy` accepts; empty when nothing translated.

    ``total`` counts the file's rules; comments (documents that are no mapping) are not rules.
    """

    source: str
    total: int
    rules: tuple[ImportedRule, ...]
    findings: tuple[Finding, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every rule came across whole; adapted ones did."""
        return not any(finding.level != "adapted" for finding in self.findings)

    def of(self, level: Level) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == level)

    def as_json(self) -> dict[str, Any]:
        """The report without the policy's text."""
        return {
            "total": self.total, "imported": len(self.rules), "complete": self.is_complete,
            "rules": [
                {"ids": list(rule.ids), "rule": rule.rule, "line": rule.line}
                for rule in self.rules
            ],
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip

    def render(self, language: str) -> str:
        """The report as text, one line a finding under its heading."""
        lines = [self.summary(language)]
        for level in LEVELS:
            found = self.of(level)
            if found:
                lines += ["", heading(level, language)]
                lines += [f"  {finding.problem.render(language)}" for finding in found]
        return "\n".join(lines)

    def summary(self, language: str) -> str:
        """One sentence: how many rules came across."""
        whole = len(self.rules)
        if language == "fr":
            return f"Règles importées{HARD}: {whole} sur {self.total}."
        return f"Rules imported: {whole} of {self.total}."


def heading(level: Level, language: str) -> str:
    """What a level means, as a heading."""
    french, english = {
        "left_out": ("Règles non importées", "Rules left out"),
        "lost": ("Parties perdues de règles importées", "Parts lost from imported rules"),
        "adapted": ("Importé avec une différence", "Imported with a difference"),
    }[level]
    return french if language == "fr" else english


def finding(level: Level, code: str, rule: int, place: tuple[int, int], **values: Any) -> Finding:
    """A finding of the catalogue, filled in; quoted values are short and printable."""
    shown = {name: clip(value, 80) for name, value in values.items()}
    en, fr = SENTENCES[code]
    advice_en, advice_fr = ADVICE[code]
    return Finding(
        level, rule,
        Problem(
            *place, code, fr.format(**shown), en.format(**shown),
            advice_fr.format(**shown), advice_en.format(**shown),
        ),
    )  # fmt: skip


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """By line, each once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda found: (found.line, found.problem.column)))
