"""The full-text index: FTS5 on SQLite, a GIN index over an expression on PostgreSQL.

SQLite keeps one row per message in ``inbox_message_search`` (rowid = message id): ``place`` holds
the word ``c<community id>`` so that a search touches one community's entries only. The rows are
written by the operations; the trigger makes sure that no deleted text stays findable. SQLite drops
triggers when a table is altered: ``operations.full_text.keep_trigger`` puts it back.
"""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE inbox_message_search USING fts5(
        place, author, text, columnsize=0, prefix='2 3',
        tokenize="unicode61 remove_diacritics 2"
    )""",
    """CREATE TRIGGER inbox_message_search_forgets AFTER DELETE ON inbox_message BEGIN
        DELETE FROM inbox_message_search WHERE rowid = old.id;
    END""",
)
# translate() folds French accents: the unaccent extension is not there on every server.
POSTGRESQL = (
    """CREATE FUNCTION inbox_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT translate(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'),
            'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')
    $$""",
    """CREATE INDEX inbox_message_search ON inbox_message
        USING gin (to_tsvector('simple'::regconfig, inbox_fold(text)))""",
    """CREATE INDEX inbox_member_search ON inbox_member
        USING gin (to_tsvector('simple'::regconfig, inbox_fold(name)))""",
)
UNDO = {
    "sqlite": (
        "DROP TRIGGER inbox_message_search_forgets",
        "DROP TABLE inbox_message_search",
    ),
    "postgresql": (
        "DROP INDEX inbox_member_search",
        "DROP INDEX inbox_message_search",
        "DROP FUNCTION inbox_fold(text)",
    ),
}


def create(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_search_and_promises")]
    operations = [migrations.RunPython(create, drop)]
