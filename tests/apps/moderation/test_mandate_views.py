from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, User
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.models import MandateRecord, SampledReview
from harmonie.apps.moderation.operations import mandates
from tests.apps.moderation import silent
from tests.apps.moderation.silent import CARRIED, in_shadow, judged_unseen
from tests.apps.moderation.test_api import caller

pytestmark = pytest.mark.django_db
ROOT = "/c/littoral/moderation/mandates/"
CHECKS = "/c/littoral/moderation/reviews/"
FORM = {
    "subject": "rule:carried", "action": "hide", "language": "", "hours_text": "",
    "wrong_in_100": "10", "certainty": "0.9", "minimum_evidence": "1", "review_percent": "100",
}  # fmt: skip


@pytest.fixture
def carried(ruled: Community, lead: Actor) -> Community:
    silent.carried_rules(ruled.pk, lead)
    return ruled


@pytest.fixture
def desk(
    carried: Community, person: Callable[..., User], client_for: Callable[[User], Client]
) -> Callable[..., Client]:
    return lambda role="lead", language="fr": client_for(person(role, carried, language=language))


def text(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


def test_without_mandates_the_page_says_which_rules_act_alone(
    desk: Callable[..., Client],
) -> None:
    page = text(desk().get(ROOT))
    assert "Aucun mandat pour l’instant" in page
    assert "Règle hides" in page and "Règle proposes" not in page
    assert "Une exclusion demande toujours une personne" in page
    assert "No mandate yet" in text(desk(language="en").get(ROOT))


def test_a_lead_goes_the_whole_way_on_the_pages(desk: Callable[..., Client], lea: Actor) -> None:
    client = desk()
    form = text(client.get(f"{ROOT}ask/"))
    assert 'value="rule:carried"' in form and 'value="rule:proposes"' not in form
    assert 'value="ban"' not in form
    asked = client.post(f"{ROOT}ask/", FORM)
    row = MandateRecord.objects.get()
    place = f"{ROOT}{row.pk}/"
    assert asked.headers["Location"] == place
    assert "Étape suivante" in text(client.get(place))
    client.post(f"{place}shadow/")
    judged_unseen(row.pk, lea, [True] * 10)
    page = text(client.get(place))
    assert "10 décisions jusqu’ici" in page
    assert "100%" not in page and "10 sur 10" not in page
    page = text(client.post(f"{place}test/", follow=True))
    assert "Le dernier test a refusé" in page and "trop peu de décisions" in page
    judged_unseen(row.pk, lea, [True] * 60)
    page = text(client.post(f"{place}test/", follow=True))
    assert "Le dernier test a réussi" in page and f"{place}grant/" in page
    page = text(client.post(f"{place}grant/", follow=True))
    assert "Accordé. L’IA agit seule" in page and f"{place}withdraw/" in page
    page = text(client.post(f"{place}withdraw/", {"why": "<b>Trop tôt</b>"}, follow=True))
    assert "&lt;b&gt;Trop tôt&lt;/b&gt;" in page and "<b>Trop tôt" not in page
    client.post(f"{place}off/")
    row.refresh_from_db()
    assert row.state == "off"
    assert "Switched off" in text(desk(language="en").get(place))


@pytest.mark.parametrize(
    ("field", "value"),
    [("hours_text", "n’importe quand"), ("subject", "rule:proposes"), ("action", "ban"),
     ("wrong_in_100", "90"), ("minimum_evidence", "-1"), ("review_percent", "0")],
)  # fmt: skip
def test_a_wrong_form_is_shown_again(desk: Callable[..., Client], field: str, value: str) -> None:
    response = desk().post(f"{ROOT}ask/", {**FORM, field: value})
    assert response.status_code == 422
    assert not MandateRecord.objects.exists()


def test_a_refused_step_says_what_to_do(desk: Callable[..., Client], lead: Actor) -> None:
    mandate_id = in_shadow(lead)
    response = desk().post(f"{ROOT}{mandate_id}/grant/")
    assert response.status_code == 422
    assert "Testez-le d’abord" in text(response)


def test_who_may_not_set_limits_reads_only(desk: Callable[..., Client], lead: Actor) -> None:
    mandate_id = in_shadow(lead)
    place = f"{ROOT}{mandate_id}/"
    for role in ("moderator", "viewer", "auditor", "manager"):
        client = desk(role)
        page = text(client.get(place))
        assert "Tester la promesse" not in page
        assert client.get(f"{ROOT}ask/").status_code == 403
        for step in ("shadow", "test", "grant", "withdraw", "off"):
            assert client.post(f"{place}{step}/").status_code == 403
    assert MandateRecord.objects.get().state == "shadow"


def test_a_mandate_of_elsewhere_is_not_found(
    desk: Callable[..., Client], lead: Actor, person: Callable[..., User],
    client_for: Callable[[User], Client], other_community: Community,
) -> None:  # fmt: skip
    mandate_id = in_shadow(lead)
    stranger = client_for(person("lead", other_community))
    assert stranger.get(f"{ROOT}{mandate_id}/").status_code == 404
    assert stranger.get(f"/c/ardenia/moderation/mandates/{mandate_id}/").status_code == 404
    elsewhere = f"/c/ardenia/moderation/mandates/{mandate_id}/off/"
    assert stranger.post(elsewhere).status_code == 404
    assert MandateRecord.objects.get().state == "shadow"


def test_steps_are_posted_with_a_token(carried: Community, lead: Actor) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=lead.id))
    mandate_id = in_shadow(lead)
    assert client.post(f"{ROOT}{mandate_id}/off/").status_code == 403


