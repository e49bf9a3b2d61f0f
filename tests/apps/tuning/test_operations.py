from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit_log
from harmonie.apps.inbox.announcements import live_model_changed
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.inbox.models import Message
from harmonie.apps.jobs.long_work import SILENT_AFTER
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Case, Decision
from harmonie.apps.tuning import in_use, operations, queries, weights
from harmonie.apps.tuning.contracts import Refused
from harmonie.apps.tuning.models import CandidateAudit, Comparison, LiveModel
from harmonie.weights.store import best_installed, load
from tests.apps.moderation.conftest import ASKED, HIDDEN, PROPOSED
from tests.apps.tuning import weighing

pytestmark = pytest.mark.django_db
WHY = "mieux sur l’argot"


def version_of(message_id: int) -> str:
    signals = Message.objects.get(pk=message_id).analysis["signals"]
    return str(signals["toxicity"]["version"])


def installed_version() -> str:
    """What judges by default: the best tier installed that is not above ``full``."""
    return load(best_installed("full")).version


def test_until_somebody_chooses_the_installed_model_judges(community: Community) -> None:
    assert current_pipeline(community.pk).version == installed_version()
    assert queries.live(community.pk) is None


def test_a_fair_candidate_is_measured_and_goes_live_for_its_community_alone(
    candidate: str,
    measure: Callable[..., None],
    lead: Actor,
    ruled: Community,
    other_community: Community,
    say: Callable[..., int],
) -> None:
    old_version = current_pipeline(ruled.pk).version
    decided = say(f"Voici une {PROPOSED} dans la phrase")
    moderation.decide(Case.objects.get(message_id=decided).pk, "hide", lead)
    alone = say(f"Voici une {HIDDEN} dans la phrase")
    waiting = say(f"Une autre {PROPOSED} dans la phrase")
    heard: list[str] = []
    live_model_changed.connect(
        lambda version, **_: heard.append(version), weak=False, dispatch_uid="test"
    )
    measure(candidate)
    assert operations.promote(candidate, WHY, lead) == 2
    live_model_changed.disconnect(dispatch_uid="test")
    found = weights.candidate(candidate)
    # The worker's next batch is judged by the new model, without a restart.
    assert version_of(say("Encore un message")) == found.version != old_version
    assert current_pipeline(other_community.pk).version == old_version
    assert heard == [found.version]
    # Decided messages keep what judged them, open cases are judged again.
    operations.refresh_open_cases(ruled.pk, 0)
    assert version_of(waiting) == found.version
    for message_id in (decided, alone):
        assert version_of(message_id) == old_version
        evidence = Decision.objects.get(message_id=message_id).evidence
        assert evidence["signals"]["toxicity"]["version"] == old_version
    types = {event.type for event in audit_log.events(ruled.pk)}
    assert {
        "model.comparison_asked", "model.compared", "model.audit_asked", "model.audited",
        "model.promoted", "message.reanalysed", "case.rejudged",
    } <= types  # fmt: skip
    assert [(one.how, one.note) for one in queries.history(ruled.pk)] == [
        ("promoted", WHY), ("installed", ""),
    ]  # fmt: skip


