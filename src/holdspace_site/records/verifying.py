"""Checks that what is kept is whole: files, sealed words, keys, access log.

Says numbers and places only, never a word of anybody's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.home import Home
from holdspace_site.records.access_log import broken_at
from holdspace_site.records.backups import clients_without_key, one_moment
from holdspace_site.records.key_store.models import AgencyKey, ClientKey, DestroyedKey
from holdspace_site.records.key_store.router import KEY_STORE
from holdspace_site.records.keyring import forget, read_keys
from holdspace_site.records.models import AccessEntry, Client
from holdspace_site.records.practice_files import still_opening
from holdspace_site.records.sealed import SealedWords

_ROWS_AT_ONCE = 1000

Check = Callable[[Home], tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, said for a person who is not a programmer."""

    check: str
    holds: bool
    said: str


def findings(home: Home) -> Iterator[Finding]:
    """Make every check, also after one that did not hold."""
    checks: dict[str, Check] = {
        "records": lambda _: _database_whole(DEFAULT_DB_ALIAS),
        "key store": lambda _: _database_whole(KEY_STORE),
        "sealed words": _words_open,
        "client keys": _keys_complete,
        "access log": _log_holds,
    }
    for name, check in checks.items():
        try:
            with one_moment(DEFAULT_DB_ALIAS), one_moment(KEY_STORE):
                holds, said = check(home)
        except (DatabaseError, HoldspaceError, AgencyKey.DoesNotExist):
            holds, said = False, "cannot be read"
        finally:
            forget()
        yield Finding(name, holds, said)


def _database_whole(using: str) -> tuple[bool, str]:
    connection = connections[using]
    if connection.vendor == "postgresql":
        return True, f"all {_rows_read()} rows can be read"
    with connection.cursor() as cursor:
        for _ in range(2):  # a page written just now may look torn: look again
            cursor.execute("PRAGMA cipher_integrity_check")
            if not (torn := len(cursor.fetchall())):
                break
        if torn:
            return False, f"{torn} page(s) of the file are damaged"
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchall() != [("ok",)]:
            return False, "the file is damaged"
        cursor.execute("PRAGMA foreign_key_check")
        if loose := len(cursor.fetchall()):
            return False, f"{loose} row(s) point to rows that are not there"
        cursor.execute("PRAGMA page_count")
        return True, f"all {cursor.fetchone()[0]} pages of the file are whole"


def _rows_read() -> int:
    return sum(
        1
        for model in apps.get_app_config("records").get_models()
        for _ in model._base_manager.iterator(chunk_size=_ROWS_AT_ONCE)
    )


def _words_open(_: Home) -> tuple[bool, str]:
    read_keys(ClientKey.objects.values_list("pk", flat=True))
    opened = closed = 0
    for model in apps.get_app_config("records").get_models():
        columns = _sealed_columns(model)
        if not columns:
            continue
        for row in model._base_manager.iterator(chunk_size=_ROWS_AT_ONCE):
            for name in columns:
                if _opens(row, name):
                    opened += 1
                else:
                    closed += 1
    if closed:
        return False, f"{closed} do not open, {opened} do"
    return True, f"all {opened} open"


def _sealed_columns(model: type[models.Model]) -> list[str]:
    return [name for name, what in vars(model).items() if isinstance(what, SealedWords)]


def _opens(row: models.Model, name: str) -> bool:
    try:
        getattr(row, name)
    except (HoldspaceError, ValueError):
        return False
    return True


def _keys_complete(home: Home) -> tuple[bool, str]:
    living = Client.objects.filter(erased_at__isnull=True).count()
    if missing := len(clients_without_key()):
        return False, f"{missing} client(s) have no key"
    destroyed = set(DestroyedKey.objects.values_list("pk", flat=True))
    erased = destroyed | set(
        Client.objects.filter(erased_at__isnull=False).values_list("pk", flat=True)
    )
    if undead := ClientKey.objects.filter(pk__in=erased).count():
        return False, f"{undead} erased client(s) still have a key"
    if half := Client.objects.filter(erased_at__isnull=True, pk__in=destroyed).count():
        return False, f"{half} client(s) have no key any more but are not erased"
    if left := still_opening(home, erased):
        names = ", ".join(str(file.relative_to(home.folder)) for file in left)
        return False, f"delete {names}: the key of an erased client is in it"
    return (
        True,
        f"{living} client(s) have one, {len(erased)} erased client(s) have none",
    )


def _log_holds(_: Home) -> tuple[bool, str]:
    if (position := broken_at()) is not None:
        return False, f"does not hold from entry {position} on"
    return True, f"all {AccessEntry.objects.count()} entries hold"