def test_a_mandate_at_work_shows_its_error_with_bounds_and_a_table(
    desk: Callable[..., Client], lead: Actor, lea: Actor
) -> None:
    mandate_id = silent.granted(lead)
    place = f"{ROOT}{mandate_id}/"
    client = desk()
    assert "Aucun contrôle n’a encore de réponse" in text(client.get(place))
    for n, pk in enumerate(silent.acted(mandate_id, 24)):
        mandates.review(pk, "approve" if n % 12 == 0 else "hide", lea)
    page = text(client.get(place))
    assert "Erreur dans 8,3\u202f% des contrôles" in page
    assert "L’IA a agi 24 fois" in page
    assert 'class="error-chart"' in page and page.count('<td class="num">24</td>') == 1


def test_the_machines_withdrawal_is_told_to_the_lead_on_every_page(
    desk: Callable[..., Client], lead: Actor, lea: Actor
) -> None:
    mandate_id = silent.granted(lead)
    for pk in silent.acted(mandate_id, 30):
        mandates.review(pk, "approve", lea)
    client = desk()
    assert "L’IA s’est retirée" not in text(client.get("/c/littoral/moderation/"))
    assert not mandates.watch(mandate_id)
    assert "L’IA s’est retirée" in text(client.get("/c/littoral/moderation/"))
    assert "L’IA s’est retirée d’elle-même" in text(client.get(f"{ROOT}{mandate_id}/"))
    assert "L’IA s’est retirée" not in text(desk("moderator").get("/c/littoral/moderation/"))
    mandates.switch_off(mandate_id, "", lead)
    assert "L’IA s’est retirée" not in text(client.get("/c/littoral/moderation/"))


def test_a_check_tells_nothing_of_the_ai_before_the_answer(
    desk: Callable[..., Client], lead: Actor
) -> None:
    mandate_id = silent.granted(lead)
    (pk,) = silent.acted(mandate_id, 1)
    client = desk("moderator")
    page = text(client.get(CHECKS))
    main = page.split('id="main"')[1]
    assert "Texte jugé" not in page and f"{CHECKS}{pk}/show/" in page
    shown = text(client.post(f"{CHECKS}{pk}/show/"))
    main = shown.split('id="main"')[1]
    assert "Texte jugé" in main
    assert "Masqué" not in main and "decisions/" not in main
    after = client.post(f"{CHECKS}{pk}/answer/", {"answer": "approve"}, follow=True)
    assert "Vous\u00a0: Le laisser. L’IA\u00a0: Masqué." in text(after)
    assert "Compté comme une erreur" in text(after)
    decision_id = SampledReview.objects.get().decision_id
    assert f"/moderation/decisions/{decision_id}/" in text(after)
    assert "Rien à contrôler" in text(after)


