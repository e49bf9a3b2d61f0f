"""Asking for work of minutes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django_tasks_db.models import DBTaskResult

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit_log
from harmonie.apps.fairness.models import AuditRecord
from harmonie.apps.jobs.opening import Kind, opened

pytestmark = pytest.mark.django_db
KIND = Kind("fairness.audit", "bias.audit_asked", "bias_audit")


def ask(actor: Actor, kind: Kind = KIND) -> int:
    rows = AuditRecord.objects.all()
    return opened(kind, rows, actor, same={"tier": "fast"}, fields={"why": "asked"}, told={"n": 1})


def test_a_row_a_job_and_an_event_come_together(
    community: Community, actor: Callable[[str, Community], Actor]
) -> None:
    lead = actor("lead", community)
    row = AuditRecord.objects.get(pk=ask(lead))
    assert (row.state, row.tier, row.why, row.asked_as) == ("queued", "fast", "asked", lead.label)
    assert row.asked_by_id == lead.id
    (event,) = [one for one in audit_log.events(community.pk) if one.type == KIND.event]
    assert (event.actor, event.subject) == (lead.label, f"bias_audit:{row.pk}")
    assert event.data == {"n": 1}
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.all()] == [[row.pk]]


def test_what_is_under_way_is_not_asked_for_twice_until_it_is_over(community: Community) -> None:
    first = ask(machine(community.pk))
    assert ask(machine(community.pk)) == first
    assert AuditRecord.objects.get(pk=first).asked_by_id is None
    AuditRecord.objects.update(state="failed")
    assert ask(machine(community.pk)) != first
    assert DBTaskResult.objects.count() == 2


def test_each_community_asks_for_its_own(community: Community, other_community: Community) -> None:
    assert ask(machine(community.pk)) != ask(machine(other_community.pk))


def test_without_a_job_there_is_neither_row_nor_event(community: Community) -> None:
    with pytest.raises(AttributeError):
        ask(machine(community.pk), Kind("fairness.no_such_job", KIND.event, KIND.subject))
    assert not AuditRecord.objects.exists() and audit_log.events(community.pk) == []
