from __future__ import annotations

import pytest

from harmonie.apps.web import navigation


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_panels", {})


def entry(key: str, permission: str = "inbox.read", **more):
    return navigation.Entry(key, key.title(), "inbox", "accounts:profile", 10, permission, **more)


def test_only_what_the_person_may_open_appears(actor, community):
    navigation.register(entry("one"))
    navigation.register(entry("two", "key.manage"))
    seen = {
        role: navigation.links(actor(role, community), "littoral") for role in ("viewer", "lead")
    }
    assert [link.key for link in seen["viewer"]] == ["one"]
    assert [link.key for link in seen["lead"]] == ["one", "two"]


def test_counters_are_asked_for_the_community(actor, community):
    asked = []
    navigation.register(entry("one", counter=lambda pk, who: asked.append((pk, who.role)) or 12))
    (link,) = navigation.links(actor("lead", community), "littoral")
    assert (link.count, asked) == (12, [(community.pk, "lead")])
    navigation.links(actor("lead", community), "littoral", with_counts=False)
    assert len(asked) == 1


def test_sections_and_order(actor, community):
    lead = actor("lead", community)
    navigation.register(entry("b"))
    navigation.register(entry("a", section="settings"))
    assert [link.key for link in navigation.links(lead, "littoral", "settings")] == ["a"]
    assert navigation.links(lead, "littoral")[0].url == "/c/littoral/settings/"


def test_a_panel_with_nothing_to_say_is_left_out(actor, community):
    navigation.register_panel(navigation.Panel("quiet", "a.html", lambda pk, who: None))
    navigation.register_panel(navigation.Panel("said", "b.html", lambda pk, who: {"n": 1}))
    assert navigation.panels(actor("moderator", community)) == [("b.html", {"n": 1})]
