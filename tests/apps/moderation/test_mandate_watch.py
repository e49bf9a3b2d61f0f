"""Blind checks, and the machine that steps back by itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation import queries
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.models import Decision, MandateRecord, SampledReview
from harmonie.apps.moderation.operations import mandates
from harmonie.apps.moderation.queries import mandate_watch
from tests.apps.moderation import silent
from tests.apps.moderation.silent import CARRIED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _same_draws(settings: Any) -> None:
    settings.SECRET_KEY = "the place of equal scores is drawn from this one"


@pytest.fixture
def carried(ruled: Community, lead: Actor) -> Community:
    silent.carried_rules(ruled.pk, lead)
    return ruled


@pytest.fixture
def granted(carried: Community, lead: Actor) -> int:
    return silent.granted(lead, maximum_error=0.1)


def answer_with(ids: list[int], share_wrong: float, lea: Actor, dice: random.Random) -> None:
    for pk in ids:
        mandates.review(pk, "approve" if dice.random() < share_wrong else "hide", lea)


def test_the_ai_steps_back_when_its_errors_double(
    granted: int, lead: Actor, lea: Actor, say: Callable[..., int]
) -> None:
    dice = random.Random(20261124)
    answer_with(silent.acted(granted, 120), 0.05, lea, dice)
    assert mandates.watch_all() == []
    after = 0
    while after < 800 and mandates.watch(granted):
        answer_with(silent.acted(granted, 20), 0.2, lea, dice)
        after += 20
    row = MandateRecord.objects.get(pk=granted)
    assert row.state == "withdrawn" and 40 <= after <= 800
    event = audit.events(None, types=["mandate.withdrawn"])[-1]
    assert (event.actor, event.data["cause"]) == ("machine", "error_passed")
    (told,) = queries.stepped_back(row.community_id)
    assert told.id == granted and "contrôlées" in told.why["fr"]
    message_id = say(f"Voici une {CARRIED} dans la rivière")
    assert inbox_queries.visibilities([message_id])[message_id] == "visible"
    assert mandates.watch_all() == []


def test_a_mandate_that_keeps_its_promise_stays(granted: int, lea: Actor) -> None:
    answer_with(silent.acted(granted, 200), 0.05, lea, random.Random(7))
    assert mandates.watch(granted)
    assert MandateRecord.objects.get(pk=granted).state == "granted"


def test_the_ai_steps_back_when_nobody_checks(granted: int) -> None:
    silent.acted(granted, 20, due=timedelta(seconds=-1))
    assert mandates.watch(granted)
    silent.acted(granted, 1, due=timedelta(seconds=-1))
    assert not mandates.watch(granted)
    assert audit.events(None, types=["mandate.withdrawn"])[-1].data["cause"] == "unreviewed"


def test_the_ai_steps_back_when_its_scores_move(granted: int) -> None:
    silent.acted(granted, 300)
    decisions = list(Decision.objects.filter(mandate_id=granted).order_by("pk"))
    for place, decision in enumerate(decisions):
        decision.confidence = 0.5 + 0.001 * (place % 100)
    Decision.objects.bulk_update(decisions, ["confidence"])
    assert not mandates.watch(granted)
    assert audit.events(None, types=["mandate.withdrawn"])[-1].data["cause"] == "drifted"


def test_watching_what_is_not_in_force_does_nothing(carried: Community, lead: Actor) -> None:
    assert mandates.watch(silent.in_shadow(lead))
    assert mandates.watch(999_999)


def test_checks_of_before_a_withdrawal_do_not_weigh_on_the_next_grant(
    granted: int, lead: Actor, lea: Actor
) -> None:
    answer_with(silent.acted(granted, 30), 1.0, lea, random.Random(1))
    assert not mandates.watch(granted)
    row = MandateRecord.objects.get(pk=granted)
    assert mandate_watch.checked(row) == []


@pytest.mark.parametrize(
    ("answer", "is_wrong"),
    [("hide", False), ("approve", True), ("remove", True), ("unsure", True)],
)
def test_only_the_same_action_is_right(
    granted: int, lea: Actor, answer: str, is_wrong: bool
) -> None:
    (pk,) = silent.acted(granted, 1)
    mandates.review(pk, answer, lea)
    row = SampledReview.objects.get()
    assert (row.answer, row.is_wrong, row.reviewed_by_id) == (answer, is_wrong, lea.id)
    event = audit.events(None, types=["mandate.reviewed"])[-1]
    assert (event.actor, event.data["is_wrong"]) == (lea.label, is_wrong)


def test_a_check_is_answered_once_and_by_people_of_the_team(
    granted: int, lea: Actor, sana: Actor, actor: Callable[..., Actor], carried: Community,
    other_community: Community,
) -> None:  # fmt: skip
    (pk,) = silent.acted(granted, 1)
    with pytest.raises(NotAllowed):
        mandates.review(pk, "hide", actor("viewer", carried))
    for given, who, code in (
        ("dance", lea, "answer"), ("hide", actor("moderator", other_community), "unknown"),
    ):  # fmt: skip
        with pytest.raises(DecisionRefused) as refusal:
            mandates.review(pk, given, who)
        assert refusal.value.code == code
    mandates.review(pk, "hide", lea)
    with pytest.raises(DecisionRefused) as refusal:
        mandates.review(pk, "approve", sana)
    assert refusal.value.code == "answered"
    assert SampledReview.objects.get().answer == "hide"


def test_what_was_let_through_is_estimated_with_the_weights_of_the_draw(
    granted: int, carried: Community, lea: Actor
) -> None:
    assert mandate_watch.let_through(carried.pk) is None
    for place, message_id in enumerate(silent.written(carried.pk, 40)):
        check = SampledReview.objects.create(
            community_id=carried.pk, message_id=message_id, purpose="allow",
            share=0.1 if place % 2 else 0.01, lowest_share=0.01,
            due_at="2027-01-01T00:00:00Z",
        )  # fmt: skip
        mandates.review(check.pk, "hide" if place % 2 else "approve", lea)
    found = mandate_watch.let_through(carried.pk)
    assert found is not None and (found.reviewed, found.harmful) == (40, 20)
    assert found.rate == pytest.approx(20 * 0.1 / (20 * 0.1 + 20))


def test_the_error_over_time_ends_with_everything_that_was_checked(
    granted: int, lea: Actor
) -> None:
    answer_with(silent.acted(granted, 30), 0.3, lea, random.Random(3))
    sampled = mandate_watch.checked(MandateRecord.objects.get(pk=granted))
    points = mandate_watch.error_over_time(sampled, 0.05)
    assert len(points) == mandate_watch.POINTS
    assert points[-1].checked == 30
    assert all(0 <= point.low <= point.rate <= point.high <= 1 for point in points)
    assert mandate_watch.error_over_time([], 0.05) == []
