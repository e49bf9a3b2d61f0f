"""What the shell tells on every page."""

import pytest

from harmonie.apps.accounts import context
from harmonie.apps.audit import operations as audit

pytestmark = pytest.mark.django_db


def test_the_shell_says_while_the_demonstration_is_brought_in(
    settings, monkeypatch, person, community, client_for
):
    monkeypatch.setattr(context, "_SEEN", set())
    settings.DEMO_LOGIN = True
    client = client_for(person("owner", community))
    page = f"/c/{community.slug}/settings/"
    assert "demo-bar" not in client.get(page).content.decode()
    audit.record("demo.started", actor="machine", community_id=None, subject="demo")
    assert "demo-bar" in client.get(page).content.decode()
    audit.record("demo.loaded", actor="machine", community_id=None, subject="demo")
    assert "demo-bar" not in client.get(page).content.decode()
