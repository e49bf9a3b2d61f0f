from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from harmonie.apps.accounts.announcements import community_created
from harmonie.apps.accounts.contracts import NotAllowed
from harmonie.apps.accounts.models import Invitation, Membership, SetupToken, User
from harmonie.apps.accounts.operations import entry
from harmonie.apps.audit import queries as audit

NEW = entry.NewOrganisation("Ville", "Kermadec", "fr", "Europe/Paris", "forum")
PERSON = {"name": "Maëlle", "email": "maelle@example.org", "password": "girafe bleue lundi"}


def test_set_up_creates_the_organisation_its_community_and_its_owner(db):
    heard = []

    def listener(sender, **what):
        heard.append(what)

    community_created.connect(listener)
    try:
        owner = entry.set_up(entry.issue_setup_token(), NEW, **PERSON)
    finally:
        community_created.disconnect(listener)
    membership = Membership.objects.get(user=owner)
    assert (membership.role, membership.community) == ("owner", None)
    assert heard[0]["policy_pack"] == "forum"
    assert heard[0]["actor"].id == owner.pk
    created = audit.events(heard[0]["community_id"], types=["community.created"])
    assert created[0].data == {"policy_pack": "forum"}


def test_the_link_works_once(db):
    token = entry.issue_setup_token()
    entry.set_up(token, NEW, **PERSON)
    with pytest.raises(entry.Refused):
        entry.set_up(token, NEW, **{**PERSON, "email": "other@example.org"})
    assert User.objects.count() == 1


def test_a_new_link_replaces_the_old_one(db):
    old, new = entry.issue_setup_token(), entry.issue_setup_token()
    with pytest.raises(entry.Refused):
        entry.check_setup_token(old)
    assert entry.check_setup_token(new)


def test_an_old_link_has_expired(db):
    token = entry.issue_setup_token()
    SetupToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(entry.Refused):
        entry.set_up(token, NEW, **PERSON)


def test_no_link_is_made_once_an_owner_exists(person, community):
    token = entry.issue_setup_token()
    person("owner", community)
    assert entry.issue_setup_token() is None
    with pytest.raises(entry.Refused):
        entry.check_setup_token(token)


def test_the_demo_s_owner_does_not_count(person, community):
    community.organisation.is_demo = True
    community.organisation.save()
    person("owner", community)
    assert entry.issue_setup_token()


def test_the_token_is_kept_as_a_hash_only(db):
    token = entry.issue_setup_token()
    assert token not in str(SetupToken.objects.values().get())


def test_an_invitation_gives_its_role_once(actor, community):
    token = entry.invite(actor("lead", community), community_id=community.pk, role="moderator")
    user = User.objects.create_user("new@example.org", name="New")
    membership = entry.accept(token, user)
    assert (membership.role, membership.community) == ("moderator", community)
    with pytest.raises(entry.Refused):
        entry.accept(token, User.objects.create_user("second@example.org", name="Second"))


def test_an_invitation_expires_and_can_be_withdrawn(actor, community):
    lead = actor("lead", community)
    late = entry.invite(lead, community_id=community.pk, role="viewer")
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(entry.Refused):
        entry.check_invitation(late)
    withdrawn = entry.invite(lead, community_id=community.pk, role="viewer")
    entry.withdraw(lead, Invitation.objects.latest("pk").pk)
    with pytest.raises(entry.Refused):
        entry.check_invitation(withdrawn)


def test_only_an_owner_invites_an_owner_or_everywhere(actor, community):
    lead = actor("lead", community)
    with pytest.raises(entry.Refused):
        entry.invite(lead, community_id=community.pk, role="owner")
    with pytest.raises(entry.Refused):
        entry.invite(lead, community_id=community.pk, role="viewer", everywhere=True)
    assert Invitation.objects.count() == 0


def test_a_moderator_invites_nobody(actor, community):
    with pytest.raises(NotAllowed):
        entry.invite(actor("moderator", community), community_id=community.pk, role="viewer")


def test_a_lead_does_not_withdraw_another_organisation_s_invitation(
    actor, community, other_community
):
    entry.invite(actor("lead", other_community), community_id=other_community.pk, role="viewer")
    with pytest.raises(Invitation.DoesNotExist):
        entry.withdraw(actor("lead", community), Invitation.objects.get().pk)


def test_an_address_has_one_account_whatever_its_case(db):
    entry.create_person(email="Lea@example.org", name="Léa", password=None, language="fr")
    with pytest.raises(entry.Refused):
        entry.create_person(email="LEA@EXAMPLE.ORG", name="Léa", password=None, language="fr")
