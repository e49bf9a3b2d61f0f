"""A decision in the Commission's words: a function of the decision and of the community's choices.

Nothing here reads the message: what a record tells comes from the rule, from the kind of
restriction and from sentences written here. Addresses, numbers and handles that a rule may hold are
taken out.
Fields: DSA article 17(3) and the database's API. What nothing tells is named, never invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from harmonie.apps.dsa import schema
from harmonie.apps.dsa.categories import CATEGORY, KEYWORD, Category, category_of
from harmonie.apps.dsa.contracts import NO_RULE, Scope, Translated
from harmonie.apps.moderation.contracts import RestrictingDecision
from harmonie.text.personal_data import find_personal_data

#: What each of our restrictions is to the database. A warning restricts nothing: no record.
VISIBILITY = {"hide": "DECISION_VISIBILITY_CONTENT_DISABLED",
              "remove": "DECISION_VISIBILITY_CONTENT_REMOVED"}  # fmt: skip
PROVISION = {"mute": "DECISION_PROVISION_PARTIAL_SUSPENSION"}
ACCOUNT = {"ban": "DECISION_ACCOUNT_SUSPENDED"}
ENDLESS_BAN = "DECISION_ACCOUNT_TERMINATED"
EXEMPT = frozenset({"warn"})
NOTIFIED, OWN_CHECKS = "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"
#: Free texts, with the most that the database takes.
LENGTHS = {"incompatible_content_ground": 500, "incompatible_content_explanation": 2000,
           "decision_facts": 5000}  # fmt: skip
TAKEN_OUT = "[…]"
_FOUND = {
    True: (
        "Un message a été signalé par des membres de la communauté, puis vérifié.",
        "A message was reported by members of the community, then checked.",
    ),
    False: (
        "Un message a été repéré par les vérifications du service, sans signalement.",
        "A message was found by the service’s own checks, without a report.",
    ),
}
_DECIDED = {
    "machine": (
        "Un logiciel a décidé seul, dans les limites fixées par l’équipe.",
        "Software decided alone, within limits set by the team.",
    ),
    "program": (
        "L’équipe a décidé par un programme qu’elle emploie.",
        "The team decided through a program that it uses.",
    ),
    "agreed": (
        "Un logiciel a proposé la mesure et une personne a décidé.",
        "Software proposed the measure and a person decided.",
    ),
    "person": ("Une personne a décidé.", "A person decided."),
}


def translate(decision: RestrictingDecision, scope: Scope) -> Translated:
    """The record of a decision, with the fields that are missing and those that are wrong."""
    is_exempt = bool(decision.kinds) and decision.kinds <= EXEMPT
    record = {} if is_exempt else {k: v for k, v in _fields(decision, scope) if v}
    missing = () if is_exempt else _missing(decision, record)
    return Translated(
        decision_id=decision.id,
        puid=decision.public_id,
        reference=decision.reference,
        rule_id=decision.rule_id or NO_RULE,
        rule_title=decision.rule_title,
        made_at=decision.made_at,
        record=record,
        missing=missing,
        problems=() if is_exempt or missing else schema.problems(record),
        is_exempt=is_exempt,
    )


def _missing(decision: RestrictingDecision, record: Mapping[str, Any]) -> tuple[str, ...]:
    """Required fields that nothing fills, and elements that the author's own statement lacks."""
    required = [*schema.schema()["required"], "incompatible_content_ground",
                "incompatible_content_explanation", "territorial_scope"]  # fmt: skip
    lacking = [name for name in required if not record.get(name)]
    restrictions = ("decision_visibility", "decision_provision", "decision_account")
    if not any(name in record for name in restrictions):
        lacking.append("decision_visibility")
    return (*lacking, *(f"statement.{name}" for name in decision.missing))


