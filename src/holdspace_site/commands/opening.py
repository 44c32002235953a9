"""Opens a practice for a command: folder, key, database, in this order."""

import getpass
import os
import sys
from pathlib import Path

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.home import Home
from holdspace_site.records import master_key


class NoPractice(HoldspaceError):
    """There is no practice in the data folder."""

    next_step = (
        "Start one with `holdspace serve`, or look around with `holdspace demo`."
    )

    def __init__(self, home: Home) -> None:
        super().__init__(f"There is no practice in {home.folder}.")


class DatabaseDamaged(HoldspaceError):
    """A database file is there but cannot be read with the right key."""

    next_step = "Nothing was changed. Put the last backup back: holdspace restore FILE."

    def __init__(self, file: Path | str) -> None:
        super().__init__(f"{file} is damaged or is not a practice's database.")


class FileMissing(HoldspaceError):
    """One of the practice's two databases is not in its folder."""

    next_step = (
        "Nothing was changed. Put the file back where it was, or restore both from the "
        "last backup: holdspace restore FILE."
    )

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is missing.")


class DatabaseOutOfReach(HoldspaceError):
    """The database server does not answer."""

    next_step = "Start it, or check HOLDSPACE_DATABASE. Nothing was changed."

    def __init__(self) -> None:
        super().__init__("The database cannot be reached.")


def start_django(home: Home, *, demo: bool = False) -> None:
    """Set Django up for an unlocked practice; only once a process."""
    import django

    os.umask(0o077)
    os.environ["HOLDSPACE_HOME"] = str(home.folder)
    if demo:
        os.environ["HOLDSPACE_DEMO"] = "1"
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", "holdspace_site.settings.production"
    )
    django.setup()


def open_practice(home: Home | None = None) -> Home:
    """Unlock the practice of the data folder, check it, and bring it up to date.

    Raises:
        NoPractice, DatabaseDamaged, DatabaseOutOfReach, and what unlocking raises.
    """
    home = home or existing_home()
    if not home.exists:
        raise NoPractice(home)
    unlock(home)
    start_django(home)
    bring_up_to_date(home)
    return home


def existing_home() -> Home:
    """Return the chosen folder; the demo's where no own practice was started yet."""
    home, demo = Home.chosen(), Home.chosen(demo=True)
    return demo if not home.exists and demo.exists else home


def unlock(home: Home) -> None:
    """Read the master key, asking for its passphrase where it has one."""
    passphrase = None
    if master_key.needs_passphrase(home.key_file):
        passphrase = _passphrase()
    master_key.unlock(home, passphrase)


def _passphrase() -> str:
    if named := os.environ.get("HOLDSPACE_PASSPHRASE_FILE"):
        try:
            return Path(named).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError:
            raise master_key.PassphraseNeeded from None
    if not sys.stdin.isatty():
        raise master_key.PassphraseNeeded
    return getpass.getpass("Passphrase: ", stream=sys.stderr)


def bring_up_to_date(home: Home) -> None:
    """Check that the databases open, and apply what an update brought.

    Raises:
        DatabaseDamaged, DatabaseOutOfReach, FileMissing.
    """
    from django.db import DatabaseError, OperationalError, connections

    from holdspace_site.records import tables

    check_nothing_missing(home)
    files = {"default": home.records, "keys": home.key_store}
    for alias in ("default", "keys"):
        connection = connections[alias]
        try:
            connection.introspection.table_names()
            tables.bring_up_to_date(alias)
        except OperationalError:
            if connection.vendor == "postgresql":
                raise DatabaseOutOfReach from None
            raise DatabaseDamaged(files[alias]) from None
        except DatabaseError:
            raise DatabaseDamaged(files[alias]) from None


def check_nothing_missing(home: Home) -> None:
    """Refuse to begin an empty database beside one that is in use: something was lost.

    Raises:
        FileMissing: naming the file that should be there.
    """
    from django.db import connections

    on_server = connections["default"].vendor == "postgresql"
    there = {
        "default": on_server or home.records.exists(),
        "keys": home.key_store.exists(),
    }
    lost = (
        ("default", "records_agency", "keys", home.key_store),
        ("keys", "key_store_agencykey", "default", home.records),
    )
    for full, table, empty, file in lost:
        if there[full] and not there[empty] and _is_used(full, table):
            raise FileMissing(file)


def _is_used(alias: str, table: str) -> bool:
    """Return whether a table has rows; a database that does not open is not judged."""
    from django.db import DatabaseError, connections

    connection = connections[alias]
    try:
        if table not in connection.introspection.table_names():
            return False
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own name
            return cursor.fetchone() is not None
    except DatabaseError:
        return False
