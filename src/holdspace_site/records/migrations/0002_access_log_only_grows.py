"""Makes the database itself refuse to change or delete an entry of the access log."""

from typing import Any

from django.db import migrations

SQLITE = [
    f"CREATE TRIGGER access_log_no_{verb.lower()} BEFORE {verb} ON records_accessentry "
    "BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE FUNCTION access_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the access log only grows'; END $$",
    "CREATE TRIGGER access_log_only_grows BEFORE UPDATE OR DELETE ON "
    "records_accessentry FOR EACH ROW EXECUTE FUNCTION access_log_only_grows()",
]
SQLITE_UNDO = [
    f"DROP TRIGGER access_log_no_{verb}" for verb in ("update", "delete")
]
POSTGRES_UNDO = [
    "DROP TRIGGER access_log_only_grows ON records_accessentry",
    "DROP FUNCTION access_log_only_grows()",
]


def _run(schema_editor: Any, sqlite: list[str], postgres: list[str]) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite if is_sqlite else postgres:
        schema_editor.execute(statement)


def forbid(apps: Any, schema_editor: Any) -> None:
    """Add the triggers."""
    _run(schema_editor, SQLITE, POSTGRES)


def allow(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away again."""
    _run(schema_editor, SQLITE_UNDO, POSTGRES_UNDO)


class Migration(migrations.Migration):
    """Only adds triggers."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
