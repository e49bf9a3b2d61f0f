"""Sending against a stand-in of the database: each statement once, whatever happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit
from harmonie.apps.connections import egress, vault
from harmonie.apps.dsa import operations, queries, tasks
from harmonie.apps.dsa.models import Reporting, State, Submission
from harmonie.apps.dsa.operations import InvalidReporting
from harmonie.apps.moderation.models import Decision
from tests.apps.dsa.stand_in import TOKEN, StandIn
from tests.apps.dsa.test_export import copies

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here: nothing may be tidied up."""


def wait_over(community: Community) -> None:
    """The pause has passed, and calls of a dead process are old."""
    Reporting.objects.filter(community=community).update(paused_until=None)
    Submission.objects.update(claimed_at=timezone.now() - timedelta(hours=1))


def states(community: Community) -> dict[str, int]:
    return {name: count for name, count in queries.counts(community.pk).items() if count}


def once_each(database: StandIn) -> bool:
    """No puid was posted twice, in whatever call."""
    return max(Counter(puid for call in database.calls for puid in call).values()) == 1


def test_nothing_is_collected_or_sent_before_it_is_switched_on(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn
) -> None:
    decided(2)
    tasks.report_all.func()
    assert operations.collect(ruled.pk) == 0
    assert operations.send(ruled.pk).sent == 0
    assert database.calls == []


