"""Copies every row of a practice out of its tables, and puts rows back into tables.

Rows travel as Django's serializers write them, so SQLite and PostgreSQL take each
other's. Words stay sealed as they lie in the row. Left out are the sessions of browsers
(everybody signs in again) and Django's lists of models and permissions, which applying
the migrations makes anew.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.jsonl import Serializer as JsonLines
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.loader import MigrationLoader

from holdspace_site.records.access_log import broken_at, write_down
from holdspace_site.records.backup_errors import (
    AlreadyThere,
    BackupDamaged,
    BackupNewer,
    CannotWrite,
)
from holdspace_site.records.backup_file import (
    BackupWriter,
    is_backup,
    key_fingerprint,
    rows_of,
)
from holdspace_site.records.backup_header import Header, Kind
from holdspace_site.records.key_store.models import ClientKey, DestroyedKey
from holdspace_site.records.key_store.router import KEY_STORE
from holdspace_site.records.models import Client
from holdspace_site.records.tables import bring_up_to_date
from holdspace_site.records.who import AtTheMachine

Told = Callable[[int, int], None]
"""Is told how many rows of how many are done."""

_APP = {Kind.RECORDS: "records", Kind.KEYS: "key_store"}
_DATABASE = {Kind.RECORDS: DEFAULT_DB_ALIAS, Kind.KEYS: KEY_STORE}
_ROWS_AT_ONCE = 1000
_FIRST_LOOK = "SELECT count(*) FROM django_migrations"  # where the moment begins


def keys_place(place: Path) -> Path:
    """Return where the keys that belong to a backup are kept."""
    return place.with_name(place.name + ".keys")


def check_place(place: Path, *, replace: bool) -> None:
    """Raise unless a backup and its keys may be written to `place`.

    Raises:
        AlreadyThere: if a file is there; with `replace`, if it is no backup.
    """
    if not place.name or not place.parent.is_dir():
        raise CannotWrite(place)
    for file in (place, keys_place(place)):
        if file.exists() and not (replace and file.is_file() and is_backup(file)):
            raise AlreadyThere(file)


def write_backup(
    place: Path, *, demo: bool, by: AtTheMachine, now: datetime, told: Told
) -> Header:
    """Write the records to `place` and the keys beside it, as they are at one moment.

    The access log has the entry of the backup before the backup is made.
    """
    write_down("backup", by=by, now=now)
    with ExitStack() as stack:
        stack.enter_context(one_moment(DEFAULT_DB_ALIAS))
        stack.enter_context(one_moment(KEY_STORE))
        whole = {
            "log_broken_at": broken_at(),
            "clients_without_key": len(clients_without_key()),
        }
        headers = {
            Kind.RECORDS: _header(Kind.RECORDS, demo=demo, now=now, **whole),
            Kind.KEYS: _header(Kind.KEYS, demo=demo, now=now, **whole),
        }
        # Keys first: newer keys open older records, not the other way round.
        writers = {
            kind: stack.enter_context(BackupWriter(file, headers[kind]))
            for kind, file in ((Kind.KEYS, keys_place(place)), (Kind.RECORDS, place))
        }
        for kind, writer in writers.items():
            _write_rows(kind, writer, headers[kind], told)
        for writer in writers.values():
            writer.put_in_place()
    return headers[Kind.RECORDS]


def clients_without_key() -> set[int]:
    """Return the numbers of living clients whose words nobody can open."""
    living = set(
        Client.objects.filter(erased_at__isnull=True).values_list("pk", flat=True)
    )
    with_key = set(ClientKey.objects.values_list("pk", flat=True))
    return living - with_key - set(DestroyedKey.objects.values_list("pk", flat=True))


def load_rows(
    file: Path, header: Header, told: Told = lambda done, total: None
) -> None:
    """Put a backup's rows into empty tables, then bring the tables up to date.

    The rows go into tables as they were when the backup was made, and from there
    through the same migrations as the practice's own.

    Raises:
        BackupNewer: if those tables are not known here.
        BackupOfOtherKey, BackupDamaged.
    """
    app, using = _APP[header.kind], _DATABASE[header.kind]
    stand_at(file, app, header.migration, using)
    loader = MigrationLoader(connections[using])
    then = loader.project_state((app, header.migration)).apps
    put: dict[str, int] = {}
    with transaction.atomic(using=using):
        _wait_for_both_ends(using)
        by_kind = groupby(rows_of(file), key=lambda row: row["model"])
        for label, rows in by_kind:
            if label not in header.rows:
                raise BackupDamaged(file)
            model = then.get_model(label)
            made = (_made(model, row) for row in rows)
            while batch := list(islice(made, _ROWS_AT_ONCE)):
                model._base_manager.using(using).bulk_create(batch)
                put[label] = put.get(label, 0) + len(batch)
                told(sum(put.values()), header.total)
        if put != {label: count for label, count in header.rows.items() if count}:
            raise BackupDamaged(file)
        connections[using].check_constraints()
        _count_on(list(then.get_app_config(app).get_models()), using)
    bring_up_to_date(using)


def _wait_for_both_ends(using: str) -> None:
    """Let a row point at one that is put in after it, until all are checked.

    An agency names its people, and they their agency. A migration that adds such a
    column leaves PostgreSQL checking it at once for the rest of the transaction.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def stand_at(file: Path, app: str, migration: str, using: str) -> None:
    """Bring an app's tables to one migration.

    Raises:
        BackupNewer: if there is no such migration here.
    """
    loader = MigrationLoader(None)
    if (app, migration) not in loader.disk_migrations:
        raise BackupNewer(file)
    if (app, migration) in loader.graph.leaf_nodes(app):
        bring_up_to_date(using)
    else:
        call_command("migrate", app, migration, database=using, verbosity=0)


