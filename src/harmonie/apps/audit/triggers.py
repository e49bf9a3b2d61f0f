"""Database triggers that refuse to change or delete an event: append-only even for our own code."""

from __future__ import annotations

from typing import Any

TABLE = "audit_event"
_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_{verb.lower()} BEFORE {verb} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$ LANGUAGE plpgsql""",
    f"""CREATE OR REPLACE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
]
_REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}"],
}


def install(connection: Any) -> None:
    statements = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}.get(connection.vendor, [])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    with connection.cursor() as cursor:
        for statement in _REMOVE.get(connection.vendor, []):
            cursor.execute(statement)
