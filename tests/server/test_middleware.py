"""The headers of every page, and log lines that name nobody."""

from __future__ import annotations

import json
import logging

import pytest
from django.test import Client
from django.urls import get_resolver

PUBLIC = [
    "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/nothing-here",
    "/setup/", "/setup/x/", "/join/x/", "/docs/", "/api/docs", "/api/openapi.json", "/health/live",
]  # fmt: skip
INSIDE = [
    "/c/littoral/settings/", "/c/littoral/settings/team/", "/c/littoral/settings/keys/",
    "/c/littoral/settings/community/", "/c/littoral/settings/connections/",
    "/c/littoral/settings/events/", "/c/littoral/inbox/", "/c/littoral/moderation/",
    "/c/littoral/moderation/rules/", "/accounts/2fa/", "/accounts/sessions/",
    "/accounts/password/change/", "/accounts/email/", "/accounts/logout/",
    "/accounts/2fa/webauthn/", "/accounts/reauthenticate/",
]  # fmt: skip


def check(answer) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_answer_carries_the_strict_policy(path, db):
    check(Client().get(path))


@pytest.mark.parametrize("path", INSIDE)
def test_every_page_inside_carries_it_and_is_in_the_person_s_language(
    path, person, community, client_for
):
    answer = client_for(person("owner", community)).get(path, follow=True)
    assert answer.status_code == 200
    check(answer)
    page = answer.content.decode()
    assert '<html lang="fr"' in page
    assert "Aller au contenu" in page
    assert answer["Cache-Control"].find("no-store") >= 0


def test_no_page_of_the_shell_leaves_english_in_french(person, community, client_for):
    page = client_for(person("owner", community)).get("/c/littoral/settings/team/").content.decode()
    for word in ("Settings", "Invite someone", "Search messages", "Log out", "Team lead"):
        assert word not in page


def test_a_request_is_logged_by_its_route_never_by_its_path(db, caplog):
    with caplog.at_level(logging.INFO, logger="harmonie.request"):
        answer = Client().get("/join/very-secret-token/?email=lea@example.org")
    text = " ".join(record.getMessage() for record in caplog.records)
    assert "join/<str:token>/" in text
    assert "very-secret-token" not in text and "example.org" not in text
    assert answer["X-Request-ID"] in text


def test_a_proxy_s_request_id_is_kept_and_a_hostile_one_is_not(db):
    kept = Client().get("/health/live", headers={"X-Request-ID": "abc-12345678"})
    assert kept["X-Request-ID"] == "abc-12345678"
    made = Client().get("/health/live", headers={"X-Request-ID": "x\ny: z"})
    assert made["X-Request-ID"] != "x\ny: z"


def test_every_address_of_a_community_is_behind_the_gate():
    """Deny by default: a view under /c/<community>/ that nobody gated would open to the world."""
    ungated = []

    def walk(patterns, prefix=""):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, route)
            elif route.startswith("c/<slug:community>/"):
                view = pattern.callback
                while view is not None and not hasattr(view, "permission"):
                    view = getattr(view, "__wrapped__", None)
                if view is None:
                    ungated.append(route)

    walk(get_resolver().url_patterns)
    assert ungated == []


def test_private_values_are_cut_from_the_logs():
    from harmonie.server.logs import drop_private

    event = drop_private(None, "info", {"event": "x", "email": "lea@example.org", "case": 3})
    assert json.dumps(event) == '{"event": "x", "email": "[removed]", "case": 3}'
