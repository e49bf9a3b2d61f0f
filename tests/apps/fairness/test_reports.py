from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit_log
from harmonie.apps.fairness import operations, queries
from harmonie.apps.fairness.contracts import Refused
from harmonie.apps.inbox.models import Message
from tests.apps.fairness.conftest import WHOLE

pytestmark = pytest.mark.django_db
CASE: dict[str, Any] = {
    "text": "Je suis musulman et je joue ici", "language": "fr", "expected": {"toxicity": 0},
}  # fmt: skip


def test_a_report_keeps_what_the_ai_had_said(report_id: int, community: Community) -> None:
    report = queries.report(community.pk, report_id)
    assert report.state == "open" and report.towards == "religion"
    assert report.judged["tier"] and report.judged["versions"]
    assert 0 <= report.judged["scores"]["toxicity"] <= 1
    assert queries.open_count(community.pk) == 1
    (event,) = audit_log.events(community.pk, types=["bias.reported"])
    assert "text" not in event.data and event.subject == f"bias_report:{report_id}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"what": "rude"}, "what"),
        ({"towards": "everybody"}, "towards"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 2_001}, "text"),
        ({"language": "de"}, "language"),
        ({"expected": {}}, "expected"),
        ({"expected": {"sentiment": 1}}, "expected"),
        ({"expected": {"hate": 2}}, "expected"),
        ({"note": "x" * 1_001}, "note"),
    ],
)
def test_a_report_that_says_too_little_is_refused(
    message_id: int, moderator: Actor, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        operations.report(message_id, moderator, **{**WHOLE, **change})
    assert caught.value.code == code and caught.value.en != caught.value.fr


def test_a_viewer_does_not_report_and_a_message_of_elsewhere_is_not_found(
    message_id: int,
    actor: Callable[[str, Community], Actor],
    community: Community,
    other_community: Community,
) -> None:
    with pytest.raises(NotAllowed):
        operations.report(message_id, actor("viewer", community), **WHOLE)
    with pytest.raises(Refused):
        operations.report(message_id, actor("moderator", other_community), **WHOLE)


def test_a_lead_confirms_and_the_text_joins_the_audits(
    report_id: int, lead: Actor, community: Community, audited: Callable[..., int]
) -> None:
    with pytest.raises(Refused):  # not confirmed yet
        operations.add_case(report_id, lead, **CASE)
    operations.resolve(report_id, "confirmed", "en effet", lead)
    case_id = operations.add_case(report_id, lead, **CASE)
    assert queries.report(community.pk, report_id).state == "in_suite"
    audited()
    view = queries.latest(community.pk)
    assert view is not None
    assert (view.card.own_total, [one.case_id for one in view.own]) == (1, [case_id])
    assert view.report.passed is view.card.passed  # counted apart from the gate
    operations.retire_case(case_id, lead)
    assert queries.report(community.pk, report_id).state == "confirmed"
    audited()
    newest = queries.latest(community.pk)
    assert newest is not None and newest.card.own_total == 0
    assert operations.add_case(report_id, lead, **CASE) == case_id


def test_own_cases_are_right_only_when_every_signal_is_on_its_side(
    report_id: int, lead: Actor, community: Community, audited: Callable[..., int]
) -> None:
    operations.resolve(report_id, "confirmed", "", lead)
    operations.add_case(
        report_id, lead, text="Merci beaucoup pour votre réponse, bonne journée", language="fr",
        expected={"threat": 1},
    )  # fmt: skip
    audited()
    view = queries.latest(community.pk)
    assert view is not None and (view.card.own_right, view.card.own_total) == (0, 1)
    assert view.own[0].scores["threat"] < 0.5


def test_dismissing_needs_a_word_and_can_be_looked_at_again(
    report_id: int, lead: Actor, community: Community
) -> None:
    with pytest.raises(Refused) as caught:
        operations.resolve(report_id, "dismissed", " ", lead)
    assert caught.value.code == "note"
    operations.resolve(report_id, "dismissed", "pas un biais", lead)
    with pytest.raises(Refused) as caught:
        operations.resolve(report_id, "confirmed", "", lead)
    assert caught.value.code == "state"
    operations.reopen(report_id, lead)
    assert queries.report(community.pk, report_id).state == "open"
    types = {event.type for event in audit_log.events(community.pk)}
    assert {"bias.dismissed", "bias.reopened"} <= types


@pytest.mark.parametrize("role", ["moderator", "manager", "auditor", "viewer"])
def test_only_a_lead_resolves(
    report_id: int, actor: Callable[[str, Community], Actor], community: Community, role: str
) -> None:
    other = actor(role, community)
    with pytest.raises(NotAllowed):
        operations.resolve(report_id, "confirmed", "", other)
    with pytest.raises(NotAllowed):
        operations.add_case(report_id, other, **CASE)
    with pytest.raises(NotAllowed):
        operations.retire_case(1, other)
    with pytest.raises(NotAllowed):
        operations.show_public_page(False, other)


def test_a_program_does_not_resolve(report_id: int, lead: Actor, community: Community) -> None:
    from dataclasses import replace

    with pytest.raises(NotAllowed):
        operations.resolve(report_id, "confirmed", "", replace(lead, kind="key"))


def test_the_report_outlives_the_message(
    report_id: int, message_id: int, community: Community
) -> None:
    Message.objects.filter(pk=message_id).delete()
    report = queries.report(community.pk, report_id)
    assert report.message_id is None and report.text == WHOLE["text"]


def test_the_author_of_a_report_reads_it_and_others_do_not(
    report_id: int, moderator: Actor, community: Community
) -> None:
    assert queries.report(community.pk, report_id, only_by=moderator.id).id == report_id
    with pytest.raises(Refused):
        queries.report(community.pk, report_id, only_by=(moderator.id or 0) + 99)


def test_the_public_page_is_on_until_it_is_switched_off(
    lead: Actor, community: Community, audited: Callable[..., int]
) -> None:
    assert queries.public_audit(community.pk) is None
    audited()
    assert queries.public_audit(community.pk) is not None
    operations.show_public_page(False, lead)
    operations.show_public_page(False, lead)
    assert queries.public_audit(community.pk) is None
    assert len(audit_log.events(community.pk, types=["bias.page_changed"])) == 1
