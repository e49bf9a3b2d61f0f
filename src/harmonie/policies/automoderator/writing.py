"""Writes the policy that an import gives: YAML that a person can read on and change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harmonie.policies.automoderator.proving import Proof
from harmonie.policies.automoderator.report import Finding
from harmonie.policies.problems import HARD, NARROW

_BECAUSE = {
    "fr": f"Ce message correspond à une règle de la communauté{HARD}: ",
    "en": "This message matches a rule of the community: ",
}


@dataclass(frozen=True, slots=True)
class Written:
    """One rule, ready to be written."""

    id: str
    line: int
    title: Mapping[str, str]
    conditions: tuple[str, ...]
    then: Sequence[str | Mapping[str, Any]]
    severity: int
    fires: Proof
    does_not: Proof


def write_policy(
    name: str, rules: Sequence[Written], exempt_staff: bool, left_out: Sequence[Finding]
) -> str:
    """The whole file; rules that were left out stand at its end as comments with their reason."""
    lines = [
        "# Imported from AutoModerator. Every rule only proposes: a person decides.",
        f"# Importé d’AutoModerator. Chaque règle ne fait que proposer{HARD}: une personne décide.",
        'version: "1"', f"name: {name}", "title:",
        f"  fr: {scalar('Règles importées d’AutoModerator')}",
        f"  en: {scalar('Rules imported from AutoModerator')}",
        f"exempt: {'[staff]' if exempt_staff else '[]'}", "rules:",
    ]  # fmt: skip
    for rule in rules:
        lines += [*_rule(rule), ""]
    lines += [f"# {comment}" for comment in _comments(left_out)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _rule(rule: Written) -> list[str]:
    return [
        f"  # line {rule.line} of the original · ligne {rule.line} de l’original",
        f"  - id: {rule.id}",
        f"    title: {_both(rule.title)}",
        "    when: |-",
        *(f"      {'&& ' if number else ''}{each}" for number, each in enumerate(rule.conditions)),
        "    then:",
        *(f"      - {_action(action)}" for action in rule.then),
        "    mode: propose",
        f"    severity: {rule.severity}",
        f"    because: {_both({key: _BECAUSE[key] + _ended(rule.title[key]) for key in _BECAUSE})}",
        "    examples:",
        "      fires:",
        f"        - {_example(rule.fires)}",
        "      does_not:",
        f"        - {_example(rule.does_not)}",
    ]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _both(texts: Mapping[str, str]) -> str:
    return f"{{fr: {scalar(texts['fr'])}, en: {scalar(texts['en'])}}}"


def _action(action: str | Mapping[str, Any]) -> str:
    return action if isinstance(action, str) else _flow(action)[1:-1]


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool | int) else scalar(str(value))


def _example(proof: Proof) -> str:
    given: dict[str, Any] = {"language": proof.language, "text": proof.text}
    if proof.surroundings:
        given["with"] = dict(proof.surroundings)
    return _flow(given)


def scalar(text: str) -> str:
    """A text between double quotes, which YAML reads as JSON does; nothing invisible stays bare."""
    written = json.dumps(text, ensure_ascii=False)
    keep = (HARD, NARROW)
    return "".join(c if c.isprintable() or c in keep else _escape(ord(c)) for c in written)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _comments(left_out: Sequence[Finding]) -> list[str]:
    if not left_out:
        return []
    lines = [f"Not imported · Non importé{HARD}:"]
    for finding in left_out[:200]:
        problem = finding.problem
        lines += [f"line {problem.line}: {problem.en}", f"ligne {problem.line} : {problem.fr}"]
    return ["".join(c if c.isprintable() else " " for c in line)[:300] for line in lines]
