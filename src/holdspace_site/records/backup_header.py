"""What anybody can read at the head of a backup: when, which key, how much."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from holdspace_site.records.backup_errors import (
    BackupDamaged,
    BackupNewer,
    NotABackup,
)

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
