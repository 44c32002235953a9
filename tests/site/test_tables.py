"""A new database is made at once, and is what all migrations would have made."""

import contextlib
import re
from copy import deepcopy

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

from holdspace_site.records import tables

OF_DJANGO_ALONE = "auth_group_permissions"  # never used; Django numbers it in two sizes


@contextlib.contextmanager
def empty_database(name):
    """An empty database of the kind that is tested, under the usual alias."""
    usual = connections[DEFAULT_DB_ALIAS]
    settings = deepcopy(usual.settings_dict)
    on_sqlite = usual.vendor == "sqlite"
    settings["NAME"] = f"{usual.settings_dict['NAME']}_{name}"
    other = type(usual)(settings, DEFAULT_DB_ALIAS)
    if not on_sqlite:
        with usual.creation._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{settings["NAME"]}"')
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield other
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        other.close()
        if not on_sqlite:
            with usual.creation._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{settings["NAME"]}"')


def made_of(connection):
    """Return what a database is made of, in no order: columns, rules, triggers."""
    if connection.vendor == "sqlite":
        return {
            (kind, name, *sorted(parts_of(sql)))
            for kind, name, sql in asked(
                connection,
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL",
            )
        }
    return {
        *asked(
            connection,
            "SELECT table_name, column_name, data_type, is_nullable, "
            "character_maximum_length, is_identity FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name != %s",
            [OF_DJANGO_ALONE],
        ),
        *asked(
            connection,
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        ),
        *asked(
            connection,
            "SELECT regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') "
            "FROM pg_indexes WHERE schemaname = 'public'",
        ),
        *asked(
            connection,
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        ),
    }


def parts_of(sql):
    """Return the parts of a statement that makes a table, whatever their order."""
    name, _, rest = re.sub(r"\s+", " ", sql).partition("(")
    return {name.strip(), *re.split(r", (?![^()]*\))", rest.removesuffix(")").strip())}


def asked(connection, question, with_=()):
    with connection.cursor() as cursor:
        cursor.execute(question, with_)
        return cursor.fetchall()


def applied(connection):
    return {*asked(connection, "SELECT app, name FROM django_migrations")}


@pytest.mark.slow
def test_a_new_database_is_what_all_migrations_would_have_made():
    with empty_database("stepwise") as stepwise:
        call_command("migrate", database=DEFAULT_DB_ALIAS, verbosity=0)
        all_steps, by_steps = applied(stepwise), made_of(stepwise)
    with empty_database("at_once") as at_once:
        tables.bring_up_to_date(DEFAULT_DB_ALIAS)
        assert applied(at_once) == all_steps == {*MigrationLoader(None).disk_migrations}
        assert made_of(at_once) == by_steps
    assert any("access_log" in str(part) for part in by_steps)
