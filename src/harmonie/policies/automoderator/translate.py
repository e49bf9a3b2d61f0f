"""From AutoModerator's YAML to a policy that passes :func:`parse_policy`, and a report.

The order is AutoModerator's: removals first, then the others, each by ``priority``, high first. A
rule of which a check has no counterpart is left out, not widened; a rule that would be too large
for one condition is cut into several that share its actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import yaml

from harmonie.policies.automoderator.checks import Check, moderator_check
from harmonie.policies.automoderator.documents import Piece, pieces
from harmonie.policies.automoderator.effects import slug
from harmonie.policies.automoderator.proving import Proof, prove
from harmonie.policies.automoderator.reader import RuleReader, priority_of
from harmonie.policies.automoderator.report import (
    Finding,
    Imported,
    ImportedRule,
    finding,
    in_order,
)
from harmonie.policies.automoderator.writing import Written, write_policy
from harmonie.policies.document import MAX_BYTES
from harmonie.policies.expression import compile_expression
from harmonie.policies.fault import ExpressionErrors
from harmonie.policies.problems import Problem
from harmonie.policies.reading import MAX_RULES
from harmonie.wording import clip

#: A rule is cut into so many parts at most.
MAX_PARTS = 24


@dataclass(frozen=True, slots=True)
class Part:
    """One condition, with the checks it comes from and what proves it."""

    conditions: tuple[str, ...]
    proof: tuple[Proof, Proof]


def import_rules(source: str, name: str = "automoderator") -> Imported:
    """Translate a file; raises :class:`PolicyErrors` only when it is too large as a whole."""
    read = list(pieces(source))
    rules = [piece for piece in read if piece.problem or isinstance(piece.root, yaml.MappingNode)]
    findings: list[Finding] = []
    readers = []
    for number, piece in enumerate(rules, 1):
        if piece.problem is not None:
            findings.append(_unreadable(piece, piece.problem, number))
        elif isinstance(piece.root, yaml.MappingNode):
            readers.append((priority_of(piece.root), RuleReader(piece, piece.root, number)))
    ordered = [r for _, r in sorted(readers, key=lambda each: (not _removes(each[1]), -each[0]))]
    exempts_staff = not any(_judges_staff(reader) for reader in ordered)
    written, imported = _written(ordered, exempts_staff)
    for reader in ordered:
        findings += reader.findings
    return _finished(name, written, imported, findings, exempts_staff, len(rules))


def _finished(
    name: str, written: list[Written], imported: list[ImportedRule], findings: list[Finding],
    exempts_staff: bool, total: int,
) -> Imported:  # fmt: skip
    """The text, without its last rules when it would be too large."""
    while True:
        kept = {rule.rule for rule in imported}
        found = in_order([f for f in findings if f.level == "left_out" or f.rule in kept])
        left_out = [f for f in found if f.level == "left_out"]
        text = write_policy(name, written, exempts_staff, left_out) if written else ""
        if len(text.encode()) <= MAX_BYTES:
            return Imported(text, total, tuple(imported), found)
        last = imported.pop()
        written = [rule for rule in written if rule.id not in last.ids]
        place = (last.line, 1)
        findings.append(finding("left_out", "too_many_bytes", last.rule, place))


def _removes(reader: RuleReader) -> bool:
    return reader.effects.is_removal


def _judges_staff(reader: RuleReader) -> bool:
    """Removals and reports spare moderators unless told otherwise; so do approvals, for which
    there is nothing to do."""
    spared = reader.exempts_staff
    if spared is None:
        spared = bool(reader.effects.kind)
    return not spared and reader.is_whole


def _unreadable(piece: Piece, problem: Problem, number: int) -> Finding:
    place = (problem.line + piece.lines, problem.column)
    told = finding("left_out", "unreadable", number, place, why_en="", why_fr="")
    said = replace(
        told.problem, en=f"{told.problem.en}{problem.en}", fr=f"{told.problem.fr}{problem.fr}"
    )
    return replace(told, problem=said)


def _written(
    readers: Sequence[RuleReader], exempts_staff: bool
) -> tuple[list[Written], list[ImportedRule]]:
    written: list[Written] = []
    imported: list[ImportedRule] = []
    taken: set[str] = set()
    for reader in readers:
        then = reader.effects.actions()
        if reader.is_whole and not then:
            reader.leave_out("no_action")
        if not reader.is_whole:
            continue
        checks = list(reader.checks)
        if not exempts_staff and not _judges_staff(reader):
            checks.append(moderator_check(False))
        parts = _parts(checks)
        if isinstance(parts, str):
            reader.leave_out(parts)
            continue
        if len(written) + len(parts) > MAX_RULES:
            reader.leave_out("too_many_rules")
            continue
        title = _title(reader)
        ids = tuple(_id(reader, taken) for _ in parts)
        written += [
            Written(
                rule_id, reader.line, title, part.conditions, then, reader.effects.severity,
                *part.proof,
            )
            for rule_id, part in zip(ids, parts, strict=True)
        ]  # fmt: skip
        imported.append(ImportedRule(ids, reader.number, reader.line))
    return written, imported


def _title(reader: RuleReader) -> dict[str, str]:
    reason = clip(reader.effects.reason, 120)
    if reason and "{{" not in reason:
        return {"fr": reason, "en": reason}
    return {
        "fr": f"Règle {reader.number} d’AutoModerator, ligne {reader.line}",
        "en": f"Rule {reader.number} of AutoModerator, line {reader.line}",
    }


def _id(reader: RuleReader, taken: set[str]) -> str:
    reason = slug(reader.effects.reason, "_")[:40].strip("_")
    start = f"am_{reason or reader.number}"
    rule_id, number = start, 1
    while rule_id in taken:
        number += 1
        rule_id = f"{start}_{number}"
    taken.add(rule_id)
    return rule_id


def _parts(checks: Sequence[Check]) -> list[Part] | str:
    """The rule as one condition, or as several that together say the same; or why not."""
    cut = max(
        (i for i, check in enumerate(checks) if not check.is_negated),
        key=lambda i: len(checks[i].atoms), default=-1,
    )  # fmt: skip
    most = min(len(checks[cut].atoms), MAX_PARTS) if cut >= 0 else 1
    for count in range(1, most + 1):
        groups = _groups(checks, cut, count)
        parts = [_part(group) for group in groups]
        if "too_large" not in parts:
            proved = [part for part in parts if isinstance(part, Part)]
            return proved if len(proved) == len(parts) else "no_example"
    return "too_large"


def _groups(checks: Sequence[Check], cut: int, count: int) -> list[list[Check]]:
    if count == 1:
        return [list(checks)]
    atoms = checks[cut].atoms
    size = -(-len(atoms) // count)
    return [
        [*checks[:cut], _slice(checks[cut], at, size), *checks[cut + 1 :]]
        for at in range(0, len(atoms), size)
    ]


def _slice(check: Check, at: int, size: int) -> Check:
    samples = check.samples[at : at + size]
    return replace(check, atoms=check.atoms[at : at + size], samples=samples)


def _part(checks: Sequence[Check]) -> Part | str:
    conditions = tuple(check.cel() for check in checks)
    try:
        compiled = compile_expression("\n&& ".join(conditions))
    except ExpressionErrors as errors:
        limits = {"too_long", "too_complex", "too_deep", "endless", "huge_literal"}
        if {fault.code for fault in errors.faults} <= limits:
            return "too_large"
        raise  # a fault of the translation itself must not be hidden
    proof = prove(checks, compiled)
    return Part(conditions, proof) if proof else "no_example"