def test_decisions_taken_from_then_on_are_sent_in_calls_of_a_hundred(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    (before,) = decided(1)
    reporting()
    Decision.objects.filter(id=before).update(made_at=timezone.now() - timedelta(minutes=1))
    copies(before, 249)
    later = Decision.objects.exclude(id=before)
    later.update(made_at=timezone.now())
    assert operations.collect(ruled.pk) == 249
    done = operations.send(ruled.pk)
    assert (done.sent, done.waiting) == (249, 0)
    assert [len(call) for call in database.calls] == [100, 100, 49]
    assert set(database.kept) == set(later.values_list("public_id", flat=True))
    assert operations.collect(ruled.pk) == 0
    assert operations.send(ruled.pk).sent == 0
    assert once_each(database)


def test_the_job_collects_and_sends(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    decided(1)
    tasks.report.func(ruled.pk)
    assert len(database.kept) == 1


def test_a_refused_record_keeps_its_errors_and_the_others_are_sent(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn, lead: Actor,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    bad, *_others = decided(3)
    operations.collect(ruled.pk)
    row = Submission.objects.get(decision_id=bad)
    Submission.objects.filter(pk=row.pk).update(record=row.record | {"category": "X"})
    done = operations.send(ruled.pk)
    assert (done.sent, done.refused) == (2, 1)
    (line,) = queries.unsettled(ruled.pk)
    assert line.decision_id == bad
    assert "X" in line.problems["category"][0]
    assert operations.retry(ruled.pk, lead) == 1
    assert operations.send(ruled.pk).sent == 1
    assert states(ruled) == {"sent": 3}


def test_a_refusal_that_names_nobody_is_found_one_by_one(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    decided(3)
    operations.collect(ruled.pk)
    database.script = [(422, {}, "before"), (422, {}, "before")]
    done = operations.send(ruled.pk)
    assert (done.sent, done.refused) == (2, 1)
    assert [len(call) for call in database.calls] == [3, 1, 1, 1]
    (line,) = queries.unsettled(ruled.pk)
    assert line.problems == {"record": ["as scripted"]}


@pytest.mark.parametrize(("asked", "waits"), [("90", 90), ("", 60)])
def test_too_many_calls_wait_as_long_as_asked(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn, asked: str, waits: int,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    decided(1)
    operations.collect(ruled.pk)
    database.script = [(429, {"Retry-After": asked}, "before")]
    done = operations.send(ruled.pk)
    assert done.paused_until is not None
    assert abs((done.paused_until - timezone.now()).total_seconds() - waits) < 5
    assert operations.send(ruled.pk).waiting == 1
    assert len(database.calls) == 1
    wait_over(ruled)
    assert operations.send(ruled.pk).sent == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_after_a_failure_of_the_server_it_is_asked_before_anything_is_sent_again(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn, when: str,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    decided(2)
    operations.collect(ruled.pk)
    database.script = [(503, {}, when)]
    assert operations.send(ruled.pk).paused_until is not None
    assert states(ruled) == {"unsure": 2}
    wait_over(ruled)
    done = operations.send(ruled.pk)
    assert done.waiting == 0
    assert states(ruled) == {"sent": 2}
    assert len(database.asked) == 2
    assert len(database.calls) == (1 if when == "after" else 2)


@pytest.mark.parametrize("is_kept", [True, False])
def test_killed_in_the_middle_of_a_call_it_goes_on_and_sends_nothing_twice(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn, is_kept: bool,
    reporting: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    reporting()
    copies(decided(1)[0], 149)
    operations.collect(ruled.pk)
    real = egress.call

    def dies(*given: Any, **more: Any) -> egress.Answer:
        if is_kept:
            real(*given, **more)
        raise Killed

    monkeypatch.setattr(egress, "call", dies)
    with pytest.raises(Killed):
        operations.send(ruled.pk)
    monkeypatch.setattr(egress, "call", real)
    assert states(ruled) == {"queued": 50, "sending": 100}
    wait_over(ruled)
    operations.send(ruled.pk)
    assert states(ruled) == {"sent": 150}
    assert len(database.kept) == 150
    assert once_each(database)


def test_a_call_of_a_living_process_is_left_alone(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    decided(1)
    operations.collect(ruled.pk)
    Submission.objects.update(state=State.SENDING, claimed_at=timezone.now())
    assert operations.send(ruled.pk).waiting == 1
    assert (database.calls, database.asked) == ([], [])


def test_a_puid_that_the_database_knows_already_counts_as_sent(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    first, _second = decided(2)
    operations.collect(ruled.pk)
    known = Submission.objects.get(decision_id=first)
    database.kept[known.puid] = known.record
    assert operations.send(ruled.pk).sent == 2
    assert states(ruled) == {"sent": 2}
    assert len(database.kept) == 2


@pytest.mark.parametrize("status", [302, 401, 403, 404, 413])
def test_an_answer_that_says_neither_yes_nor_no_stops_and_is_shown(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn, status: int,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    decided(1)
    operations.collect(ruled.pk)
    database.script = [(status, {"Location": database.address}, "before")]
    operations.send(ruled.pk)
    assert queries.reporting(ruled.pk).last_error == f"status {status}"
    assert states(ruled) == {"queued": 1}
    assert len(database.calls) == 1


def test_what_lacks_something_waits_with_its_name_until_it_is_given(
    decided: Callable[..., list[int]], ruled: Community, database: StandIn, lead: Actor,
    reporting: Callable[..., None],
) -> None:  # fmt: skip
    reporting()
    (decision_id,) = decided(1)
    Decision.objects.filter(id=decision_id).update(rule_id="")
    operations.collect(ruled.pk)
    (line,) = queries.unsettled(ruled.pk)
    assert line.problems == {"category": ["is missing"]}
    assert operations.send(ruled.pk).incomplete == 1
    operations.choose_categories(ruled.pk, lead, {"-": "VIOLENCE"})
    operations.collect(ruled.pk)
    assert operations.send(ruled.pk).sent == 1


def test_warnings_are_not_sent(
    decided: Callable[..., list[int]], ruled: Community, reporting: Callable[..., None],
    database: StandIn,
) -> None:  # fmt: skip
    reporting()
    decided(1, "warn")
    assert operations.collect(ruled.pk) == 0


def test_the_token_is_kept_encrypted_and_an_empty_one_keeps_it(
    ruled: Community, database: StandIn, reporting: Callable[..., None]
) -> None:
    reporting()
    reporting(token="")
    row = Reporting.objects.get(community=ruled)
    assert TOKEN.encode() not in bytes(row.secrets)
    assert vault.unlock(row.secrets) == {"token": TOKEN}
    assert TOKEN not in repr(queries.reporting(ruled.pk))
    events = audit.events(ruled.pk, subject=f"community:{ruled.pk}")
    assert all(TOKEN not in str(event.data) for event in events)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"profile": "page_operator"}, "is_voluntary"),
        ({"profile": "hosting"}, "is_voluntary"),
        ({"is_small": True}, "is_voluntary"),
        ({"token": ""}, "token"),
        ({"token": "two words"}, "token"),
        ({"address": ""}, "address"),
        ({"address": "http://192.168.0.1/api/v1/statements"}, "address"),
        ({"territories": []}, "territories"),
        ({"profile": "vlop"}, "profile"),
    ],
)
def test_sending_cannot_be_switched_on_without_what_it_needs(
    ruled: Community, reporting: Callable[..., None], given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidReporting) as refused:
        reporting(**given)
    assert field in refused.value.problems
    assert not Reporting.objects.filter(is_on=True).exists()


def test_a_small_page_may_choose_to_send(ruled: Community, reporting: Callable[..., None]) -> None:
    reporting(profile="page_operator", is_small=True, is_voluntary=True)
    assert queries.reporting(ruled.pk).is_on


def test_a_moderator_may_not_set_reporting_up(ruled: Community, lea: Actor) -> None:
    from harmonie.apps.accounts.contracts import NotAllowed

    with pytest.raises(NotAllowed):
        operations.choose_categories(ruled.pk, lea, {"-": "VIOLENCE"})
