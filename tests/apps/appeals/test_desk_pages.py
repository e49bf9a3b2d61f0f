from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, User
from harmonie.apps.appeals import operations
from harmonie.apps.appeals.contracts import Lodged
from harmonie.apps.appeals.models import Appeal
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Case, Decision
from tests.apps.appeals.conftest import REASONS, TEXT, token_of
from tests.apps.moderation.conftest import GRAVE, PROPOSED

pytestmark = pytest.mark.django_db
ROOT = "/c/littoral/appeals/"


@pytest.fixture
def as_lea(lea_user: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(lea_user)


@pytest.fixture
def as_sana(sana_user: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(sana_user)


@pytest.fixture
def as_role(
    person: Callable[..., User], community: Community, client_for: Callable[[User], Client]
) -> Callable[..., Client]:
    return lambda role, **more: client_for(person(role, community, **more))


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_shows_what_waits_by_deadline(
    as_sana: Client, appeal: Lodged, say: Callable[..., int], case_of: Callable[[int], Case],
    lea: Actor,
) -> None:  # fmt: skip
    later = case_of(say(f"Une autre {PROPOSED}"))
    urgent = operations.lodge(token_of(moderation.decide(later.id, "remove", lea)), "Non.")
    past = timezone.now() - timedelta(hours=1)
    Appeal.objects.filter(pk=urgent.id).update(due_at=past)
    page = text(as_sana.get(ROOT))
    assert page.index(f"{ROOT}{urgent.id}/") < page.index(f"{ROOT}{appeal.id}/")
    assert page.count("data-item") == 2 and page.count('class="late"') == 1
    overdue = text(as_sana.get(ROOT, {"tab": "overdue"}))
    assert f"{ROOT}{urgent.id}/" in overdue and f"{ROOT}{appeal.id}/" not in overdue
    assert TEXT not in page


@pytest.mark.parametrize("tab", ["waiting", "mine", "taken", "overdue", "closed", "nonsense"])
def test_every_tab_has_its_empty_state(as_sana: Client, ruled: Community, tab: str) -> None:
    page = as_sana.get(ROOT, {"tab": tab, "after": "x", "rule": "nothing"})
    assert page.status_code == 200 and 'class="state' in text(page)


def test_the_rail_counts_what_waits(as_sana: Client, appeal: Lodged) -> None:
    assert "Recours" in text(as_sana.get("/c/littoral/moderation/"))


def test_an_appeal_shows_words_message_evidence_and_the_way_to_take_it(
    as_sana: Client, appeal: Lodged, decision_id: int
) -> None:
    page = text(as_sana.get(f"{ROOT}{appeal.id}/"))
    assert TEXT in page and PROPOSED in page and "Règle proposes" in page
    assert f"/c/littoral/moderation/decisions/{decision_id}/" in page
    assert f'action="{ROOT}{appeal.id}/take/"' in page and 'data-key="t"' in page
    assert f'action="{ROOT}{appeal.id}/resolve/"' not in page
    assert "/s/appeals/" not in page  # the member's own page stays the member's


def test_one_takes_asks_and_upholds(as_sana: Client, appeal: Lodged) -> None:
    path = f"{ROOT}{appeal.id}/"
    assert as_sana.post(f"{path}take/").status_code == 302
    page = text(as_sana.get(path))
    assert 'data-key="p"' in page and 'data-key="o"' in page
    assert as_sana.post(f"{path}answer/", {"text": "De quel animal ?"}).status_code == 302
    refused = as_sana.post(f"{path}resolve/", {"outcome": "upheld", "reasons": "Non <b>merci"})
    assert refused.status_code == 422
    assert "Non &lt;b&gt;merci" in text(refused) and 'role="alert"' in text(refused)
    done = as_sana.post(f"{path}resolve/", {"outcome": "upheld", "reasons": REASONS}, follow=True)
    assert REASONS in text(done) and "Décision maintenue" in text(done)
    again = as_sana.post(f"{path}resolve/", {"outcome": "overturned"})
    assert again.status_code == 409 and "clos" in text(again)


def test_one_overturns(as_sana: Client, taken: Lodged, decision_id: int) -> None:
    as_sana.post(f"{ROOT}{taken.id}/resolve/", {"outcome": "overturned", "reasons": ""})
    assert Decision.objects.get(id=decision_id).undone_at is not None
    assert "Décision annulée" in text(as_sana.get(ROOT, {"tab": "closed"}))


def test_whoever_decided_is_told_who_can_and_refused_whatever_they_send(
    as_lea: Client, appeal: Lodged, sana: Actor
) -> None:
    path = f"{ROOT}{appeal.id}/"
    page = text(as_lea.get(path))
    assert "Vous avez pris ou confirmé cette décision" in page and sana.name in page
    assert "/take/" not in page and "/resolve/" not in page
    assert "votre décision" in text(as_lea.get(ROOT))
    for verb, body in (("take", {}), ("take", {"take_over": "1"}), ("answer", {"text": "Non."}),
                       ("resolve", {"outcome": "upheld", "reasons": REASONS}),
                       ("resolve", {"outcome": "overturned"})):  # fmt: skip
        answer = as_lea.post(f"{path}{verb}/", body)
        assert answer.status_code == 403 and "une autre personne doit" in text(answer)
    assert Appeal.objects.get(pk=appeal.id).state == "lodged"


def test_a_team_of_one_is_told_to_invite_somebody(
    as_lea: Client, appeal: Lodged, lea: Actor
) -> None:
    from harmonie.apps.accounts.models import Membership

    Membership.objects.exclude(user_id=lea.id).delete()
    assert "invitez une seconde personne" in text(as_lea.get(f"{ROOT}{appeal.id}/"))


def test_what_somebody_else_took_can_only_be_taken_over(
    taken: Lodged, as_role: Callable[..., Client]
) -> None:
    malik = as_role("moderator")
    path = f"{ROOT}{taken.id}/"
    assert "Sana Belkacem l’examine" in text(malik.get(path))
    assert malik.post(f"{path}resolve/", {"outcome": "overturned"}).status_code == 409
    assert malik.post(f"{path}take/").status_code == 409
    assert malik.post(f"{path}take/", {"take_over": "1"}).status_code == 302
    assert malik.post(f"{path}give-back/").status_code == 302
    assert Appeal.objects.get(pk=taken.id).state == "lodged"


def test_a_severe_text_is_veiled_until_somebody_asks(
    as_sana: Client, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    secret = "phrase qui ne doit pas paraître"
    case = case_of(say(f"Voici un {GRAVE}, {secret}"))
    decision_id = moderation.decide(case.id, "remove", lea)
    lodged = operations.lodge(token_of(decision_id), TEXT)
    page = text(as_sana.get(f"{ROOT}{lodged.id}/"))
    assert secret not in page and "veil" in page
    reveal = f"/c/littoral/moderation/decisions/{decision_id}/text/"
    assert reveal in page and secret in text(as_sana.post(reveal))


def test_a_moot_appeal_is_closed_when_it_is_opened(
    as_sana: Client, appeal: Lodged, decision_id: int, lea: Actor
) -> None:
    moderation.undo(decision_id, lea)
    page = text(as_sana.get(f"{ROOT}{appeal.id}/"))
    assert "la décision avait été annulée" in page and "/take/" not in page


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_readers_read_and_change_nothing(
    as_role: Callable[..., Client], appeal: Lodged, role: str
) -> None:
    client = as_role(role)
    page = text(client.get(f"{ROOT}{appeal.id}/"))
    assert TEXT in page and "/take/" not in page
    for verb in ("take", "give-back", "answer", "resolve"):
        assert client.post(f"{ROOT}{appeal.id}/{verb}/").status_code == 403
        assert client.get(f"{ROOT}{appeal.id}/{verb}/").status_code == 405


def test_strangers_and_wrong_numbers_find_nothing(
    as_sana: Client, appeal: Lodged, other_community: Community, person: Callable[..., User],
    client_for: Callable[[User], Client],
) -> None:  # fmt: skip
    stranger = client_for(person("lead", other_community))
    assert stranger.get(f"{ROOT}{appeal.id}/").status_code == 404
    assert stranger.get(f"/c/ardenia/appeals/{appeal.id}/").status_code == 404
    assert stranger.post(f"/c/ardenia/appeals/{appeal.id}/take/").status_code == 404
    assert as_sana.get(f"{ROOT}99999/").status_code == 404
    assert Client().get(ROOT).status_code == 302


def test_a_lead_sets_the_deadline(as_role: Callable[..., Client], ruled: Community) -> None:
    lead = as_role("lead")
    assert 'value="14"' in text(lead.get(f"{ROOT}terms/"))
    assert lead.post(f"{ROOT}terms/", {"answer_within_days": "7"}).status_code == 302
    assert 'value="7"' in text(lead.get(f"{ROOT}terms/"))
    for wrong in ("0", "61", "x", ""):
        assert lead.post(f"{ROOT}terms/", {"answer_within_days": wrong}).status_code == 422
    assert as_role("moderator").get(f"{ROOT}terms/").status_code == 403


def test_figures_name_people_for_leads_alone(
    taken: Lodged, sana: Actor, as_role: Callable[..., Client]
) -> None:
    operations.resolve(taken.id, "overturned", "", sana)
    lead, moderator = as_role("lead"), as_role("moderator")
    seen, hidden = text(lead.get(f"{ROOT}figures/")), text(moderator.get(f"{ROOT}figures/"))
    assert "1 décision contestée sur 1 a été annulée" in seen
    assert "trop peu pour le dire" in seen and "proposes" in seen
    assert "Par personne qui a décidé" in seen and "Léa Morvan" in seen
    assert "Par personne" not in hidden and "Léa Morvan" not in hidden


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_in_the_persons_language(
    as_role: Callable[..., Client], taken: Lodged, language: str
) -> None:
    client = as_role("lead", language=language)
    words = {"fr": "Recours", "en": "Appeal"}[language]
    for path in ("", f"{taken.id}/", "figures/", "terms/"):
        page = text(client.get(f"{ROOT}{path}"))
        assert f'<html lang="{language}"' in page and words in page
