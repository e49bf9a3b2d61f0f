from __future__ import annotations

import pytest

from harmonie.apps.accounts import queries
from harmonie.apps.accounts.contracts import NotAllowed
from harmonie.apps.accounts.models import Membership, User
from harmonie.apps.accounts.operations import team
from harmonie.apps.accounts.operations.entry import Refused
from harmonie.apps.audit import queries as audit


def of(actor):
    return Membership.objects.get(user_id=actor.id).pk


def test_a_lead_changes_a_role_and_the_log_says_so(actor, community):
    lead, viewer = actor("lead", community), actor("viewer", community)
    team.change_role(lead, of(viewer), "moderator")
    assert queries.role_in(viewer.id, community.pk) == "moderator"
    event = audit.events(community.pk, types=["role.changed"])[-1]
    assert event.data == {"from": "viewer", "to": "moderator"}
    assert event.actor == lead.label


@pytest.mark.parametrize("change", ["remove", "demote"])
def test_the_last_owner_stays(change, actor, community):
    owner = actor("owner", community)
    with pytest.raises(Refused):
        team.remove(owner, of(owner)) if change == "remove" else team.change_role(
            owner, of(owner), "viewer"
        )
    assert queries.role_in(owner.id, community.pk) == "owner"


def test_an_owner_may_go_when_another_stays(actor, community):
    first, second = actor("owner", community), actor("owner", community)
    team.remove(first, of(first))
    assert queries.role_in(first.id, community.pk) is None
    with pytest.raises(Refused):
        team.remove(second, of(second))


def test_an_owner_who_is_switched_off_does_not_count(actor, community):
    first, second = actor("owner", community), actor("owner", community)
    User.objects.filter(pk=second.id).update(is_active=False)
    with pytest.raises(Refused):
        team.remove(first, of(first))


def test_a_lead_touches_no_owner(actor, community):
    lead, owner = actor("lead", community), actor("owner", community)
    actor("owner", community)
    with pytest.raises(Refused):
        team.remove(lead, of(owner))
    with pytest.raises(Refused):
        team.change_role(lead, of(lead), "owner")


def test_nobody_manages_another_community_s_team(actor, community, other_community):
    stranger = actor("viewer", other_community)
    with pytest.raises(Membership.DoesNotExist):
        team.remove(actor("owner", community), of(stranger))


def test_a_moderator_manages_nobody(actor, community):
    with pytest.raises(NotAllowed):
        team.remove(actor("moderator", community), of(actor("viewer", community)))


def test_the_strongest_role_counts(person, community):
    user = person("viewer", community)
    Membership.objects.create(user=user, organisation=community.organisation, role="lead")
    assert queries.actor_in(user, community.pk).role == "lead"


def test_people_are_listed_once_and_by_permission(person, community):
    user = person("viewer", community, name="Zoé Avel")
    Membership.objects.create(user=user, organisation=community.organisation, role="moderator")
    person("auditor", community, name="Ana Bellec")
    assert [card.name for card in queries.people(community.pk)] == ["Ana Bellec", "Zoé Avel"]
    (decider,) = queries.people(community.pk, "case.decide")
    assert (decider.initials, decider.role) == ("ZA", "moderator")
