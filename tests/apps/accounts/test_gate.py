from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from harmonie.apps.accounts import keys
from harmonie.apps.accounts.gate import scope
from harmonie.apps.accounts.models import ApiKey, Membership

SETTINGS = "/c/littoral/settings/"


def test_a_stranger_is_sent_to_the_log_in_and_back(community):
    answer = Client().get(SETTINGS)
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={SETTINGS}"


def test_a_member_of_another_community_learns_nothing(
    person, community, other_community, client_for
):
    client = client_for(person("owner", other_community))
    assert client.get(SETTINGS).status_code == 404
    assert client.get("/c/nowhere/settings/").status_code == 404


def test_without_the_permission_the_page_says_whom_to_ask(person, community, client_for):
    answer = client_for(person("viewer", community)).get(f"{SETTINGS}keys/")
    assert answer.status_code == 403
    assert "propriétaire" in answer.content.decode()


@pytest.mark.parametrize("role", ["viewer", "auditor", "moderator", "manager", "lead", "owner"])
def test_keys_and_settings_open_for_leads_and_owners_only(role, person, community, client_for):
    client = client_for(person(role, community))
    expected = 200 if role in ("lead", "owner") else 403
    assert client.get(f"{SETTINGS}keys/").status_code == expected
    assert client.get(f"{SETTINGS}community/").status_code == expected
    assert client.post(f"{SETTINGS}team/invite/", {"role": "viewer"}).status_code == expected
    assert client.get(SETTINGS).status_code == 200
    assert client.get(f"{SETTINGS}team/").status_code == 200


def test_a_role_taken_away_closes_the_door_at_once(person, community, client_for):
    user = person("lead", community)
    client = client_for(user)
    assert client.get(SETTINGS).status_code == 200
    Membership.objects.filter(user=user).delete()
    assert client.get(SETTINGS).status_code == 404


def test_without_a_second_factor_only_its_set_up_opens(person, community):
    client = Client()
    client.force_login(person("moderator", community))
    answer = client.get(SETTINGS)
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/2fa/"
    page = client.get("/accounts/2fa/")
    assert page.status_code == 200
    assert "/c/littoral/" not in page.content.decode()


def test_only_the_demo_may_skip_the_second_factor(person, community, settings):
    settings.DEMO_LOGIN = True
    client = Client()
    client.force_login(person("moderator", community))
    assert client.get(SETTINGS).status_code == 302
    community.organisation.is_demo = True
    community.organisation.save()
    assert client.get(SETTINGS).status_code == 200
    settings.DEMO_LOGIN = False
    assert client.get(SETTINGS).status_code == 302


def test_the_policy_can_make_the_second_factor_optional(person, community, settings):
    settings.MFA_POLICY = "optional"
    client = Client()
    client.force_login(person("moderator", community))
    assert client.get(SETTINGS).status_code == 200


def call(key: str, language: str = "en"):
    return Client().get(
        "/api/v1/messages", headers={"Authorization": f"Bearer {key}", "Accept-Language": language}
    )


def test_a_key_with_the_scope_opens_the_api(api_key, community):
    assert call(api_key(["messages:read"], community)).status_code == 200


def test_a_key_without_the_scope_is_told_which_one_it_lacks(api_key, community):
    answer = call(api_key(["judge"], community))
    assert answer.status_code == 403
    error = answer.json()["error"]
    assert error["code"] == "missing_scope"
    assert "messages:read" in error["message"]


@pytest.mark.parametrize("bad", ["", "hk_", "nonsense", "hk_00000000_x", "hk_é_é", "x" * 500])
def test_an_unknown_key_is_refused(bad, db):
    answer = call(bad) if bad.isascii() else Client().get("/api/v1/messages")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "unknown_key"


def test_a_key_with_another_secret_is_refused(api_key, community):
    key = api_key(["messages:read"], community)
    assert call(key[:-3] + ("aaa" if key[-3:] != "aaa" else "bbb")).status_code == 401


def test_a_revoked_or_expired_key_is_refused(api_key, community):
    now = timezone.now()
    assert call(api_key(["messages:read"], community, revoked_at=now)).status_code == 401
    past = now - timedelta(seconds=1)
    assert call(api_key(["messages:read"], community, expires_at=past)).status_code == 401


def test_too_many_requests_say_when_to_come_back(api_key, community):
    key = api_key(["messages:read"], community, requests_per_minute=2)
    assert [call(key).status_code for _ in range(3)] == [200, 200, 429]
    answer = call(key, "fr")
    assert int(answer["Retry-After"]) in range(1, 61)
    assert json.loads(answer.content)["error"]["message"].startswith("Trop de requêtes")


def test_the_secret_is_kept_as_a_hash_only(api_key, community):
    text = api_key(["judge"], community)
    row = ApiKey.objects.get()
    secret = text.split("_", 2)[2]
    stored = " ".join(str(value) for value in ApiKey.objects.values().get().values())
    assert secret not in stored
    assert row.secret_hash == keys.digest(secret)


def test_a_use_is_remembered_at_most_once_a_minute(api_key, community):
    key = api_key(["messages:read"], community)
    call(key)
    first = ApiKey.objects.get().last_used_at
    call(key)
    assert first is not None
    assert ApiKey.objects.get().last_used_at == first


def test_an_unknown_scope_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="unknown scope"):
        scope("messages:burn")
