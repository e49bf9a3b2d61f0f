from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.appeals import queries
from harmonie.apps.appeals.contracts import ENOUGH
from harmonie.apps.appeals.models import Appeal
from harmonie.apps.moderation.models import Decision
from harmonie.autonomy.binomial import interval

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(decision_id: int, community: Community, lea: Actor, sana: Actor):  # type: ignore[no-untyped-def]
    """``count(3, "upheld", rule_id="a")``: that many appeals, closed after ten hours."""
    decision = Decision.objects.get(id=decision_id)

    def make(times: int, state: str, lodged_at: datetime | None = None, **fields: object) -> None:
        start = lodged_at or timezone.now() - timedelta(hours=20)
        is_person = state in ("upheld", "overturned")
        for _ in range(times):
            Appeal.objects.create(
                **{"community": community, "decision": decision, "state": state, "language": "fr",
                   "text": "…", "lodged_at": start, "due_at": start + timedelta(days=14),
                   "resolved_at": start + timedelta(hours=10), "reasons": "x" * 20,
                   "resolved_as": sana.label if is_person else "", "decided_as": lea.label,
                   "moderator_id": lea.id, "is_by_machine": False, "kind": "hide", "rule_id": "a",
                   "model_version": "m1", "main_signal": "insult", "content_language": "fr",
                   **fields}
            )  # fmt: skip

    return make


def test_shares_have_exact_intervals_by_every_axis(count, community: Community) -> None:  # type: ignore[no-untyped-def]
    count(9, "upheld")
    count(3, "overturned", rule_id="b", model_version="m2", content_language="en")
    count(2, "overturned", is_by_machine=True, moderator_id=None, main_signal="")
    found = queries.figures(community.pk, with_people=True)
    assert (found.lodged, found.all.resolved, found.all.overturned) == (14, 14, 5)
    assert (found.all.low, found.all.high) == interval(5, 14)
    assert found.all.low < 5 / 14 < found.all.high
    assert found.median_hours == pytest.approx(10)
    told = {axis: [(t.key, t.resolved, t.overturned) for t in lines]
            for axis, lines in found.by.items()}  # fmt: skip
    assert told == {
        "rule": [("a", 11, 2), ("b", 3, 3)],
        "model": [("m1", 11, 2), ("m2", 3, 3)],
        "group": [("insult", 12, 3), ("", 2, 2)],
        "language": [("fr", 11, 2), ("en", 3, 3)],
        "moderator": [("Léa Morvan", 12, 3), ("machine", 2, 2)],
    }
    assert [line.is_enough for line in found.by["rule"]] == [True, False]
    assert found.by["rule"][0].resolved >= ENOUGH


def test_people_are_counted_for_leads_alone(count, community: Community) -> None:  # type: ignore[no-untyped-def]
    count(1, "upheld")
    assert "moderator" not in queries.figures(community.pk, with_people=False).by


def test_what_was_not_examined_is_counted_apart(count, community: Community) -> None:  # type: ignore[no-untyped-def]
    count(2, "withdrawn", closed_because="member")
    count(1, "withdrawn", closed_because="moot")
    late = timezone.now() - timedelta(days=20)
    count(1, "lodged", lodged_at=late, resolved_at=None, reasons="")
    found = queries.figures(community.pk, with_people=False)
    assert (found.lodged, found.withdrawn, found.moot, found.overdue) == (4, 2, 1, 1)
    assert found.all.resolved == 0 and found.all.share == 0.0 and found.median_hours is None


def test_only_the_last_year_counts(count, community: Community) -> None:  # type: ignore[no-untyped-def]
    count(1, "upheld", lodged_at=timezone.now() - timedelta(days=366))
    assert queries.figures(community.pk, with_people=False).lodged == 0
