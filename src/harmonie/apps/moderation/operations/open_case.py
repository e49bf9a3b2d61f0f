"""Opening a case for a message that a person must look at, or bringing it up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from harmonie.apps.audit.contracts import Entry
from harmonie.apps.inbox.contracts import Judgeable
from harmonie.apps.moderation import effects, evidence, priority, verdict_json
from harmonie.apps.moderation.in_force import InForce
from harmonie.apps.moderation.limits import Limit, Silent
from harmonie.apps.moderation.models import Case, CaseState, Decision
from harmonie.apps.moderation.operations.grouping import regroup
from harmonie.records import Verdict

_UPDATED = (
    "state", "mode", "severity", "main_signal", "rule_id", "confidence", "verdict", "revision",
    "policy_version", "base_priority", "priority", "text_hash", "opened_at", "decided_at",
    "twin_of", "is_blind",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Considered:
    """A message and what the policy says of it.

    ``limit`` is the mandate under which the AI acts alone, ``silent`` what it would have done under
    those in the shadow.
    """

    item: Judgeable
    verdict: Verdict
    limit: Limit | None = None
    silent: tuple[Silent, ...] = ()

    @property
    def is_blind(self) -> bool:
        """Whether people must judge before they see what the AI says."""
        return any(one.would_act for one in self.silent)


def open_cases(
    community_id: int,
    policy: InForce,
    judged: Sequence[Considered],
    *,
    escalated: Sequence[Considered] = (),
    moments: Mapping[int, datetime],
) -> list[Entry]:
    """Open or update the cases of messages that the AI did not settle alone.

    ``escalated`` are messages on which it acted and which a rule hands to somebody all the same.
    An edited message reopens its case; one that no longer breaks a rule closes it, unless an
    earlier decision on it still holds: then a person is asked. ``moments`` says since when each
    case waits. Returns what to write in the log.
    """
    everybody = [*judged, *escalated]
    existing = {
        case.message_id: case
        for case in Case.objects.filter(message_id__in=[one.item.message_id for one in everybody])
    }
    restricted = _restricted([one.item.message_id for one in judged if one.item.revision])
    plans: list[tuple[Considered, str]] = [(one, CaseState.ESCALATED) for one in escalated]
    closed: list[Case] = []
    for one in judged:
        case = existing.get(one.item.message_id)
        if one.verdict.mode != "allow":
            plans.append((one, _state(one.verdict)))
        elif one.item.message_id in restricted and not one.item.history.human_decision:
            plans.append((one, CaseState.OPEN))
        elif case is not None and case.state != CaseState.DECIDED:
            closed.append(case)
    filled = [
        _fill(existing.get(one.item.message_id) or Case(), community_id, policy, one, state,
              moments[one.item.message_id])
        for one, state in plans
    ]  # fmt: skip
    _save(filled)
    _withdraw(closed)
    regroup(community_id, {case.text_hash for case in [*filled, *existing.values()]})
    return [_opened(case) for case in filled] + [_closed(case) for case in closed]


def refill(community_id: int, policy: InForce, judged: Sequence[tuple[Case, Considered]]) -> None:
    """Write a new verdict into open cases; they keep their place in the line of those waiting."""
    filled = [
        _fill(case, community_id, policy, one, CaseState.OPEN, case.opened_at)
        for case, one in judged
    ]
    _save(filled)
    regroup(community_id, {case.text_hash for case in filled})


def _save(cases: Sequence[Case]) -> None:
    new = [case for case in cases if case.pk is None]
    Case.objects.bulk_update(
        [case for case in cases if case.pk is not None], _UPDATED, batch_size=100
    )
    Case.objects.bulk_create(new, batch_size=500)


def _state(verdict: Verdict) -> str:
    kinds = [action.kind for action in verdict.actions]
    return CaseState.ESCALATED if kinds == ["escalate"] else CaseState.OPEN


def _restricted(ids: Sequence[int]) -> set[int]:
    """Edited messages on which an earlier decision still holds."""
    if not ids:
        return set()
    return set(
        Decision.objects.filter(
            message_id__in=ids, undone_at=None, kind__in=("hide", "remove")
        ).values_list("message_id", flat=True)
    )


def _fill(
    case: Case, community_id: int, policy: InForce, one: Considered, state: str, since: datetime
) -> Case:
    item, verdict = one.item, one.verdict
    if case.pk is None or case.state == CaseState.DECIDED:
        case.opened_at = since
    case.community_id = community_id
    case.message_id = item.message_id
    case.state = state
    case.decided_at = None
    case.mode = "propose" if verdict.mode in ("propose", "act") and verdict.actions else "ask"
    case.severity = verdict.severity
    case.rule_id, case.main_signal = evidence.rule_and_signal(verdict, policy.policy)
    case.confidence = verdict.confidence
    case.verdict = verdict_json.to_json(verdict)
    case.revision = item.revision
    case.policy_version_id = policy.version_id
    case.text_hash = item.text_hash
    case.twin_of_id = None
    case.is_blind = one.is_blind
    set_priority(case, item)
    return case


def set_priority(case: Case, item: Judgeable) -> None:
    case.base_priority = priority.base(
        case.severity,
        item.record.reach,
        item.record.reports,
        case.confidence,
        item.analysis.cannot_judge is None,
    )
    case.priority = case.base_priority * priority.waiting(case.opened_at, timezone.now())


def _withdraw(closed: Sequence[Case]) -> None:
    Case.objects.filter(id__in=[case.id for case in closed]).update(
        state=CaseState.DECIDED, decided_at=timezone.now(), twin_of=None, identical_count=0
    )


def _opened(case: Case) -> Entry:
    return Entry("case.opened", "machine", case.community_id, f"case:{case.id}", _about(case))


def _closed(case: Case) -> Entry:
    data = {**_about(case), "kind": "withdrawn"}
    return Entry("case.decided", "machine", case.community_id, f"case:{case.id}", data)


def _about(case: Case) -> dict[str, Any]:
    return {
        "message": case.message_id,
        "severity": case.severity,
        "mode": case.mode,
        "rule": case.rule_id,
        "signal": case.main_signal,
        "confidence": round(case.confidence, 3),
        "suggestion": effects.main_kind(verdict_json.from_json(case.verdict).actions),
    }