def test_a_deliberately_biased_model_is_refused(
    lead: Actor, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harmonie.learning import fairness

    real = fairness.audit
    monkeypatch.setattr(fairness, "audit", lambda one, **more: real(one, limit=2, **more))
    weighing.biased()
    operations.go_on_comparing(operations.ask_for_comparison("partial.fast", lead))
    audit_id = operations.ask_for_audit("partial.fast", lead)
    operations.audit_candidate(audit_id)
    card, report = queries.audit_report(community.pk, audit_id)
    assert card.state == "done" and card.passed is False
    assert report is not None
    assert {"swap_flips", "swap_mean_gap"} & {finding.key for finding in report.failed}
    with pytest.raises(Refused) as caught:
        operations.promote("partial.fast", WHY, lead)
    assert caught.value.code == "audit_failed"
    assert "groups" in caught.value.en and "groupes" in caught.value.fr
    assert not LiveModel.objects.exists()
    assert current_pipeline(community.pk).version == installed_version()


def test_nothing_goes_live_unmeasured(
    candidate: str, lead: Actor, measure: Callable[..., None], community: Community
) -> None:
    with pytest.raises(Refused) as caught:
        operations.promote(candidate, WHY, lead)
    assert caught.value.code == "not_ready"
    ready = queries.readiness(community.pk, weights.candidate(candidate))
    assert ready.missing == ("comparison", "audit")
    measure(candidate, passed=False)
    with pytest.raises(Refused) as caught:
        operations.promote(candidate, WHY, lead)
    assert caught.value.code == "audit_failed"


def test_weights_retrained_since_their_audit_are_another_candidate(
    candidate: str, lead: Actor, measure: Callable[..., None], community: Community
) -> None:
    measure(candidate)
    seen = weights.candidate(candidate).mark
    weighing.other(shift=0.3)
    with pytest.raises(Refused) as caught:
        operations.promote(candidate, WHY, lead, mark=seen)
    assert caught.value.code == "changed"
    with pytest.raises(Refused) as caught:
        operations.promote(candidate, WHY, lead)
    assert caught.value.code == "not_ready"


def test_what_was_measured_against_another_model_is_measured_again(
    candidate: str, lead: Actor, measure: Callable[..., None], community: Community
) -> None:
    measure(candidate)
    weighing.other("second", shift=0.02)
    measure("second.fast")
    operations.promote("second.fast", WHY, lead)
    ready = queries.readiness(community.pk, weights.candidate(candidate))
    assert ready.missing == ("comparison_old", "audit_old")


def test_going_back_is_allowed_at_once(
    candidate: str, lead: Actor, measure: Callable[..., None], community: Community
) -> None:
    before = current_pipeline(community.pk).version
    with pytest.raises(Refused) as caught:
        operations.roll_back(WHY, lead)
    assert caught.value.code == "nothing_before"
    measure(candidate)
    operations.promote(candidate, WHY, lead)
    with pytest.raises(Refused) as caught:
        operations.promote(candidate, WHY, lead)
    assert caught.value.code == "already_live"
    assert operations.roll_back("trop sévère", lead) == 3
    assert current_pipeline(community.pk).version == before
    assert audit_log.events(community.pk, types=["model.rolled_back"])[0].data["before"] == (
        weights.candidate(candidate).version
    )


def test_going_back_to_a_model_whose_copy_is_gone_is_refused(
    candidate: str, lead: Actor, measure: Callable[..., None], community: Community
) -> None:
    import shutil

    measure(candidate)
    operations.promote(candidate, WHY, lead)
    operations.roll_back("essai", lead)
    in_use.loaded.cache_clear()
    shutil.rmtree(weights.kept())
    with pytest.raises(Refused) as caught:
        operations.roll_back("retour", lead)
    assert caught.value.code == "broken"
    assert current_pipeline(community.pk).version == installed_version()


def test_a_live_model_that_can_no_longer_be_read_does_not_stop_the_desk(
    candidate: str, lead: Actor, measure: Callable[..., None], community: Community
) -> None:
    import shutil

    measure(candidate)
    operations.promote(candidate, WHY, lead)
    in_use.loaded.cache_clear()
    shutil.rmtree(weights.kept())
    assert current_pipeline(community.pk).version == installed_version()


@pytest.mark.parametrize("note", ["", "   ", "x" * 501])
def test_a_promotion_says_why(
    candidate: str, lead: Actor, measure: Callable[..., None], note: str
) -> None:
    measure(candidate)
    with pytest.raises(Refused) as caught:
        operations.promote(candidate, note, lead)
    assert caught.value.code == "note"


@pytest.mark.parametrize("role", ["moderator", "manager", "auditor", "viewer"])
def test_only_a_lead_measures_and_promotes(
    candidate: str, actor: Callable[[str, Community], Actor], community: Community, role: str
) -> None:
    other = actor(role, community)
    for attempt in (
        lambda: operations.ask_for_comparison(candidate, other),
        lambda: operations.ask_for_audit(candidate, other),
        lambda: operations.promote(candidate, WHY, other),
        lambda: operations.roll_back(WHY, other),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_program_never_puts_a_model_in_use(
    candidate: str, lead: Actor, measure: Callable[..., None]
) -> None:
    measure(candidate)
    with pytest.raises(NotAllowed):
        operations.promote(candidate, WHY, replace(lead, kind="key"))


def test_a_comparison_makes_room_for_other_work_and_stores_no_text(
    candidate: str,
    lead: Actor,
    say: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(5):
        say(f"Merci beaucoup pour tout, numéro {number}")
    monkeypatch.setattr("harmonie.apps.tuning.operations.comparing.CHUNK", 2)
    comparison_id = operations.ask_for_comparison(candidate, lead, messages=5)
    assert operations.ask_for_comparison(candidate, lead, messages=5) == comparison_id
    states = []
    for _ in range(4):
        operations.go_on_comparing(comparison_id)
        row = Comparison.objects.get()
        states.append((row.state, row.result["judged"]))
    assert states == [("queued", 2), ("queued", 4), ("done", 5), ("done", 5)]
    queued = DBTaskResult.objects.filter(task_path__endswith="tuning.tasks.compare").count()
    assert queued == 3
    assert "Merci" not in f"{row.result}{row.examples}"


def test_a_comparison_acts_on_nothing(
    lead: Actor, say: Callable[..., int], ruled: Community
) -> None:
    weighing.biased()
    say("Je suis musulman et je joue ici depuis deux ans")
    before = (Case.objects.count(), Decision.objects.count(), Message.objects.get().analysis)
    comparison_id = operations.ask_for_comparison("partial.fast", lead)
    operations.go_on_comparing(comparison_id)
    view = queries.comparison(ruled.pk, comparison_id)
    assert view.result["signals"]["toxicity"] == {"gained": 1, "lost": 0}
    assert view.result["groups"]["muslim"] == {"n": 1, "changed": 1}
    assert view.examples[0].text.startswith("Je suis musulman")
    after = (Case.objects.count(), Decision.objects.count(), Message.objects.get().analysis)
    assert after == before


def test_measurements_whose_worker_died_are_taken_up_again(candidate: str, lead: Actor) -> None:
    operations.ask_for_comparison(candidate, lead)
    operations.ask_for_audit(candidate, lead)
    assert operations.lost() == 0
    past = timezone.now() - SILENT_AFTER - timedelta(seconds=1)
    for rows in (Comparison.objects, CandidateAudit.objects):
        rows.update(state="running", beat_at=past)
    assert operations.lost() == 2


def test_open_cases_stay_before_a_person_whatever_the_new_model_says(
    say: Callable[..., int], ruled: Community, lead: Actor
) -> None:
    message_id = say(f"Voici une {ASKED} dans la phrase")
    case = Case.objects.get(message_id=message_id)
    softer = f"{HIDDEN}"
    rules = moderation_rules(softer)
    moderation.save_policy(ruled.pk, rules, "", lead)
    operations.refresh_open_cases(ruled.pk, 0)
    case.refresh_from_db()
    assert (case.state, case.mode) == ("open", "ask")
    assert "personne" in case.verdict["reasons"][0]["fr"]
    assert not Decision.objects.exists()
    operations.refresh_open_cases(ruled.pk, case.pk)  # none is left: nothing happens


def moderation_rules(word: str) -> str:
    from tests.apps.moderation.conftest import RULES

    return RULES.replace(f"contains('{ASKED}')", "contains('lynx')").replace(
        f"un {ASKED} dans", "un lynx dans"
    )


def test_programs_that_judge_without_storing_use_the_model_in_use(
    candidate: str,
    lead: Actor,
    measure: Callable[..., None],
    ruled: Community,
    client: Client,
    api_key: Callable[..., str],
) -> None:
    measure(candidate)
    operations.promote(candidate, WHY, lead)
    key = api_key(["judge"], ruled)

    def version(**body: str) -> str:
        answer = client.post(
            "/api/v1/analyse", {"text": "Bonjour à tous", **body}, "application/json",
            headers={"Authorization": f"Bearer {key}"},
        )  # fmt: skip
        return str(answer.json()["results"][0]["signals"]["toxicity"]["version"])

    assert version() == weights.candidate(candidate).version
    assert version(tier="fast") == load("fast").version
