"""Makes the tables of a database, or brings them up to date."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connections, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from holdspace_site.records.key_store.router import KEY_STORE

_NO_MODEL_SAYS = (
    ("0002_access_log_only_grows", "forbid"),
    ("0003_access_log_has_no_back_door", "close"),
)


def bring_up_to_date(using: str) -> None:
    """Apply all migrations that a database has not gone through yet.

    A new database is made at once as the models say: going through all migrations
    comes to the same, and takes Django seconds. The key store goes through its own
    only; to find out that those of the records make nothing there takes as long.
    """
    own = ["key_store"] if using == KEY_STORE else []
    if not connections[using].introspection.table_names():
        _make_all(using, own)
    call_command("migrate", *own, database=using, verbosity=0)


def add_what_no_model_says(schema_editor: Any) -> None:
    """Add what migrations wrote in SQL: the access log only grows."""
    for migration, add in _NO_MODEL_SAYS:
        module = import_module(f"holdspace_site.records.migrations.{migration}")
        getattr(module, add)(apps, schema_editor)


def _make_all(using: str, own: list[str]) -> None:
    """Make every table in an empty database, and note all migrations as behind it.

    One transaction, so that a start that is cut short leaves it empty.
    """
    connection = connections[using]
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if router.allow_migrate_model(using, model) and model._meta.can_migrate(
                connection
            ):
                editor.create_model(model)
        if using != KEY_STORE:
            add_what_no_model_says(editor)
        editor.create_model(recorder.Migration)
        for app, name in MigrationLoader(None).disk_migrations:
            if not own or app in own:
                recorder.record_applied(app, name)
