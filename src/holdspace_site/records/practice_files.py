"""Looks at a practice's files before Django is set up, and swaps them for others."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.home import BEFORE, Home
from holdspace_site.records.backup_errors import FilesOutOfReach, PracticeInUse
from holdspace_site.records.backup_file import room_for, sync_folder
from holdspace_site.records.master_key import subkey

_ASIDE = ".aside"
_BESIDE = ".restoring-"
_LEFT_OVER_SECONDS = 24 * 60 * 60
_ENDS = ("", "-wal", "-shm")
_WAIT_SECONDS = 2


@dataclass(slots=True)
class Present:
    """What the key store and the records in a folder say now, before a restore.

    `unread` names the files that are there and cannot be read. `highest_client` is the
    highest number ever given to a client.
    """

    agency_keys: dict[int, bytes] = field(default_factory=dict, repr=False)
    client_keys: dict[int, tuple[int, bytes]] = field(default_factory=dict, repr=False)
    destroyed: dict[int, datetime] = field(default_factory=dict)
    highest_client: int = 0
    is_demo: bool | None = None
    unread: list[str] = field(default_factory=list)

    def erased(self, client_id: int, at: datetime) -> None:
        """Remember a client as erased."""
        self.destroyed.setdefault(client_id, at)


def look_at(home: Home, *, records: bool) -> Present:
    """Return what is in the folder now; reads the records only where they are files."""
    present = Present()
    _look_at(home.key_store, "keys", _read_keys, present)
    if records:
        _look_at(home.records, "records", _read_records, present)
    return present


def check_not_in_use(home: Home) -> None:
    """Raise PracticeInUse while any other program has one of the files open.

    What was waiting in a write-ahead log is in the file after this.
    """
    for file, purpose in ((home.records, "records"), (home.key_store, "keys")):
        if not file.exists():
            continue
        connection = _opened(file, purpose)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except dbapi2.OperationalError as error:
            if "locked" in str(error):
                raise PracticeInUse(home) from None
        except dbapi2.DatabaseError:
            continue  # damaged, or not ours: nobody works with it
        finally:
            connection.close()


def still_opening(home: Home, erased: set[int]) -> list[Path]:
    """Return what restores left that still holds the key of somebody erased."""
    left = [_named(home.key_store, BEFORE)]
    left += home.folder.glob(f"{_BESIDE}*/{home.key_store.name}")
    found = []
    for file in left:
        present = Present()
        _look_at(file, "keys", _read_keys, present)
        if erased & present.client_keys.keys():
            found.append(file)
    return found


@contextmanager
def beside(home: Home) -> Iterator[Home]:
    """Give a new folder inside the practice's, to build in; gone afterwards."""
    made = not home.folder.exists()
    with room_for(home.folder):
        home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear_left_over(home.folder)
        folder = Path(tempfile.mkdtemp(prefix=_BESIDE, dir=home.folder))
    try:
        yield Home(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if made and not any(home.folder.iterdir()):
            home.folder.rmdir()


def _clear_left_over(folder: Path) -> None:
    """Remove what a restore left that was cut off days ago, by a power cut say."""
    for left in folder.glob(f"{_BESIDE}*"):
        if time.time() - left.stat().st_mtime > _LEFT_OVER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


class Swap:
    """Puts new files in the place of a practice's; all of them, or none.

    Used with `with`: when what is inside goes wrong, the old files are put back. The
    old files are kept, named `.before-restore`, in the place of those kept before.
    """

    def __init__(self, home: Home, *, demo: bool, key_fingerprint: str) -> None:
        self._home = home
        self._is = {"demo": demo, "key_fingerprint": key_fingerprint}
        self._aside: list[tuple[Path, str]] = []
        self._placed: list[Path] = []
        self.kept: list[Path] = []

    def __enter__(self) -> "Swap":
        return self

    def put_in_place(self, staged: Home) -> None:
        """Move the files of `staged` in place.

        Raises:
            PracticeInUse: if somebody opened the old files meanwhile.
        """
        check_not_in_use(self._home)
        with room_for(self._home.folder):
            for name in ("records", "key_store"):
                new, place = getattr(staged, name), getattr(self._home, name)
                if new.exists():
                    self._set_aside(place)
                    new.replace(place)
                    self._placed.append(place)
            sync_folder(self._home.folder)

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is not None:
            self._put_back()
            return
        try:
            with room_for(self._home.folder):
                self._home.found(**self._is)
        except HoldspaceError:
            self._put_back()
            raise
        for place in self._placed:
            for end in _ENDS:
                _named(place, BEFORE + end).unlink(missing_ok=True)
        for place, end in self._aside:
            kept = _named(place, _ASIDE + end).replace(_named(place, BEFORE + end))
            self.kept += [] if end else [kept]

    def _set_aside(self, place: Path) -> None:
        # A log of waiting writes must never meet the new file: SQLite would apply it.
        for end in reversed(_ENDS):
            file, aside = _named(place, end), _named(place, _ASIDE + end)
            aside.unlink(missing_ok=True)
            if not file.exists():
                continue
            self._aside.append((place, end))
            if end:
                file.replace(aside)
            else:
                _also_call(file, aside)

    def _put_back(self) -> None:
        for place in self._placed:
            place.unlink(missing_ok=True)
        for place, end in reversed(self._aside):
            aside = _named(place, _ASIDE + end)
            if aside.exists():
                aside.replace(_named(place, end))
                aside.unlink(missing_ok=True)  # where both were names of one file


def _named(place: Path, end: str) -> Path:
    return place.with_name(place.name + end)


def _also_call(file: Path, name: Path) -> None:
    """Give a file a second name, so that it is never without one."""
    try:
        os.link(file, name)
    except OSError:
        file.replace(name)  # a file system without second names


def _opened(file: Path, purpose: str) -> Any:
    connection = dbapi2.connect(
        f"file:{quote(str(file))}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=_WAIT_SECONDS,
    )
    connection.execute(f"PRAGMA key = \"x'{subkey(f'database {purpose}').hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection


def _look_at(file: Path, purpose: str, read: Any, present: Present) -> None:
    if not file.exists():
        return
    connection = None
    try:
        connection = _opened(file, purpose)
        read(connection, present)
    except dbapi2.OperationalError as error:
        if "no such table" not in str(error):  # a full disk, a file we may not open
            raise FilesOutOfReach(file) from None
    except dbapi2.Error:
        present.unread.append(file.name)  # damaged, or sealed with another key
    finally:
        if connection is not None:
            connection.close()


def _read_keys(connection: Any, present: Present) -> None:
    present.agency_keys.update(
        connection.execute("SELECT agency_id, wrapped FROM key_store_agencykey")
    )
    for client_id, agency_id, wrapped in connection.execute(
        "SELECT client_id, agency_id, wrapped FROM key_store_clientkey"
    ):
        present.client_keys[client_id] = (agency_id, wrapped)
    for client_id, at in connection.execute(
        "SELECT client_id, destroyed_at FROM key_store_destroyedkey"
    ):
        present.erased(client_id, _moment(at))


def _read_records(connection: Any, present: Present) -> None:
    for (is_demo,) in connection.execute("SELECT is_demo FROM records_agency"):
        present.is_demo = bool(is_demo)
    for client_id, at in connection.execute(
        "SELECT id, erased_at FROM records_client WHERE erased_at IS NOT NULL"
    ):
        present.erased(client_id, _moment(at))
    for (highest,) in connection.execute(
        "SELECT seq FROM sqlite_sequence WHERE name = 'records_client'"
    ):
        present.highest_client = highest


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=UTC)
