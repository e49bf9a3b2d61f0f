from __future__ import annotations

from django.db import DatabaseError
from django.db.migrations import executor
from django.test import Client

from harmonie.server import health


def test_a_live_process_says_so_without_the_database():
    assert Client().get("/health/live").json() == {"status": "live"}


def test_a_ready_desk_says_so(db):
    assert Client().get("/health/ready").json() == {"status": "ready"}


def test_a_desk_without_its_database_is_not_ready(monkeypatch):
    class Away:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(health, "connection", Away())
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["reason"]) == (503, "database")


def test_a_desk_with_old_tables_is_not_ready(db, monkeypatch):
    monkeypatch.setattr(health, "_is_migrated", False)
    monkeypatch.setattr(
        executor.MigrationExecutor, "migration_plan", lambda self, targets: ["something"]
    )
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["reason"]) == (503, "migrations")
