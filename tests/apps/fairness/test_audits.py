from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from harmonie.apps.accounts.contracts import Actor, NotAllowed, machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit_log
from harmonie.apps.fairness import operations, queries
from harmonie.apps.fairness.contracts import Refused
from harmonie.apps.fairness.models import AuditRecord
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox.announcements import live_model_changed
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.jobs.long_work import SILENT_AFTER
from harmonie.apps.moderation import operations as moderation
from harmonie.learning.fairness import abridged
from harmonie.records import Author, Message
from tests.apps.fairness.made import audits_as, made_report

pytestmark = pytest.mark.django_db


def jobs(name: str) -> int:
    return DBTaskResult.objects.filter(task_path__endswith=name).count()


def test_an_audit_is_asked_for_made_and_kept(
    audited: Callable[..., int], community: Community
) -> None:
    audit_id = audited(passed=True)
    view = queries.latest(community.pk)
    assert view is not None and view.card.id == audit_id
    assert (view.card.passed, view.card.model_version) == (True, "fast-aaaa1111")
    assert view.report == made_report(passed=True).__class__.from_json(view.report.to_json())
    assert view.card.summary["fr"] == {
        "accuracy": 0.9, "worst_auc": 0.97, "flips": 0.013, "drop": 0.08,
    }  # fmt: skip
    told = [event.type for event in audit_log.events(community.pk)]
    assert {"bias.audit_asked", "bias.audited"} <= set(told)


def test_asking_while_one_is_under_way_starts_no_second(lead: Actor) -> None:
    assert operations.ask(lead) == operations.ask(lead)
    assert jobs("fairness.tasks.audit") == 1