def _fields(decision: RestrictingDecision, scope: Scope) -> Iterator[tuple[str, Any]]:
    yield "puid", decision.public_id
    yield from _restrictions(decision)
    yield "decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    yield "decision_ground_reference_url", _address(decision.charter_url)
    yield "incompatible_content_ground", _clean("incompatible_content_ground", decision.ground)
    yield ("incompatible_content_explanation",
           _clean("incompatible_content_explanation", decision.explanation))  # fmt: skip
    yield "content_type", ["CONTENT_TYPE_TEXT"]
    chosen = scope.categories.get(decision.rule_id or NO_RULE)
    yield from _category(category_of(decision.rule_id, decision.main_signal, chosen))
    yield "territorial_scope", sorted(set(scope.territories))
    yield "content_language", _language(decision.content_language)
    yield "content_date", _day(decision.content_at, decision)
    yield "application_date", _day(decision.made_at, decision)
    yield "decision_facts", _facts(decision)
    yield "source_type", NOTIFIED if decision.is_reported else OWN_CHECKS
    yield "automated_detection", _detection(decision)
    yield "automated_decision", _automation(decision)


def _restrictions(decision: RestrictingDecision) -> Iterator[tuple[str, Any]]:
    """One decision may restrict a message and its author at once."""
    undone = _day(decision.undone_at, decision)
    visibility = [VISIBILITY[kind] for kind in ("remove", "hide") if kind in decision.kinds]
    if visibility:
        yield "decision_visibility", visibility[:1]  # removing says all that hiding would
        yield "end_date_visibility_restriction", undone
    if "mute" in decision.kinds:
        yield "decision_provision", PROVISION["mute"]
        yield "end_date_service_restriction", _end("mute", decision)
    if "ban" in decision.kinds:
        end = _end("ban", decision)
        yield "decision_account", ACCOUNT["ban"] if end else ENDLESS_BAN
        yield "end_date_account_restriction", end


def _end(kind: str, decision: RestrictingDecision) -> str:
    ends = [at for at in (decision.ends_at.get(kind), decision.undone_at) if at is not None]
    return _day(min(ends), decision) if ends else ""


def _category(found: Category | None) -> Iterator[tuple[str, Any]]:
    if found is None:
        return
    yield "category", CATEGORY + found.name
    if found.keyword:
        yield "category_specification", [KEYWORD + found.keyword]
        yield "category_specification_other", found.other


def _facts(decision: RestrictingDecision) -> str:
    """Where it was found, who decided, and what the rule says of such messages."""
    place = 0 if decision.language == "fr" else 1
    told = (_FOUND[decision.is_reported][place], _DECIDED[_who(decision)][place],
            decision.explanation)  # fmt: skip
    return _clean("decision_facts", " ".join(told)) if decision.explanation else ""


def _who(decision: RestrictingDecision) -> str:
    if decision.is_by_machine:
        return "machine"
    if decision.is_by_program:
        return "program"
    return "agreed" if decision.agreed_with_ai else "person"


def _detection(decision: RestrictingDecision) -> str:
    """Members found it when they reported it and no signal led to it; else software did."""
    return "No" if decision.is_reported and not decision.main_signal else "Yes"


def _automation(decision: RestrictingDecision) -> str:
    return "AUTOMATED_DECISION_" + {
        "machine": "FULLY", "program": "PARTIALLY", "agreed": "PARTIALLY",
        "person": "NOT_AUTOMATED",
    }[_who(decision)]  # fmt: skip


def _day(at: datetime | None, decision: RestrictingDecision) -> str:
    return at.astimezone(ZoneInfo(decision.time_zone)).date().isoformat() if at else ""


def _language(code: str) -> str:
    return code.upper() if re.fullmatch(r"[a-z]{2}", code) and code != "un" else ""


def _address(url: str) -> str:
    return url if url.startswith("https://") and len(url) <= 500 else ""


def _clean(field: str, text: str) -> str:
    """The text without what identifies a person, no longer than the database takes."""
    for datum in reversed(find_personal_data(text, handles=True)):
        text = text[: datum.start] + TAKEN_OUT + text[datum.end :]
    most = LENGTHS[field]
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
