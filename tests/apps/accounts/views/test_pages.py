"""The pages themselves: what they answer, in both languages, and that secrets show once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from harmonie.apps.accounts.models import ApiKey, Community, Membership, User
from harmonie.apps.accounts.operations import entry

PASSWORD = "girafe bleue lundi"
SETUP = {
    "organisation": "Ville", "community": "Kermadec", "language": "fr",
    "time_zone": "Europe/Paris", "policy_pack": "brand_page", "name": "Maëlle Tanguy",
    "email": "maelle@example.org", "password": PASSWORD,
}  # fmt: skip


def test_set_up_ends_at_the_second_factor(db):
    client = Client()
    address = f"/setup/{entry.issue_setup_token()}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, SETUP)
    assert answer["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert Client().get(address).status_code == 403


def test_a_weak_password_is_refused_with_the_reason(db):
    answer = Client().post(f"/setup/{entry.issue_setup_token()}/", SETUP | {"password": "azerty"})
    assert answer.status_code == 200
    assert "12" in "".join(answer.context["form"].errors["password"])
    assert User.objects.count() == 0


def test_a_bare_instance_says_how_to_start(db):
    assert Client().get("/").status_code == 503
    assert Client().get("/setup/").status_code == 403
    assert Client().get("/setup/guess/").status_code == 403


def test_nobody_signs_up(db):
    answer = Client().post("/accounts/signup/", {"email": "a@example.org", "password1": PASSWORD})
    assert User.objects.count() == 0
    assert "invitation" in answer.content.decode()


def test_a_person_accepts_an_invitation_with_a_new_account(actor, community):
    token = entry.invite(actor("lead", community), community_id=community.pk, role="moderator")
    client = Client()
    data = {"name": "Yann", "email": "yann@example.org", "password": PASSWORD}
    assert client.get(f"/join/{token}/").status_code == 200
    assert client.post(f"/join/{token}/", data).status_code == 302
    assert Membership.objects.get(user__email="yann@example.org").role == "moderator"
    assert client.get("/c/littoral/settings/")["Location"] == "/accounts/2fa/"


def test_an_invitation_for_an_address_refuses_another(actor, community):
    token = entry.invite(
        actor("lead", community), community_id=community.pk, role="viewer", email="a@example.org"
    )
    data = {"name": "B", "email": "b@example.org", "password": PASSWORD}
    assert Client().post(f"/join/{token}/", data).status_code == 403
    assert not User.objects.filter(email="b@example.org").exists()


def test_a_key_is_shown_once(person, community, client_for):
    client = client_for(person("lead", community))
    data = {"name": "Site", "scopes": ["judge"], "requests_per_minute": 60, "expires_in_days": 30}
    answer = client.post("/c/littoral/settings/keys/", data)
    (text,) = re.findall(r"hk_[0-9a-f]{8}_[\w-]{40,}", answer.content.decode())
    assert text not in client.get("/c/littoral/settings/keys/").content.decode()
    key = ApiKey.objects.get()
    assert client.post(f"/c/littoral/settings/keys/{key.pk}/revoke/").status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_a_key_of_another_community_cannot_be_revoked(
    person, community, other_community, client_for, api_key
):
    api_key(["judge"], other_community)
    client = client_for(person("owner", community))
    key = ApiKey.objects.get()
    assert client.post(f"/c/littoral/settings/keys/{key.pk}/revoke/").status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None


def test_the_community_can_be_renamed_and_keeps_its_address(person, community, client_for):
    client = client_for(person("lead", community))
    data = {"name": "Littoral", "colour": "#112233", "language": "en", "time_zone": "Europe/Paris"}
    assert client.post("/c/littoral/settings/community/", data).status_code == 302
    found = Community.objects.get()
    assert (found.name, found.slug, found.colour) == ("Littoral", "littoral", "#112233")
    bad = client.post("/c/littoral/settings/community/", data | {"colour": "red;}"})
    assert bad.status_code == 200
    assert bad.context["form"].errors["colour"]


def test_language_and_theme_follow_the_person(person, community, client_for):
    user = person("viewer", community)
    client = client_for(user)
    page = client.get("/c/littoral/settings/").content.decode()
    assert '<html lang="fr"' in page and "Votre profil" in page
    client.post("/preferences/", {"language": "en"})
    client.post("/preferences/", {"theme": "dark"})
    page = client.get("/c/littoral/settings/").content.decode()
    assert '<html lang="en"' in page and "Your profile" in page
    assert 'data-bs-theme="dark"' in page


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_preferences_never_lead_elsewhere(where, db):
    answer = Client().post("/preferences/", {"theme": "dark", "next": where})
    assert answer["Location"] == "/"


def test_hostile_names_are_inert(person, community, client_for):
    client = client_for(person("lead", community, name="<script>alert(1)</script>"))
    page = client.get("/c/littoral/settings/team/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_demo_log_in_is_off_unless_switched_on(person, community, settings):
    community.organisation.is_demo = True
    community.organisation.save()
    user = person("viewer", community)
    assert Client().post("/demo-login/", {"person": user.pk}).status_code == 404
    settings.DEMO_LOGIN = True
    assert Client().post("/demo-login/", {"person": user.pk}).status_code == 302
    away = Client(REMOTE_ADDR="203.0.113.9")
    assert away.post("/demo-login/", {"person": user.pk}).status_code == 404
    proxied = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    assert proxied.post("/demo-login/", {"person": user.pk}).status_code == 404


def test_the_demo_log_in_opens_no_real_account(person, community, settings):
    settings.DEMO_LOGIN = True
    assert (
        Client().post("/demo-login/", {"person": person("owner", community).pk}).status_code == 404
    )


def test_wrong_passwords_are_slowed_down(db):
    entry.create_person(email="a@example.org", name="A", password=PASSWORD, language="fr")
    client = Client()
    for _ in range(6):
        answer = client.post("/accounts/login/", {"login": "a@example.org", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "a@example.org", "password": PASSWORD})
    assert answer.status_code in (200, 429)
    assert "_auth_user_id" not in client.session


def test_the_counters_come_as_a_fragment(person, community, client_for):
    answer = client_for(person("moderator", community)).get("/c/littoral/counters?at=settings")
    page = answer.content.decode()
    assert page.strip().startswith("<ul")
    assert 'aria-current="page"' in page
