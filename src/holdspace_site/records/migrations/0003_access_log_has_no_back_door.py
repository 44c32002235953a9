"""Closes two ways round the access log's triggers: REPLACE on SQLite, TRUNCATE elsewhere."""

from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER access_log_no_replace BEFORE INSERT ON records_accessentry "
    "WHEN EXISTS (SELECT 1 FROM records_accessentry WHERE position = NEW.position) "
    "BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END"
)
POSTGRES = (
    "CREATE FUNCTION access_log_keeps_all() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the access log only grows'; END $$; "
    "CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON records_accessentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION access_log_keeps_all()"
)
SQLITE_UNDO = "DROP TRIGGER access_log_no_replace"
POSTGRES_UNDO = (
    "DROP TRIGGER access_log_no_truncate ON records_accessentry; "
    "DROP FUNCTION access_log_keeps_all()"
)


def close(apps: Any, schema_editor: Any) -> None:
    """Add the trigger."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(SQLITE if is_sqlite else POSTGRES)


def reopen(apps: Any, schema_editor: Any) -> None:
    """Take the trigger away again."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(SQLITE_UNDO if is_sqlite else POSTGRES_UNDO)


class Migration(migrations.Migration):
    """Only adds a trigger."""

    dependencies = [("records", "0002_access_log_only_grows")]
    operations = [migrations.RunPython(close, reopen)]
