"""Open cases whose messages bear the same text stand behind one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from harmonie.apps.moderation.models import Case, CaseState

WAITING = (CaseState.OPEN, CaseState.ESCALATED)


def regroup(community_id: int, text_hashes: Iterable[str]) -> None:
    """Make the oldest open case of each text the leader of the others.

    Only cases in the same state are grouped: an escalated one does not hide behind an open one.
    """
    wanted = {value for value in text_hashes if value}
    if not wanted:
        return
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    cases = Case.objects.filter(
        community_id=community_id, text_hash__in=wanted, state__in=WAITING
    ).only("id", "text_hash", "state", "twin_of_id", "identical_count")
    for case in cases.order_by("id"):
        groups[case.text_hash, case.state].append(case)
    changed = []
    for leader, *twins in groups.values():
        changed += _point(leader, None, len(twins))
        for twin in twins:
            changed += _point(twin, leader.id, 0)
    Case.objects.bulk_update(changed, ["twin_of_id", "identical_count"], batch_size=200)


def _point(case: Case, leader_id: int | None, count: int) -> list[Case]:
    if case.twin_of_id == leader_id and case.identical_count == count:
        return []
    case.twin_of_id, case.identical_count = leader_id, count
    return [case]
