from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from harmonie.apps.accounts.announcements import community_created
from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.accounts.models import Community, User
from harmonie.apps.audit import queries as audit
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.in_force import NoPolicy, in_force
from harmonie.apps.moderation.models import PolicyVersion
from harmonie.policies.policy import PolicyErrors, packs
from tests.apps.moderation.conftest import PROPOSED, RULES

pytestmark = pytest.mark.django_db
OTHER = RULES.replace("Règles d’essai", "Autres règles")


def test_saving_rules_puts_a_new_version_in_force(ruled: Community, lead: Actor) -> None:
    assert operations.save_policy(ruled.pk, OTHER, "plus clair", lead) == 2
    assert in_force(ruled.pk).policy.title["fr"] == "Autres règles"
    assert [card.is_current for card in queries.versions(ruled.pk)] == [True, False]
    assert len(audit.events(None, types=["rule.changed"])) == 2


def test_saving_the_same_text_changes_nothing(ruled: Community, lead: Actor) -> None:
    assert operations.save_policy(ruled.pk, RULES, "", lead) == 1
    assert PolicyVersion.objects.count() == 1


def test_wrong_rules_are_refused_and_the_old_ones_stay(ruled: Community, lead: Actor) -> None:
    broken = RULES.replace(f"message.normalised.contains('{PROPOSED}')", "signal.inslt >= 0.5")
    with pytest.raises(PolicyErrors) as caught:
        operations.save_policy(ruled.pk, broken, "", lead)
    problem = caught.value.problems[0]
    assert broken.splitlines()[problem.line - 1].find("signal.inslt") >= 0
    assert problem.text("fr") != problem.text("en")
    assert in_force(ruled.pk).number == 1


def test_an_earlier_version_comes_back_as_a_new_one(ruled: Community, lead: Actor) -> None:
    operations.save_policy(ruled.pk, OTHER, "", lead)
    assert operations.restore_version(ruled.pk, 1, "retour", lead) == 3
    assert in_force(ruled.pk).policy.title["fr"] == "Règles d’essai"
    with pytest.raises(DecisionRefused):
        operations.restore_version(ruled.pk, 9, "", lead)


@pytest.mark.parametrize("role", ["moderator", "manager", "viewer", "auditor"])
def test_only_a_lead_changes_rules(
    ruled: Community, actor: Callable[[str, Community], Actor], role: str
) -> None:
    with pytest.raises(NotAllowed):
        operations.save_policy(ruled.pk, OTHER, "", actor(role, ruled))


@pytest.mark.parametrize("pack", packs())
def test_a_new_community_starts_with_the_pack_that_was_chosen(
    community: Community, lead: Actor, pack: str
) -> None:
    community_created.send(sender=None, community_id=community.pk, policy_pack=pack, actor=lead)
    assert in_force(community.pk).policy.name == pack
    community_created.send(sender=None, community_id=community.pk, policy_pack=pack, actor=lead)
    assert PolicyVersion.objects.count() == 1


def test_a_community_without_rules_says_so(community: Community, lead: Actor) -> None:
    with pytest.raises(NoPolicy):
        in_force(community.pk)
    with pytest.raises(DecisionRefused):
        operations.install_pack(community.pk, "no_such_pack", lead)


def test_the_figures_of_a_rule_count_what_fired(ruled: Community, say: Callable[..., int]) -> None:
    for n in range(3):
        say(f"Une {PROPOSED} au numéro {n}")
    _now, cards = queries.rules_in_force(ruled.pk)
    card = next(card for card in cards if card.id == "proposes")
    assert (card.fired, card.proposed, card.acted) == (3, 3, 0)
    page = queries.rule_page(ruled.pk, "proposes")
    assert page is not None
    assert len(page.firings) == 3 and sum(page.weeks) == 3
    assert queries.rule_page(ruled.pk, "nothing") is None


def test_a_lead_sees_where_the_text_is_wrong_in_their_language(
    ruled: Community,
    person: Callable[..., User],
    client_for: Callable[[User], Client],
) -> None:
    client = client_for(person("lead", ruled))
    broken = RULES.replace("mode: act", "mode: acte")
    response = client.post(
        "/c/littoral/moderation/rules/edit/", {"source": broken, "why": ""},
        headers={"Accept-Language": "fr"},
    )  # fmt: skip
    assert response.status_code == 422
    page = response.content.decode()
    assert "Ligne" in page and "colonne" in page and "mode: acte" in page
    assert PolicyVersion.objects.count() == 1


def test_versions_show_what_changed_and_come_back(
    ruled: Community,
    lead: Actor,
    person: Callable[..., User],
    client_for: Callable[[User], Client],
) -> None:
    operations.save_policy(ruled.pk, OTHER, "plus clair", lead)
    client = client_for(person("lead", ruled))
    page = client.get("/c/littoral/moderation/rules/versions/2/").content.decode()
    assert "<ins>+" in page and "<del>" in page and "Autres règles" in page
    answer = client.post("/c/littoral/moderation/rules/versions/1/restore/")
    assert answer.status_code == 302
    assert in_force(ruled.pk).number == 3
    assert client.get("/c/littoral/moderation/rules/versions/77/").status_code == 404


def test_the_bars_of_a_rule_are_drawn_beside_their_table(
    ruled: Community,
    say: Callable[..., int],
    person: Callable[..., User],
    client_for: Callable[[User], Client],
) -> None:
    say(f"Une {PROPOSED} ici")
    client = client_for(person("viewer", ruled))
    page = client.get("/c/littoral/moderation/rules/proposes/").content.decode()
    assert page.count("<rect x=") >= 13
    assert "plain-table" in page


def test_a_diff_numbers_the_lines_of_both_texts() -> None:
    lines = queries.diff("a\nb\nc", "a\nx\nc\nd")
    assert [(line.kind, line.text) for line in lines] == [
        (" ", "a"), ("-", "b"), ("+", "x"), (" ", "c"), ("+", "d"),
    ]  # fmt: skip
    assert lines[-1].new == 4 and lines[1].old == 2
