"""Addresses of accounts: the shell's own, settings, set-up and invitations."""

from __future__ import annotations

from django.urls import path

from harmonie.apps.accounts.views import community, entry, keys, profile, shell, team

app_name = "accounts"
_SETTINGS = "c/<slug:community>/settings/"

urlpatterns = [
    path("", shell.home, name="home"),
    path("preferences/", shell.preferences, name="preferences"),
    path("demo-login/", entry.demo_login, name="demo_login"),
    path("setup/<str:token>/", entry.setup, name="setup"),
    path("setup/", entry.setup_without_token, name="setup_help"),
    path("join/<str:token>/", entry.join, name="join"),
    path("c/<slug:community>/", shell.community, name="community"),
    path("c/<slug:community>/live", shell.live_feed, name="live"),
    path("c/<slug:community>/counters", shell.counters, name="counters"),
    path(_SETTINGS, profile.profile, name="profile"),
    path(f"{_SETTINGS}community/", community.community, name="community_settings"),
    path(f"{_SETTINGS}team/", team.team, name="team"),
    path(f"{_SETTINGS}team/invite/", team.invite, name="invite"),
    path(f"{_SETTINGS}team/invitations/<int:pk>/revoke/", team.revoke, name="revoke_invitation"),
    path(f"{_SETTINGS}team/<int:pk>/role/", team.change_role, name="change_role"),
    path(f"{_SETTINGS}team/<int:pk>/remove/", team.remove, name="remove_member"),
    path(f"{_SETTINGS}keys/", keys.keys, name="keys"),
    path(f"{_SETTINGS}keys/<int:pk>/revoke/", keys.revoke, name="revoke_key"),
]
