from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.appeals import operations, queries
from harmonie.apps.appeals.contracts import LONGEST_TEXT, MOST_APPEALS, Lodged, Refused
from harmonie.apps.appeals.models import Appeal
from harmonie.apps.appeals.references import token as receipt_token
from harmonie.apps.audit import queries as audit
from harmonie.apps.moderation import explain
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Decision
from tests.apps.appeals.conftest import REASONS, TEXT

pytestmark = pytest.mark.django_db


def refused(statement: str, text: str = TEXT, **more: object) -> str:
    with pytest.raises(Refused) as caught:
        operations.lodge(statement, text, **more)  # type: ignore[arg-type]
    assert caught.value.en and caught.value.fr
    return caught.value.code


def test_an_appeal_copies_what_will_be_counted(
    appeal: Lodged, decision_id: int, lea: Actor
) -> None:
    row = Appeal.objects.get(pk=appeal.id)
    assert (row.state, row.kind, row.rule_id) == ("lodged", "hide", "proposes")
    assert (row.decided_as, row.moderator_id) == (lea.label, lea.id)
    assert (row.is_by_machine, row.language, row.content_language) == (False, "fr", "fr")
    assert row.model_version
    assert row.due_at - row.lodged_at == timedelta(days=14)


def test_the_log_holds_numbers_and_no_words(appeal: Lodged, decision_id: int) -> None:
    (event,) = audit.events(None, types=["appeal.lodged"])
    assert (event.actor, event.subject) == ("public", f"appeal:{appeal.id}")
    assert event.data["decision"] == decision_id
    assert "animal" not in str(event.data)


def test_the_community_sets_the_deadline_for_later_appeals(
    statement: str, lead: Actor, sana: Actor
) -> None:
    operations.set_terms(lead, 5)
    row = Appeal.objects.get(pk=operations.lodge(statement, TEXT).id)
    assert row.due_at - row.lodged_at == timedelta(days=5)
    operations.set_terms(lead, 9)
    row.refresh_from_db()
    assert row.due_at - row.lodged_at == timedelta(days=5)
    for days in (0, 61):
        with pytest.raises(Refused):
            operations.set_terms(lead, days)
    with pytest.raises(PermissionError):
        operations.set_terms(sana, 3)


def test_one_open_appeal_per_decision(appeal: Lodged, statement: str) -> None:
    assert refused(statement) == "already_open"
    row = Appeal.objects.get(pk=appeal.id)
    row.pk, row.public_id = None, "0" * 16
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_form_sent_twice_leads_to_the_same_receipt(statement: str) -> None:
    first = operations.lodge(statement, TEXT, once="a" * 32)
    assert operations.lodge(statement, TEXT, once="a" * 32) == first
    assert refused(statement, once="b" * 32) == "already_open"


@pytest.mark.parametrize(("seconds", "code"), [(-1, ""), (1, "too_late")])
def test_it_is_open_for_six_months_to_the_second(
    decision_id: int, statement: str, seconds: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = explain.contest_until(Decision.objects.get(id=decision_id).made_at)
    now = until + timedelta(seconds=seconds)
    monkeypatch.setattr(timezone, "now", lambda: now)
    if code:
        assert refused(statement) == code
    else:
        assert operations.lodge(statement, TEXT).id


def test_an_undone_decision_leaves_nothing_to_contest(
    decision_id: int, statement: str, lea: Actor
) -> None:
    moderation.undo(decision_id, lea)
    assert refused(statement) == "undone"


def test_a_wrong_address_opens_nothing(statement: str) -> None:
    for wrong in ("", "x", statement[:-1], statement.replace(".", ""), "é" * 30):
        assert refused(wrong) == "no_statement"


@pytest.mark.parametrize("text", ["", "  \r\n\t ", "\x00\x01"])
def test_an_empty_text_is_refused(statement: str, text: str) -> None:
    assert refused(statement, text) == "empty"


def test_the_limit_counts_characters_as_people_see_them(statement: str) -> None:
    assert refused(statement, "é" * (LONGEST_TEXT + 1)) == "too_long"
    lines = "a\r\n" * (LONGEST_TEXT // 2)
    assert Appeal.objects.get(pk=operations.lodge(statement, lines).id).text.count("\n") == 999


def test_control_characters_and_halves_of_characters_are_not_kept(statement: str) -> None:
    found = Appeal.objects.get(pk=operations.lodge(statement, "un\x00 deux\x1b \ud800 trois").id)
    assert found.text == "un deux ? trois"


def test_the_member_comes_back_with_something_new_but_not_for_ever(
    statement: str, sana: Actor, lead: Actor
) -> None:
    lodged = operations.lodge(statement, TEXT)
    operations.take(lodged.id, sana)
    operations.resolve(lodged.id, "upheld", REASONS, sana)
    for _ in range(MOST_APPEALS - 1):
        again = operations.lodge(statement, "Voici une preuve nouvelle.")
        operations.withdraw(receipt_token(again.public_id))
    assert refused(statement) == "too_many_appeals"


def test_the_receipts_address_is_not_the_statements(appeal: Lodged, statement: str) -> None:
    receipt = receipt_token(appeal.public_id)
    assert receipt != statement
    assert queries.receipt(receipt).text == TEXT
    for wrong in (statement, receipt[:-1], appeal.public_id):
        with pytest.raises(LookupError):
            queries.receipt(wrong)


def test_a_program_lodges_only_in_its_own_community(
    statement: str, community: Community, other_community: Community
) -> None:
    may = frozenset({"appeal.lodge"})
    stranger = Actor("key", 9, "k", other_community.pk, may)
    assert refused(statement, actor=stranger) == "no_statement"
    with pytest.raises(PermissionError):
        operations.lodge(statement, TEXT, actor=Actor("key", 9, "k", community.pk, frozenset()))
    lodged = operations.lodge(statement, TEXT, actor=Actor("key", 9, "k", community.pk, may))
    assert Appeal.objects.get(pk=lodged.id).lodged_as == "key:9"