def test_two_workers_do_not_make_the_same_audit(
    lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_id = operations.ask(lead)
    made = []

    def audit(pipeline: object, **fields: object) -> object:
        made.append(1)
        operations.run(audit_id)  # another worker takes the same job
        return made_report()

    monkeypatch.setattr("harmonie.learning.fairness.audit", audit)
    operations.run(audit_id)
    operations.run(audit_id)
    assert made == [1]


def test_an_audit_whose_worker_died_is_taken_up_again(lead: Actor) -> None:
    audit_id = operations.ask(lead)
    assert operations.lost() == []
    AuditRecord.objects.update(
        state="running", beat_at=timezone.now() - SILENT_AFTER - timedelta(seconds=1)
    )
    assert operations.lost() == [audit_id]


def test_a_failure_is_told_and_another_may_be_asked_for(
    lead: Actor, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    def audit(*_: object, **__: object) -> object:
        raise ValueError("no texts to judge")

    monkeypatch.setattr("harmonie.learning.fairness.audit", audit)
    first = operations.ask(lead)
    operations.run(first)
    (card,) = queries.audits(community.pk)
    assert (card.state, card.error) == ("failed", "no texts to judge")
    assert queries.latest(community.pk) is None
    assert operations.ask(lead) != first
    assert audit_log.events(community.pk, types=["bias.audit_failed"])


def test_only_a_lead_asks_for_an_audit(moderator: Actor, auditor: Actor) -> None:
    for actor in (moderator, auditor):
        with pytest.raises(NotAllowed):
            operations.ask(actor)


def written(community: Community) -> None:
    """A message that was received, judged and considered."""
    message = Message("Bonjour à tous", author=Author("ana", "Ana"), external_id="m")
    (result,) = inbox.receive([message], actor=machine(community.pk), channel="web")
    moderation.consider(inbox.analyse([result.id]))


def test_every_community_is_audited_every_week_and_shares_the_figures_of_the_same_model(
    community: Community, other_community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harmonie.apps.inbox.judging import current_pipeline

    version = current_pipeline(community.pk).version
    made = []

    def audit(pipeline: object, **_: object) -> object:
        made.append(1)
        return made_report(version)

    monkeypatch.setattr("harmonie.learning.fairness.audit", audit)
    assert operations.ask_where_due() == []  # nobody wrote yet
    for place in (community, other_community):
        written(place)
    for audit_id in operations.ask_where_due():
        operations.run(audit_id)
    assert operations.ask_where_due() == []
    assert made == [1]
    for place in (community, other_community):
        view = queries.latest(place.pk)
        assert view is not None and view.card.why == "weekly"


def test_a_new_model_in_use_is_audited_by_itself(community: Community) -> None:
    live_model_changed.send(sender=None, community_id=community.pk, version="fast-bbbb2222")
    assert jobs("fairness.tasks.audit_model_in_use") == 1
    operations.ask_for(community.pk, "model_changed")
    assert AuditRecord.objects.get().why == "model_changed"


def test_an_audit_is_compared_with_the_one_before(
    audited: Callable[..., int], community: Community
) -> None:
    first = audited(accuracy=80)
    AuditRecord.objects.update(made_at=timezone.now() - timedelta(days=7))
    audited(accuracy=90)
    view = queries.latest(community.pk)
    assert view is not None and view.previous is not None and view.previous.id == first
    assert len(queries.history(community.pk)) == 2


def test_an_audit_of_another_community_is_not_found(
    audited: Callable[..., int], other_community: Community
) -> None:
    audit_id = audited()
    with pytest.raises(Refused):
        queries.audit(other_community.pk, audit_id)


def test_the_audit_of_the_installed_model_is_made_for_real(
    lead: Actor, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harmonie.learning import fairness

    real = fairness.audit
    monkeypatch.setattr(
        fairness, "audit", lambda pipeline, progress: real(pipeline, limit=2, progress=progress)
    )
    audit_id = operations.ask(lead)
    operations.run(audit_id)
    view = queries.audit(community.pk, audit_id)
    assert view.report.texts > 100 and view.report.limit == 2
    assert set(view.card.summary) == {"fr", "en"}


def test_made_by_hand_stands_for_the_real_one() -> None:
    report = made_report(passed=False)
    assert audits_as(report)(None) is report
    assert len(report.failed) == 2 and len(report.undecided) == 2


def test_old_audits_keep_what_the_history_and_their_page_show(
    audited: Callable[..., int],
    community: Community,
    other_community: Community,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("harmonie.apps.fairness.operations.audits.WHOLE", 2)
    first, second = audited(passed=False), audited(accuracy=80)
    AuditRecord.objects.filter(pk=first).update(community=other_community)
    third = audited()
    assert not queries.audit(other_community.pk, first).report.is_abridged
    AuditRecord.objects.filter(pk=first).update(community=community)
    written_before = AuditRecord.objects.get(pk=first)
    del written_before.report["is_abridged"]  # as older versions wrote it
    written_before.save()
    told = queries.audits(community.pk), queries.history(community.pk)
    fourth = audited()
    cards, history = queries.audits(community.pk), queries.history(community.pk)
    assert (cards[1:], history[:-1]) == told
    reports = [queries.audit(community.pk, one).report for one in (first, second, third, fourth)]
    assert [one.is_abridged for one in reports] == [True, True, False, False]
    whole = made_report(passed=False)
    assert (reports[0].model_version, reports[0].texts) == (whole.model_version, whole.texts)
    assert reports[0].findings == whole.failed and not reports[0].passed
    assert reports[0].functions == () and reports[2].functions == whole.functions
    latest = queries.public_audit(community.pk)
    assert latest is not None and latest.report == reports[3]


def test_the_figures_of_an_abridged_audit_are_not_shared(
    audited: Callable[..., int], community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = current_pipeline(community.pk).version
    old = audited(version=version)
    row = AuditRecord.objects.get(pk=old)
    row.report = abridged(row.report)
    row.save()
    operations.run(operations.ask_for(community.pk, "weekly"))
    latest = queries.latest(community.pk)
    assert latest is not None and latest.card.id != old and latest.report.functions
