from __future__ import annotations

import logging

import pytest
from django.test import Client

from harmonie.apps.accounts.views import entry


@pytest.fixture
def broken(monkeypatch, settings):
    def fail(*arguments):
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(entry.entry, "check_setup_token", fail)
    return Client(raise_request_exception=False)


def test_the_500_page_is_designed_and_gives_a_reference(broken, db):
    answer = broken.get("/setup/a-token/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in page
    assert "42" not in page.replace(answer["X-Request-ID"], "")
    assert "Ce qui était enregistré est en sûreté" in page


def test_a_failure_is_logged_with_its_route_and_not_its_path(broken, db, caplog):
    with caplog.at_level(logging.ERROR):
        broken.get("/setup/a-token/")
    text = caplog.text
    assert "setup/<str:token>/" in text and "RuntimeError" in text
    assert "a-token" not in text


def test_a_missing_page_does_not_say_whether_it_exists_elsewhere(db):
    answer = Client().get("/nothing-here", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "belongs to a community you are not part of" in answer.content.decode()


def test_an_expired_form_says_that_nothing_was_sent(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/preferences/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Rien n’a été envoyé" in answer.content.decode()