def test_a_check_answered_meanwhile_or_of_elsewhere_changes_nothing(
    desk: Callable[..., Client], lead: Actor, lea: Actor, person: Callable[..., User],
    client_for: Callable[[User], Client], other_community: Community,
) -> None:  # fmt: skip
    mandate_id = silent.granted(lead)
    (pk,) = silent.acted(mandate_id, 1)
    stranger = client_for(person("moderator", other_community))
    elsewhere = f"/c/ardenia/moderation/reviews/{pk}/"
    assert stranger.post(f"{elsewhere}answer/", {"answer": "hide"}).status_code == 404
    assert "Texte jugé" not in text(stranger.post(f"{elsewhere}show/", follow=True))
    assert desk("viewer").post(f"{CHECKS}{pk}/answer/", {"answer": "hide"}).status_code == 403
    mandates.review(pk, "hide", lea)
    page = text(desk("moderator").post(f"{CHECKS}{pk}/answer/", {"answer": "ban"}, follow=True))
    assert "déjà répondu" in page
    assert SampledReview.objects.get().answer == "hide"


def test_hostile_text_is_escaped_in_a_check(desk: Callable[..., Client], lead: Actor) -> None:
    mandate_id = silent.granted(lead)
    (pk,) = silent.acted(mandate_id, 1)
    check = SampledReview.objects.select_related("decision").get()
    assert check.decision is not None
    check.decision.evidence = {"text": "<script>alert(1)</script>"}
    check.decision.save()
    page = text(desk("moderator").post(f"{CHECKS}{pk}/show/"))
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_the_queue_shows_a_blind_case_without_what_the_ai_says(
    desk: Callable[..., Client], lead: Actor, say: Callable[..., int]
) -> None:
    in_shadow(lead)
    say(f"Bonjour, voici une {CARRIED} dans la rivière")
    page = text(desk("moderator").get("/c/littoral/moderation/"))
    assert "Jugez d’abord" in page and "jugez d’abord" in page
    assert "Règle carried" not in page and "Suggéré par l’IA" not in page


def test_the_record_names_the_mandate(
    desk: Callable[..., Client], lead: Actor, carried: Community, say: Callable[..., int]
) -> None:
    mandate_id = silent.granted(lead)
    message_id = say(f"Voici une {CARRIED} dans la rivière")
    (card,) = queries.decisions(carried.pk, message_id=message_id)
    page = text(desk().get(f"/c/littoral/moderation/decisions/{card.id}/"))
    assert f"/moderation/mandates/{mandate_id}/" in page


def test_programs_read_mandates_and_nothing_more(
    carried: Community, lead: Actor, api_key: Callable[..., str], other_community: Community
) -> None:
    mandate_id = silent.granted(lead, hours_text="lun-ven 09:00-18:00")
    status, body = caller(api_key(["decisions:read"], carried))("GET", "/mandates")
    assert status == 200
    (one,) = body["items"]
    assert (one["id"], one["state"], one["action"], one["rule_id"]) == (
        mandate_id, "granted", "hide", "carried",
    )  # fmt: skip
    assert one["hours"].startswith("mon 09:00-18:00") and 0.5 <= one["threshold"] <= 1
    assert caller(api_key(["judge"], carried))("GET", "/mandates")[0] == 403
    assert caller(api_key(["decisions:read"], other_community))("GET", "/mandates")[1] == {
        "items": []
    }


def test_the_rules_can_still_be_saved_under_a_mandate(carried: Community, lead: Actor) -> None:
    silent.granted(lead)
    assert operations.save_policy(carried.pk, silent.CARRIED_RULES + "\n", "", lead)