def use_no_number_again(highest: int) -> None:
    """See that new clients get numbers above `highest`.

    A number of somebody erased stays theirs: no key is ever made for it again.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    table = Client._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), GREATEST("
                "%s, nextval(pg_get_serial_sequence(%s, 'id')) - 1, 1))",
                [table, highest, table],
            )
            return
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        if found is None:
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                [table, highest],
            )
        elif found[0] < highest:
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [highest, table]
            )


class _Exact(DjangoJSONEncoder):
    """Keeps the microseconds, which the access log's seals cover."""

    def default(self, o: Any) -> Any:
        if isinstance(o, datetime | date | time):
            return o.isoformat()
        return super().default(o)


class _Lines(JsonLines):
    """Django's JSON Lines, each line encoded in one go, which takes half the time."""

    def end_object(self, obj: models.Model) -> None:
        line = json.dumps(self.get_dump_object(obj), **self.json_kwargs)
        self.stream.write(line + "\n")
        self._current = None


@contextmanager
def one_moment(using: str) -> Iterator[None]:
    """Read a database as it is now, while others go on writing."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(_FIRST_LOOK)
            yield
        return
    connection.ensure_connection()
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"  # a reader, who keeps nobody waiting
    try:
        with transaction.atomic(using=using):
            with connection.cursor() as cursor:
                cursor.execute(_FIRST_LOOK)
            yield
    finally:
        connection.transaction_mode = usual


def _counted(kind: Kind) -> dict[str, int]:
    return {
        model._meta.label_lower: model._base_manager.using(_DATABASE[kind]).count()
        for model in _models(kind)
    }


def _models(kind: Kind) -> list[type[models.Model]]:
    return list(apps.get_app_config(_APP[kind]).get_models())


def _header(
    kind: Kind,
    *,
    demo: bool,
    now: datetime,
    log_broken_at: int | None,
    clients_without_key: int,
) -> Header:
    graph = MigrationLoader(None).graph
    ((_, migration),) = graph.leaf_nodes(_APP[kind])
    return Header(
        kind=kind,
        made_at=now.isoformat(timespec="seconds"),
        key=key_fingerprint(),
        salt=os.urandom(32).hex(),
        demo=demo,
        migration=migration,
        rows=_counted(kind),
        log_broken_at=log_broken_at,
        clients_without_key=clients_without_key,
    )


def _write_rows(kind: Kind, writer: BackupWriter, header: Header, told: Told) -> None:
    done = 0

    def counting(rows: Iterable[models.Model]) -> Iterator[models.Model]:
        nonlocal done
        for row in rows:
            yield row
            done += 1
            if done % _ROWS_AT_ONCE == 0:
                told(done, header.total)

    for model in _models(kind):
        rows = model._base_manager.using(_DATABASE[kind]).order_by("pk")
        _Lines().serialize(
            counting(rows.iterator(chunk_size=_ROWS_AT_ONCE)), stream=writer, cls=_Exact
        )
    told(done, header.total)
    writer.finish()


def _made(model: type[models.Model], row: Mapping[str, Any]) -> models.Model:
    values = {**row["fields"], model._meta.pk.name: row["pk"]}
    return model(
        **{
            field.attname: _plain(field).to_python(values[field.name])
            for field in model._meta.concrete_fields
        }
    )


def _plain(field: models.Field) -> models.Field:
    return field.target_field if field.remote_field else field


def _count_on(made: list[type[models.Model]], using: str) -> None:
    """Let the numbers of new rows go on after those that were put in."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)
