"""The loader on a handful of rows, through the real pipeline and the real policy."""

from __future__ import annotations

import pytest

from harmonie.apps.accounts.operations.demo import COMMUNITIES, PEOPLE
from harmonie.apps.accounts.queries import communities_of, community, has_owner
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import queries as inbox
from harmonie.server import demo_loader
from harmonie.server.demo.rows import DemoRow

pytestmark = pytest.mark.django_db


def row(number: int, text: str, **changes) -> DemoRow:
    values = {
        "community": "littoral-mobilites", "channel": "facebook", "external_id": f"t{number}",
        "thread_id": f"thread-{number}", "thread_title": "Ligne 14", "parent_id": "",
        "author_id": f"a{number}", "author_name": f"Auteur {number}", "author_role": "member",
        "author_joined_days_ago": 30.0, "text": text, "language": "fr",
        "minutes_ago": 10_000.0 - number, "reach": 100, "reports": 0, "team_decision": None,
        "source": "written", "story": "",
    }  # fmt: skip
    return DemoRow(**(values | changes))


ROWS = [
    row(1, "Merci pour l’information, le car est arrivé à l’heure."),
    row(
        2, "Gagnez un abonnement gratuit, cliquez vite : http://bit.ly/xyz", team_decision="remove"
    ),
    row(3, "Quand rouvre le pont ?", minutes_ago=60.0),
    row(4, "Which server is down?", community="ardenia", channel="forum", language="en"),
]


@pytest.fixture
def loaded(monkeypatch):
    monkeypatch.setenv("HARMONIE_DEMO_PASSWORD", "un mot de passe")
    assert demo_loader.load(ROWS, quiet=True) == len(ROWS)
    return community("littoral-mobilites")


def test_every_message_is_stored_analysed_and_considered(loaded):
    for slug, count in (("littoral-mobilites", 3), ("ardenia", 1)):
        pk = community(slug).id
        received = audit.events(pk, types=["message.received"])
        assert len(received) == count
        assert len(audit.events(pk, types=["message.analysed"])) == count


def test_only_what_waits_for_an_answer_stays_open(loaded):
    done = audit.events(loaded.id, types=["thread.done"])
    assert len(done) == 2


def test_loading_twice_changes_nothing(loaded):
    before = audit.newest_index()
    assert demo_loader.load(ROWS, quiet=True) == 0
    assert audit.newest_index() == before


def test_an_interrupted_load_goes_on(monkeypatch):
    monkeypatch.setenv("HARMONIE_DEMO_PASSWORD", "un mot de passe")
    original = demo_loader._judge
    calls = []

    def fails_once(ids):
        calls.append(ids)
        if len(calls) == 2:
            raise KeyboardInterrupt
        original(ids)

    monkeypatch.setattr(demo_loader, "_judge", fails_once)
    with pytest.raises(KeyboardInterrupt):
        demo_loader.load(ROWS, quiet=True)
    assert not demo_loader.is_loaded()
    assert demo_loader.load(ROWS, quiet=True) == len(ROWS)
    pk = community("littoral-mobilites").id
    assert len(audit.events(pk, types=["message.received"])) == 3
    assert len(audit.events(pk, types=["message.analysed"])) == 3


def test_each_role_has_somebody_and_the_demo_s_owner_is_no_real_owner(loaded, django_user_model):
    assert {person.role for person in PEOPLE} == {
        "owner", "lead", "moderator", "manager", "auditor", "viewer",
    }  # fmt: skip
    sana = django_user_model.objects.get(email="sana@demo.example")
    assert [card.slug for card in communities_of(sana)] == ["ardenia", "littoral-mobilites"]
    assert sana.check_password("un mot de passe")
    assert not has_owner()
    assert len(COMMUNITIES) == 2


def test_the_rules_of_each_community_are_installed(loaded):
    from harmonie.apps.moderation.queries import rules_in_force

    policy, rules = rules_in_force(loaded.id)
    assert policy is not None and rules


def test_the_inbox_shows_what_was_loaded(loaded):
    assert set(inbox.channels(loaded.id)) == {"facebook"}


def test_the_team_decided_soon_after_each_message_and_left_nothing_old(loaded):
    from django.apps import apps

    case_model = apps.get_model("moderation", "Case")
    cases = case_model.objects.select_related("message")
    assert cases.exists()
    for case in cases:
        assert case.opened_at == case.message.created_at
        assert case.state == "decided"
        assert 0 < (case.decided_at - case.opened_at).total_seconds() < 2 * 3600


def test_each_community_has_promised_when_it_answers(loaded):
    assert inbox.promise_seconds(loaded.id) == 24 * 3600
