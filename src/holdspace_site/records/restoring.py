"""Puts a practice back from a backup: built and checked beside the old, then swapped.

Whoever was erased stays erased. The traces of destroyed keys that the present key store
holds are carried over, and what the backup brings back of those clients is deleted
again, with an entry in the access log.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections, transaction

from holdspace_site.home import Home
from holdspace_site.records.access_log import broken_at, write_down
from holdspace_site.records.backup_errors import (
    AnotherPractice,
    BackupDamaged,
    DatabaseHoldsAgency,
    DemoAndReal,
    KeysDoNotFit,
)
from holdspace_site.records.backup_file import prove_whole
from holdspace_site.records.backup_header import Header
from holdspace_site.records.backups import (
    Told,
    clients_without_key,
    load_rows,
    use_no_number_again,
)
from holdspace_site.records.key_store.models import AgencyKey, ClientKey, DestroyedKey
from holdspace_site.records.key_store.router import KEY_STORE
from holdspace_site.records.keyring import forget, read_keys
from holdspace_site.records.master_key import WrongKey
from holdspace_site.records.models import Agency, Client, SignInLink
from holdspace_site.records.practice_files import Present, Swap
from holdspace_site.records.sealing import SealBroken
from holdspace_site.records.tables import bring_up_to_date
from holdspace_site.records.who import AtTheMachine


@dataclass(frozen=True, slots=True)
class Source:
    """The backup to restore; without `keys` the keys now in the folder are used."""

    file: Path
    header: Header
    keys: Path | None
    keys_header: Header | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who restores and when, and whether what is there may go.

    `erase_rows` deletes all rows of one client.
    """

    os_user: str
    now: datetime
    replace: bool
    erase_rows: Callable[..., None]
    told: Told


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it."""

    rows: int
    erased_again: int
    links_ended: int


def restore(
    source: Source, present: Present, asked: Asked, *, swap: Swap, staged: Home
) -> Restored:
    """Build the practice in `staged`, check it, and swap it in.

    On PostgreSQL the records are replaced in one transaction, and only the keys are
    built in `staged`.

    Raises:
        AnotherPractice, DatabaseHoldsAgency, DemoAndReal, KeysDoNotFit, and what
        `load_rows` raises; nothing is changed then.
    """
    for file in filter(None, (source.file, source.keys)):
        prove_whole(file)  # before time goes into making tables
    is_server = connection.vendor == "postgresql"
    with _one_transaction(when=is_server):
        if is_server:
            _clear_server(source.header, present, replace=asked.replace)
        load_rows(source.file, source.header, asked.told)
        present = _put_keys(source, present, replace=asked.replace)
        restored = _finish(source, present, asked)
        if is_server:
            connection.check_constraints()
            connections[KEY_STORE].close()
            swap.put_in_place(staged)
    if not is_server:
        _close_files()
        swap.put_in_place(staged)
    return restored


@contextmanager
def _one_transaction(*, when: bool) -> Iterator[None]:
    if not when:
        yield
        return
    with transaction.atomic():
        yield


def _clear_server(header: Header, present: Present, *, replace: bool) -> None:
    """Look at what the server holds, and take its tables away (undone on failure)."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        if Agency._meta.db_table not in connection.introspection.table_names(cursor):
            return
        cursor.execute("SELECT is_demo FROM records_agency")
        for (is_demo,) in cursor.fetchall():
            if is_demo != header.demo:
                raise DemoAndReal(backup_is_demo=header.demo)
            if not replace:
                raise DatabaseHoldsAgency
        cursor.execute(
            "SELECT id, erased_at FROM records_client WHERE erased_at IS NOT NULL"
        )
        for client_id, at in cursor.fetchall():
            present.erased(client_id, at)
        cursor.execute("SELECT max(id) FROM records_client")
        present.highest_client = cursor.fetchone()[0] or 0
    call_command("migrate", "records", "zero", verbosity=0)


def _put_keys(source: Source, present: Present, *, replace: bool) -> Present:
    """Fill the new key store, and return what of the present one counts."""
    if source.keys is not None and source.keys_header is not None:
        load_rows(source.keys, source.keys_header)
        if not _same_practice(present):
            if not replace:
                raise AnotherPractice
            present = Present()
        wanted = clients_without_key() & present.client_keys.keys()
    else:
        bring_up_to_date(KEY_STORE)
        AgencyKey.objects.bulk_create(
            AgencyKey(agency_id=agency_id, wrapped=wrapped)
            for agency_id, wrapped in present.agency_keys.items()
        )
        wanted = set(present.client_keys)
    ClientKey.objects.bulk_create(
        ClientKey(client_id=client_id, agency_id=agency_id, wrapped=wrapped)
        for client_id, (agency_id, wrapped) in present.client_keys.items()
        if client_id in wanted
    )
    return present


def _same_practice(present: Present) -> bool:
    brought = {key.agency_id: bytes(key.wrapped) for key in AgencyKey.objects.all()}
    return all(
        brought.get(agency_id) == bytes(wrapped)
        for agency_id, wrapped in present.agency_keys.items()
    )


def _finish(source: Source, present: Present, asked: Asked) -> Restored:
    """Check what was put back, erase again who was erased, and write it down."""
    if broken_at() != source.header.log_broken_at:
        raise BackupDamaged(source.file)
    agency = Agency.objects.first()
    if agency is None:
        raise BackupDamaged(source.file)
    by = AtTheMachine(agency_id=agency.pk, os_user=asked.os_user)
    with transaction.atomic(), transaction.atomic(using=KEY_STORE):
        erased = _carry_over_traces(present)
        again = Client.objects.filter(erased_at__isnull=True, pk__in=erased)
        for client in again:
            asked.erase_rows(client, now=erased[client.pk])
            write_down("erase", by=by, now=asked.now, client_id=client.pk)
        _check_keys_fit(source.header)
        highest = max([present.highest_client, *erased])
        if highest:
            use_no_number_again(highest)
        ended = 0
        if not source.header.demo:  # used since, perhaps: a link signs in only once
            ended, _ = SignInLink.objects.filter(used_at__isnull=True).delete()
        Session.objects.all().delete()
        write_down("restore", by=by, now=asked.now)
    return Restored(source.header.total, len(again), ended)


def _carry_over_traces(present: Present) -> dict[int, datetime]:
    """Make sure that everybody ever erased has a trace and no key; return them all."""
    in_records = Client.objects.filter(erased_at__isnull=False)
    erased = {
        **present.destroyed,
        **dict(in_records.values_list("pk", "erased_at")),
        **dict(DestroyedKey.objects.values_list("pk", "destroyed_at")),
    }
    DestroyedKey.objects.bulk_create(
        (
            DestroyedKey(client_id=number, destroyed_at=at)
            for number, at in erased.items()
        ),
        ignore_conflicts=True,
    )
    ClientKey.objects.filter(pk__in=erased).delete()
    forget()
    return erased


def _check_keys_fit(header: Header) -> None:
    closed = clients_without_key()
    if len(closed) > header.clients_without_key:
        raise KeysDoNotFit(len(closed))
    living = Client.objects.filter(erased_at__isnull=True).exclude(pk__in=closed)
    opened = 0
    with suppress(WrongKey, AgencyKey.DoesNotExist):
        read_keys(living.values_list("pk", flat=True))
        for client in living:
            with suppress(SealBroken):
                opened += bool(client.name) or not client.name_sealed
    forget()
    if opened < len(living):
        raise KeysDoNotFit(len(living) - opened)


def _close_files() -> None:
    """Close both new files with everything in them and nothing waiting beside them."""
    for each in connections.all():
        with each.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = DELETE")
        each.close()
