"""`holdspace backup`, `restore`, `verify`: keep a practice safe, and know it is."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any

from holdspace_site.commands.opening import (
    DatabaseOutOfReach,
    open_practice,
    start_django,
    unlock,
)
from holdspace_site.home import FolderUnreadable, Home
from holdspace_site.records.backup_errors import (
    AnotherPractice,
    BackupDamaged,
    BackupOfOtherKey,
    DemoAndReal,
    DoesNotHold,
    KeysMissing,
    NoRoom,
    NotABackup,
    NothingToBackUp,
    PracticeInUse,
)
from holdspace_site.records.backup_file import key_fingerprint, read_header
from holdspace_site.records.backup_header import Header, Kind
from holdspace_site.records.practice_files import (
    Present,
    Swap,
    beside,
    check_not_in_use,
    look_at,
)

_LOCKED = "55P03"  # what PostgreSQL says when it waited too long for somebody else


class Backup:
    """Writes the records and the keys into two sealed files."""

    help = (
        "Write an encrypted backup to FILE and the clients' keys to FILE.keys. Both "
        "open only with the practice's master key, which is in neither. Keep only the "
        "newest FILE.keys: an older one could bring back somebody erased since."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.add_argument("file", metavar="FILE", help="where to write it")
        parser.add_argument(
            "--replace", action="store_true", help="overwrite an earlier backup"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, arguments: argparse.Namespace) -> int:
        """Make the backup and say what is in it."""
        home = open_practice()

        from django.utils import timezone

        from holdspace_site.records.backups import (
            check_place,
            keys_place,
            write_backup,
        )
        from holdspace_site.records.scope import the_agency
        from holdspace_site.records.who import AtTheMachine

        place = Path(arguments.file).absolute()
        check_place(place, replace=arguments.replace)
        agency = the_agency()
        if agency is None:
            raise NothingToBackUp
        by = AtTheMachine(agency_id=agency.pk, os_user=getpass.getuser())
        with _Progress("Backing up") as progress:
            header = write_backup(
                place,
                demo=home.is_demo,
                by=by,
                now=timezone.now(),
                told=progress.told,
            )
        keys = keys_place(place)
        made = {
            "file": str(place),
            "keys": str(keys),
            "made_at": header.made_at,
            "rows": header.total,
            "bytes": place.stat().st_size + keys.stat().st_size,
            "log_holds": header.log_broken_at is None,
            "clients_without_key": header.clients_without_key,
        }
        text = [
            f"Backed up {header.total} rows to {place}",
            f"and the keys to {keys}.",
            "Both open only with the master key: keep a copy of it somewhere else.",
            "Delete older .keys files.",
        ]
        _put(made, text, arguments.format)
        if header.log_broken_at is not None or header.clients_without_key:
            print(
                "holdspace: The backup is made, but the practice is not whole. "
                "See what is wrong: holdspace verify.",
                file=sys.stderr,
            )
        return 0


class Restore:
    """Puts a practice back from its backup, once all of it proved good."""

    help = (
        "Put a backup back into the data folder (HOLDSPACE_HOME), which must hold the "
        "master key. Everything is checked before anything is replaced, and the old "
        "files are kept as *.before-restore until the next restore. Whoever was erased "
        "since the backup stays erased."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.add_argument("file", metavar="FILE", help="the backup")
        parser.add_argument(
            "--keys", metavar="FILE", help="the clients' keys (default: FILE.keys)"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="let another practice go; on PostgreSQL needed whenever the database "
            "holds an agency, and no copy of it is kept",
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, arguments: argparse.Namespace) -> int:
        """Restore, and say what came of it."""
        file = Path(arguments.file).absolute()
        header = _header(file, Kind.RECORDS)
        home = Home.chosen(demo=header.demo)
        with beside(home) as staged:
            _unlock(home, staged, file, header)
            check_not_in_use(home)
            on_server = bool(os.environ.get("HOLDSPACE_DATABASE"))
            present = look_at(home, records=not on_server)
            _check_fits(home, present, header, replace=arguments.replace)
            keys = _keys_of(file, arguments.keys, present)
            keys_header = _header(keys, Kind.KEYS) if keys else None
            start_django(staged)

            from holdspace_site.records.restoring import Source

            source = Source(file, header, keys, keys_header)
            said = _restored(source, present, home, staged, replace=arguments.replace)
        _put(said, _restored_text(said), arguments.format)
        if present.unread:
            print(
                f"holdspace: What was in {' and '.join(present.unread)} could not be "
                "read. If anybody was erased since the backup, erase them again.",
                file=sys.stderr,
            )
        return 0


class Verify:
    """Says whether everything that is kept is whole."""

    help = (
        "Check the database, every sealed word, the keys and the access log. Prints "
        "numbers, never words."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, arguments: argparse.Namespace) -> int:
        """Check, print one line a check, and fail when one does not hold."""
        home = open_practice()

        from holdspace_site.records.verifying import findings

        found = list(findings(home))
        broken = [finding.check for finding in found if not finding.holds]
        _put(
            {
                "holds": not broken,
                "checks": [
                    {"check": f.check, "holds": f.holds, "said": f.said} for f in found
                ],
            },
            [f"{'ok ' if f.holds else 'NOT'}  {f.check}: {f.said}" for f in found],
            arguments.format,
        )
        if broken:
            raise DoesNotHold(broken)
        return 0


def _header(file: Path, kind: Kind) -> Header:
    header = read_header(file)
    if header.kind is not kind:
        raise NotABackup(file, f"holds the {header.kind.value} of a backup")
    return header


def _unlock(home: Home, staged: Home, file: Path, header: Header) -> None:
    """Read the key that is in the folder, whatever the state of the rest of it."""
    os.environ["HOLDSPACE_KEY_FILE"] = str(home.key_file)
    unlock(staged)
    if header.key != key_fingerprint():
        raise BackupOfOtherKey(file)


def _check_fits(home: Home, present: Present, header: Header, *, replace: bool) -> None:
    """Raise unless the folder is empty, or its practice is of this sort and key."""
    sorts = set() if present.is_demo is None else {present.is_demo}
    try:
        if home.exists:
            sorts.add(home.is_demo)
            if home.key_fingerprint != header.key and not replace:
                raise AnotherPractice
    except FolderUnreadable:
        pass  # it is what restoring mends
    if sorts - {header.demo}:
        raise DemoAndReal(backup_is_demo=header.demo)


def _keys_of(file: Path, named: str | None, present: Present) -> Path | None:
    """Return the file of keys to take; None for the keys now in the folder."""
    if named:
        return Path(named).absolute()
    beside_it = file.with_name(file.name + ".keys")
    if beside_it.exists():
        return beside_it
    if not present.agency_keys:
        raise KeysMissing(beside_it)
    return None


def _restored(
    source: Any, present: Present, home: Home, staged: Home, *, replace: bool
) -> dict[str, Any]:
    from django.db import DatabaseError, IntegrityError, OperationalError, connection
    from django.utils import timezone

    from holdspace_site.actions.erase_client import delete_rows_of
    from holdspace_site.records.restoring import Asked, restore

    header = source.header
    try:
        with (
            _Progress("Restoring") as progress,
            Swap(home, demo=header.demo, key_fingerprint=header.key) as swap,
        ):
            asked = Asked(
                os_user=getpass.getuser(),
                now=timezone.now(),
                replace=replace,
                erase_rows=delete_rows_of,
                told=progress.told,
            )
            done = restore(source, present, asked, swap=swap, staged=staged)
    except IntegrityError:
        raise BackupDamaged(source.file) from None
    except OperationalError as error:
        if connection.vendor != "postgresql":
            raise NoRoom(home.folder) from None
        if getattr(error.__cause__, "sqlstate", "") == _LOCKED:
            raise PracticeInUse(home) from None
        raise DatabaseOutOfReach from None
    except DatabaseError:
        raise NoRoom(home.folder) from None
    return {
        "home": str(home.folder),
        "made_at": header.made_at,
        "rows": done.rows,
        "erased_again": done.erased_again,
        "links_ended": done.links_ended,
        "log_holds": header.log_broken_at is None,
        "kept": [str(file) for file in swap.kept],
    }


def _restored_text(said: dict[str, Any]) -> list[str]:
    text = [
        f"Restored {said['rows']} rows of {said['made_at']} into {said['home']}.",
        "Everybody signs in again.",
    ]
    if said["erased_again"]:
        text.append(
            f"{said['erased_again']} client(s) erased since the backup stay erased."
        )
    if said["links_ended"]:
        text.append(
            f"{said['links_ended']} unused sign-in link(s) no longer work; "
            "make new ones."
        )
    if not said["log_holds"]:
        text.append("The access log was not whole when the backup was made.")
    if said["kept"]:
        text += ["What was here before is kept until the next restore:"]
        text += [f"  {file}" for file in said["kept"]]
        text += ["Delete it once all is well: it can bring back who is erased later."]
    return text


class _Progress:
    """Counts rows on a terminal, and says nothing anywhere else."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> "_Progress":
        return self

    def told(self, done: int, total: int) -> None:
        """Show how far the work is."""
        if self._shown:
            said = f"\r{self._doing}: {done:,} of {total:,} rows"
            print(said, end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _put(told: dict[str, Any], text: list[str], form: str) -> None:
    if form == "json":
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(text))


backup = Backup()
restore = Restore()
verify = Verify()
