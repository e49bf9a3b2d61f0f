"""How far the tables are behind the code: asked by start, commands, doctor and health."""

from __future__ import annotations


def migrations_pending() -> int:
    """How many migrations wait to be run; Django must be loaded."""
    # Imported late: what only starts the pages need not load the migration machinery.
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
