"""`holdspace backup`, `restore` and `verify`: keep a practice safe, and know that it is."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.commands.opening import (
    DatabaseOutOfReach,
    open_practice,
    start_django,
    unlock,
)
from holdspace_site.home import FolderUnreadable, Home
from holdspace_site.records.backup_file import key_fingerprint, read_header
from holdspace_site.records.backup_header import (
    BackupDamaged,
    BackupOfOtherKey,
    Header,
    Kind,
    NoRoom,
    NotABackup,
)
from holdspace_site.records.practice_files import (
    PracticeInUse,
    Present,
    Swap,
    beside,
    check_not_in_use,
    look_at,
)


class KeysMissing(HoldspaceError):
    """The backup's keys are not beside it, and the folder has none either."""

    next_step = "Put it beside the backup, or name it: --keys FILE. Nothing was changed."

    def __init__(self, place: Path) -> None:
        super().__init__(f"The clients' keys are not at {place}.")


class DoesNotHold(HoldspaceError):
    """Something of what is kept is not whole."""

    next_step = (
        "Copy the data folder as it is, then put the last good backup back: "
        "holdspace restore FILE."
    )

    def __init__(self, checks: list[str]) -> None:
        super().__init__(f"Not whole: {', '.join(checks)}.")


class Backup:
    """Writes the records and the keys into two sealed files."""

    help = (
        "Write an encrypted backup to FILE and the clients' keys to FILE.keys. Both "
        "open only with the practice's master key, which is in neither. Keep only the "
        "newest FILE.keys: with an older one, somebody erased since could be brought back."
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
            NothingToBackUp,
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
            on_server = bool(os.environ.get("HOLDSPACE_DATABASE"))
            check_not_in_use(home)
            present = look_at(home, records=not on_server)
            _check_same_sort(home, present, header)
            keys, keys_header = _keys_for(file, arguments.keys, present)
            start_django(staged)
            said, text = _restore(
                (file, header, keys, keys_header), home, staged, present, arguments
            )
        _put(said, text, arguments.format)
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


def _check_same_sort(home: Home, present: Present, header: Header) -> None:
    """Raise unless both are made-up practices, or both real ones."""
    from holdspace_site.records.restoring_errors import DemoAndReal

    try:
        sorts = {home.is_demo} if home.exists else set()
    except FolderUnreadable:
        sorts = set()
    if present.is_demo is not None:
        sorts.add(present.is_demo)
    if sorts - {header.demo}:
        raise DemoAndReal(backup_is_demo=header.demo)
