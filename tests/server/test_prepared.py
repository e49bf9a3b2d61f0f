from __future__ import annotations

import pytest

from harmonie.server import prepared


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("HARMONIE_DATABASE_URL", raising=False)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    (tmp_path / "harmonie.sqlite3").write_text("")
    return tmp_path


def test_a_home_is_prepared_once_it_was_remembered(home):
    assert not prepared.is_prepared(home)
    prepared.remember(home)
    assert prepared.is_prepared(home)


def test_other_code_asks_for_a_new_preparation(home, monkeypatch):
    prepared.remember(home)
    monkeypatch.setattr(prepared, "version", lambda package: "99")
    assert not prepared.is_prepared(home)


@pytest.mark.parametrize("lost", ["harmonie.sqlite3", "static/staticfiles.json", "prepared"])
def test_a_home_that_lost_something_is_prepared_again(home, lost):
    prepared.remember(home)
    (home / lost).unlink()
    assert not prepared.is_prepared(home)


def test_a_database_server_is_always_asked(home, monkeypatch):
    prepared.remember(home)
    monkeypatch.setenv("HARMONIE_DATABASE_URL", "postgres://desk@db/desk")
    assert not prepared.is_prepared(home)
