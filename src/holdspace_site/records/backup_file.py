"""The file a backup is: a plain header, then rows nobody without the key can read.

Two lines of text come first: the name and version of the format with the SHA-256 of the
second line, and a JSON object that says when and with which key the backup was made and
how many rows of each kind it holds. Then come the rows, one JSON object a line,
compressed (zlib) and cut into chunks, each sealed with AES-256-GCM.

The chunks follow the STREAM construction (Hoang, Reyhanitabar, Rogaway & Vizár, 2015):
the nonce of each holds its number and whether it is the last, and every seal covers the
header. A chunk changed, moved, left out or cut off, or a header changed, does not open.
The key is the master key's for this purpose, mixed with the random salt of the header,
so no two files share a key.
"""

import errno
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from holdspace_site.records.backup_errors import (
    BackupDamaged,
    BackupOfOtherKey,
    CannotWrite,
    NoRoom,
    NotABackup,
)
from holdspace_site.records.backup_header import MAGIC, Header
from holdspace_site.records.master_key import derive, subkey

_CHUNK_BYTES = 1 << 20
_TAG_BYTES = 16
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


def key_fingerprint() -> str:
    """Return the `master_key.fingerprint` of the key this process holds."""
    return hashlib.sha256(subkey("fingerprint")).hexdigest()[:16]


def read_header(file: Path) -> Header:
    """Return the header of a backup file.

    Raises:
        NotABackup, BackupNewer, BackupDamaged.
    """
    with _opened(file) as stream:
        return Header.read(stream, file)


def is_backup(file: Path) -> bool:
    """Return whether a file begins as backups do."""
    with _opened(file) as stream:
        return stream.read(len(MAGIC)) == MAGIC


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """Yield every row of a backup; the last one only once the file proved whole.

    Raises:
        BackupOfOtherKey, BackupDamaged, and what `read_header` raises.
    """
    try:
        yield from _rows(_unsealed(file))
    except (InvalidTag, ValueError, zlib.error, OSError):
        raise BackupDamaged(file) from None


def prove_whole(file: Path) -> None:
    """Read a backup to its end without taking anything in.

    Raises:
        BackupOfOtherKey, BackupDamaged, and what `read_header` raises.
    """
    try:
        for _ in _unsealed(file):
            pass
    except (InvalidTag, OSError):
        raise BackupDamaged(file) from None


def _unsealed(file: Path) -> Iterator[bytes]:
    with _opened(file) as stream:
        header = Header.read(stream, file)
        if header.key != key_fingerprint():
            raise BackupOfOtherKey(file)
        yield from _chunks(stream, header)


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except FileNotFoundError:
        raise NotABackup(file, "is not there") from None
    except OSError:
        raise NotABackup(file, "cannot be read") from None


def _chunks(stream: BinaryIO, header: Header) -> Iterator[bytes]:
    sealing, covered = _sealing(header), _covered(header)
    sealed, number = stream.read(_CHUNK_BYTES + _TAG_BYTES), 0
    while True:
        after = stream.read(_CHUNK_BYTES + _TAG_BYTES)
        yield sealing.decrypt(_nonce(number, last=not after), sealed, covered)
        if not after:
            return
        sealed, number = after, number + 1


def _rows(chunks: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    opened, rest = zlib.decompressobj(), b""
    for chunk in chunks:
        *lines, rest = (rest + opened.decompress(chunk)).split(b"\n")
        yield from map(json.loads, lines)
    if not opened.eof or rest or opened.unused_data:
        raise ValueError


def _sealing(header: Header) -> AESGCM:
    return AESGCM(derive(subkey(header.kind.purpose), f"file {header.salt}"))


def _covered(header: Header) -> bytes:
    return hashlib.sha256(header.lines()).digest()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class BackupWriter:
    """Writes one backup file beside its place; unless put in place, it is gone after.

    Takes text as a stream does, so that Django's serializers can write to it.
    """

    def __init__(self, place: Path, header: Header) -> None:
        self._place = place
        self._new: Path | None = None
        self._waiting = bytearray()
        self._compressed = zlib.compressobj(6)
        self._sealing, self._covered = _sealing(header), _covered(header)
        self._number = 0
        self._begins_with = header.lines()

    def __enter__(self) -> "BackupWriter":
        with room_for(self._place):
            descriptor, new = tempfile.mkstemp(
                prefix=f".{self._place.name}.", dir=self._place.parent
            )  # readable by its owner alone
        self._new, self._stream = Path(new), os.fdopen(descriptor, "wb")
        self._stream.write(self._begins_with)
        return self

    def __exit__(self, *_: object) -> None:
        if not self._stream.closed:
            self._close_quietly()
        if self._new is not None:
            self._new.unlink(missing_ok=True)

    def write(self, text: str) -> None:
        """Add text to the rows."""
        self._waiting += self._compressed.compress(text.encode())
        while len(self._waiting) > _CHUNK_BYTES:
            self._seal_chunk(_CHUNK_BYTES, last=False)

    def finish(self) -> None:
        """Seal the last chunk and see the file onto the disk."""
        self._waiting += self._compressed.flush()
        while len(self._waiting) > _CHUNK_BYTES:
            self._seal_chunk(_CHUNK_BYTES, last=False)
        self._seal_chunk(len(self._waiting), last=True)
        with room_for(self._place):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()

    def put_in_place(self) -> None:
        """Let the finished file take its name, over an earlier backup of that name."""
        if self._new is None:
            return
        with room_for(self._place):
            self._new.replace(self._place)
            self._new = None
            sync_folder(self._place.parent)

    def _seal_chunk(self, length: int, *, last: bool) -> None:
        plain = bytes(self._waiting[:length])
        del self._waiting[:length]
        sealed = self._sealing.encrypt(
            _nonce(self._number, last=last), plain, self._covered
        )
        self._number += 1
        with room_for(self._place):
            self._stream.write(sealed)

    def _close_quietly(self) -> None:
        try:
            self._stream.close()
        except OSError:
            return  # a full disk: what is left of the file goes right after


class room_for:  # noqa: N801 - reads as a phrase: `with room_for(place):`
    """Turns what the system says about a place that cannot be written into our words.

    Raises:
        NoRoom, CannotWrite.
    """

    def __init__(self, place: Path) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError):
            full = error.errno in _FULL
            raise (NoRoom if full else CannotWrite)(self._place) from None


def sync_folder(folder: Path) -> None:
    """See a folder's new names onto the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
