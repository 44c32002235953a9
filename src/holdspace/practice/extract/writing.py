"""Writes an extract a piece at a time, so that little is held in memory."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from holdspace import __version__
from holdspace.practice.extract.errors import (
    ExtractNotWritten,
    FolderHoldsUnfinished,
    FolderNotEmpty,
    RowsDoNotFit,
)
from holdspace.practice.extract.manifest import UNFINISHED, FileOfExtract, Manifest
from holdspace.practice.tables import EXTRACT_TABLES, MANIFEST, TABLES, ExtractTable

ROWS_AT_ONCE = 100_000
"""Rows of one table that are gathered before they go to the disk."""

Row = Mapping[str, object]


class ExtractWriter:
    """An extract being written; it is whole once the `with` block ended well.

    The folder is made, for its owner alone; one that is there must be empty. When
    anything stops the work, what was begun is removed. Should even that not happen,
    the folder has no manifest, and nothing reads it as whole.

    Give the rows of each table sorted by client.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made_folder = False
        self._tables: dict[str, _TableBeingWritten] = {}

    def __enter__(self) -> "ExtractWriter":
        """Take the folder.

        Raises:
            FolderNotEmpty: if something is in it.
            FolderHoldsUnfinished: if another is being made there, or was stopped.
            ExtractNotWritten: if it cannot be made or written to.
        """
        try:
            self._take_folder()
            for table in EXTRACT_TABLES:
                self._tables[table.name] = _TableBeingWritten(self._folder, table)
        except FileExistsError:
            self._remove()
            raise FolderHoldsUnfinished(self._folder) from None
        except OSError as error:
            self._remove()
            raise ExtractNotWritten(self._folder, _why(error)) from None
        return self

    def _take_folder(self) -> None:
        try:
            self._folder.mkdir(mode=0o700)
            self._made_folder = True
        except FileExistsError:
            names = [one.name for one in self._folder.iterdir()]
            if any(name.endswith(UNFINISHED) for name in names):
                raise FolderHoldsUnfinished(self._folder) from None
            if names:
                raise FolderNotEmpty(self._folder) from None

    def add(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows to a table; each has all its columns.

        Raises:
            RowsDoNotFit: if they are not as the schema of the table says.
            ExtractNotWritten: if they cannot be written.
        """
        self._guarded(lambda: self._tables[table].add(rows))

    def add_columns(self, table: str, rows: pa.Table) -> None:
        """Add rows that are columns already; for many at once.

        Raises:
            RowsDoNotFit: if they are not as the schema of the table says.
            ExtractNotWritten: if they cannot be written.
        """
        self._guarded(lambda: self._tables[table].add_columns(rows))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._remove()
            return
        self._guarded(self._finish)

    def _finish(self) -> None:
        files = {one.file.name: one.finish() for one in self._tables.values()}
        manifest = self._folder / MANIFEST
        unfinished = manifest.with_name(MANIFEST + UNFINISHED)
        with _opened(unfinished) as stream:
            stream.write(Manifest(files, __version__).as_json())
            _to_disk(stream)
        for one in self._tables.values():
            one.put_in_place()
        unfinished.rename(manifest)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except OSError as error:
            self._remove()
            raise ExtractNotWritten(self._folder, _why(error)) from None
        except BaseException:
            self._remove()
            raise

    def _remove(self) -> None:
        """Take away what this writer made, and nothing else."""
        for one in self._tables.values():
            one.remove()
        if len(self._tables) == len(EXTRACT_TABLES):  # or else the folder is another's
            for name in (MANIFEST, MANIFEST + UNFINISHED):
                (self._folder / name).unlink(missing_ok=True)
        if self._made_folder:
            with suppress(OSError):  # somebody put something there meanwhile
                self._folder.rmdir()


class _TableBeingWritten:
    """One table on its way to its file, under another name until all are whole."""

    def __init__(self, folder: Path, table: ExtractTable) -> None:
        self.table = table
        self.file = folder / table.file
        self._unfinished = folder / (table.file + UNFINISHED)
        self._schema = TABLES[table.name]
        self._rows: list[Row] = []
        self._count = 0
        self._stream = _opened(self._unfinished)
        self._writer = pq.ParquetWriter(self._stream, self._schema, compression="zstd")

    def add(self, rows: Sequence[Row]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= ROWS_AT_ONCE:
            self._flush()

    def add_columns(self, rows: pa.Table) -> None:
        self._flush()
        try:
            fitting = rows.select(self._schema.names).cast(self._schema)
        except (pa.ArrowException, ValueError, KeyError):
            raise RowsDoNotFit(self.table.name) from None
        self._writer.write_table(fitting, row_group_size=ROWS_AT_ONCE)
        self._count += len(rows)

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = {
            field.name: [row.get(field.name) for row in self._rows]
            for field in self._schema
        }
        try:
            made = pa.Table.from_pydict(columns, schema=self._schema)
            made.validate(full=True)
        except (pa.ArrowException, ValueError, TypeError, OverflowError):
            raise RowsDoNotFit(self.table.name) from None
        if any(
            made[field.name].null_count and not field.nullable for field in self._schema
        ):
            raise RowsDoNotFit(self.table.name)
        self._writer.write_table(made)
        self._count += len(self._rows)
        self._rows = []

    def finish(self) -> FileOfExtract:
        """Write what is left, and return what the file holds then."""
        self._flush()
        self._writer.close()
        _to_disk(self._stream)
        self._stream.close()
        return FileOfExtract(self._count, self._unfinished.stat().st_size)

    def put_in_place(self) -> None:
        self._unfinished.rename(self.file)

    def remove(self) -> None:
        """Close the file and take it away, at whichever of its names it is."""
        with suppress(Exception):  # the disk may be full: it is thrown away anyway
            self._writer.close()
        with suppress(OSError):
            self._stream.close()
        self._unfinished.unlink(missing_ok=True)
        self.file.unlink(missing_ok=True)


def _opened(file: Path) -> BinaryIO:
    """Make a file that was not there, for its owner alone."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb")


def _to_disk(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _why(error: OSError) -> str:
    return error.strerror or "the system did not say why"
