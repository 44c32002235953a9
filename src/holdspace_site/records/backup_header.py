"""What stands at the head of a backup in plain text, and what can be wrong with a backup."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from holdspace.vocabulary.errors import HoldspaceError

MAGIC = b"holdspace-backup"
FORMAT = 1

_LONGEST_LINE_BYTES = 1 << 16


class Kind(StrEnum):
    """What a backup file holds; each kind is sealed with a key of its own."""

    RECORDS = "records"
    KEYS = "keys"

    @property
    def purpose(self) -> str:
        """What the sealing key is derived for."""
        return "backup" if self is Kind.RECORDS else "backup of keys"


class NotABackup(HoldspaceError):
    """A file that should be a backup cannot be read or is something else."""

    next_step = "Check the path. Nothing was changed."

    def __init__(self, file: Path, what: str = "is not a Holdspace backup") -> None:
        super().__init__(f"{file} {what}.")


class BackupNewer(HoldspaceError):
    """The backup was made by a newer Holdspace than this one."""

    next_step = "Update Holdspace, then try again. Nothing was changed."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} was made by a newer Holdspace.")


class BackupDamaged(HoldspaceError):
    """The backup is not as it was written."""

    next_step = "Use another copy of it, or an earlier backup. Nothing was changed."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is damaged or was cut short.")


class BackupOfOtherKey(HoldspaceError):
    """The master key at hand is not the one the backup was made with."""

    next_step = (
        "Put the copy of that practice's key in the data folder, or name its place in "
        "HOLDSPACE_KEY_FILE. Nothing was changed."
    )

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} was made with another master key.")


class CannotWrite(HoldspaceError):
    """The backup could not be written where it was asked for."""

    next_step = "Choose a folder you may write to. Nothing was changed."

    def __init__(self, place: Path) -> None:
        super().__init__(f"{place} cannot be written.")


class NoRoom(HoldspaceError):
    """The disk is full."""

    next_step = "Make room, or choose another disk. Nothing was changed."

    def __init__(self, place: Path) -> None:
        super().__init__(f"There is not enough room for {place}.")


class AlreadyThere(HoldspaceError):
    """A file is in the place of the backup."""

    next_step = "Choose another name, or add --replace to overwrite an earlier backup."

    def __init__(self, place: Path) -> None:
        super().__init__(f"{place} is there already.")


@dataclass(frozen=True, slots=True)
class Header:
    """What can be read of a backup without the key; it names nobody.

    `rows` counts the rows of each kind. `migration` is the state of the tables they
    came from. `log_broken_at` and `clients_without_key` say what was already not
    whole when the backup was made.
    """

    kind: Kind
    made_at: str
    key: str
    salt: str
    demo: bool
    migration: str
    rows: Mapping[str, int]
    log_broken_at: int | None = None
    clients_without_key: int = 0

    def lines(self) -> bytes:
        """Return the two lines a backup file begins with."""
        told = json.dumps(asdict(self)).encode() + b"\n"
        digest = hashlib.sha256(told).hexdigest().encode()
        return b"%s %d %s\n%s" % (MAGIC, FORMAT, digest, told)

    @classmethod
    def read(cls, stream: BinaryIO, file: Path) -> "Header":
        """Read the two lines.

        Raises:
            NotABackup, BackupNewer, BackupDamaged.
        """
        first = stream.readline(_LONGEST_LINE_BYTES).split()
        if len(first) != 3 or first[0] != MAGIC or not first[1].isdigit():
            raise NotABackup(file)
        if int(first[1]) > FORMAT:
            raise BackupNewer(file)
        told = stream.readline(_LONGEST_LINE_BYTES)
        if hashlib.sha256(told).hexdigest().encode() != first[2]:
            raise BackupDamaged(file)
        try:
            values = json.loads(told)
            known = {field.name: values[field.name] for field in fields(cls)}
            return cls(**{**known, "kind": Kind(values["kind"])})
        except (KeyError, TypeError, ValueError):
            raise BackupDamaged(file) from None

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(self.rows.values())
