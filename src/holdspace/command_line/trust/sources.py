"""Opens a file of ratings, CSV or Parquet, and gives it a piece at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from holdspace.command_line.tables.opened import NotReadAsParquet
from holdspace.command_line.trust.columns import Integers, Piece
from holdspace.command_line.trust.ratings import positions_of
from holdspace.rows.left_out import WhyLeftOut
from holdspace.rows.records import (
    header_of,
    lines_of,
    records_of,
)

BLOCK_BYTES = 16 << 20  # of a CSV file
SMALLEST_BLOCK_BYTES = 64 << 10
PIECE_ROWS = 1 << 20  # of a Parquet file

NEWLINE, RETURN, QUOTE, COMMA = b'\n\r",'


class Source(Protocol):
    """A file of ratings that can be read more than once.

    `total` is its size in the unit of `Piece.reached`; `kinds` are the Arrow types of
    client, time and measure, as the answer repeats them.
    """

    total: int
    kinds: tuple[pa.DataType, pa.DataType, pa.DataType]

    def pieces(self) -> Iterator[Piece]:
        """Return the rows from first to last."""


class ParquetRatings:
    """A Parquet file of ratings.

    Raises:
        NotReadAsParquet: if it is none, or is cut short.
        ColumnsMissing: if one of the four columns is not there.
    """

    def __init__(self, path: Path, *, piece_rows: int = PIECE_ROWS) -> None:
        self._path = path
        self._piece_rows = piece_rows
        with self._open([]) as file:
            schema = file.schema_arrow
            places = positions_of(schema.names)
            self._names = [schema.names[place] for place in places]
            self.total = file.metadata.num_rows
        client, time, measure, _ = (
            _value_kind(schema.field(name).type) for name in self._names
        )
        self.kinds = client, time, measure
        self._encoded = [
            name for name in self._names if pa.types.is_string(schema.field(name).type)
        ]

    def _open(self, encoded: Sequence[str]) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self._path, read_dictionary=encoded, memory_map=True)
        except (pa.ArrowException, OSError):
            raise NotReadAsParquet(self._path) from None

    def pieces(self) -> Iterator[Piece]:
        """Return the rows from first to last."""
        row = 0
        with self._open(self._encoded) as file:
            for table in self._tables(file):
                rows = np.arange(row + 1, row + table.num_rows + 1, dtype=np.int64)
                row += table.num_rows
                client, time, measure, score = (
                    _whole(table.column(name)) for name in self._names
                )
                yield Piece(client, time, measure, score, rows, None, row)

    def _tables(self, file: pq.ParquetFile) -> Iterator[pa.Table]:
        try:
            for groups, rows in _row_groups(file, self._piece_rows):
                if rows <= 2 * self._piece_rows:
                    yield file.read_row_groups(groups, columns=self._names)
                    continue
                for batch in file.iter_batches(self._piece_rows, groups, self._names):
                    yield pa.Table.from_batches([batch])
        except (pa.ArrowException, OSError):
            raise NotReadAsParquet(self._path) from None


def _row_groups(
    file: pq.ParquetFile, piece_rows: int
) -> Iterator[tuple[list[int], int]]:
    """Return row groups to read together, and how many rows they have."""
    groups: list[int] = []
    rows = 0
    for group in range(file.num_row_groups):
        more = file.metadata.row_group(group).num_rows
        if groups and rows + more > piece_rows:
            yield groups, rows
            groups, rows = [], 0
        groups.append(group)
        rows += more
    if groups:
        yield groups, rows


def _whole(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return column.combine_chunks()


def _value_kind(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


class CsvRatings:
    """A CSV file of ratings.

    It is cut into blocks of whole lines. A block in which every line is one plain
    record is read at once; where anything is odd, the blocks get smaller, and the
    smallest are read record by record as small files are, so both say the same.

    Raises:
        NoHeader: if the first line cannot be read.
        ColumnsMissing: if it does not name the four columns.
    """

    kinds = (pa.string(), pa.string(), pa.string())

    def __init__(self, path: Path, *, block_bytes: int = BLOCK_BYTES) -> None:
        self._path = path
        self._block_bytes = block_bytes
        self.total = path.stat().st_size
        with path.open("rb") as file:
            header, self._first_line, self._start = header_of(file)
        self._columns = len(header)
        self._places = positions_of(header)

    def pieces(self) -> Iterator[Piece]:
        """Return the rows from first to last."""
        with self._path.open("rb") as file:
            place = _Place(self._start, 1, self._first_line)
            while place.offset < self.total:
                stop = min(self.total, place.offset + self._block_bytes)
                parts = []
                while place.offset < stop:
                    part, place = self._part(file, place, stop)
                    parts.append(part)
                yield _put_together(parts, place.offset)

    def _part(self, file: BinaryIO, place: "_Place", stop: int) -> "_Read":
        size = stop - place.offset
        while True:
            file.seek(place.offset)
            block = file.read(size)
            cut = len(block) if place.offset + size >= self.total else _last(block)
            columns = self._at_once(block[:cut]) if cut else None
            if columns is not None:
                return _plain(columns, place, cut)
            if size <= SMALLEST_BLOCK_BYTES:
                return self._one_by_one(file, place, place.offset + max(cut, 1))
            size = max(SMALLEST_BLOCK_BYTES, size // 8)

    def _at_once(self, block: bytes) -> list[pa.Array] | None:
        """Return the four columns if every line is one plain record, else None."""
        names = [str(place) for place in range(self._columns)]
        wanted = [names[place] for place in self._places]
        if _has_empty_lines(block) or not _quotes_are_plain(block):
            return None
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(block),
                arrow_csv.ReadOptions(column_names=names, block_size=len(block) + 1),
                arrow_csv.ParseOptions(ignore_empty_lines=False),
                arrow_csv.ConvertOptions(
                    include_columns=wanted,
                    column_types=dict.fromkeys(wanted, pa.string()),
                ),
            )
        except pa.ArrowInvalid:
            return None
        lines = block.count(b"\n") + (not block.endswith(b"\n"))
        if table.num_rows != lines:
            return None
        return [table.column(name).combine_chunks() for name in wanted]

    def _one_by_one(self, file: BinaryIO, place: "_Place", stop: int) -> "_Read":
        file.seek(place.offset)
        texts: list[list[str]] = []
        numbers: list[tuple[int, int]] = []
        broken: list[tuple[WhyLeftOut, int, int]] = []
        row, end, line = place.row, self.total, place.line
        for record in records_of(
            lines_of(file), first_line=place.line, columns=self._columns
        ):
            if record.broken is not None:
                broken.append((record.broken, row, record.line))
            elif record.fields is not None:
                texts.append([record.fields[column] for column in self._places])
                numbers.append((row, record.line))
            row, line = row + 1, record.next_line
            if place.offset + record.end >= stop:
                end = place.offset + record.end
                break
        columns = [pa.array(column, pa.string()) for column in zip(*texts, strict=True)]
        part = _Part(
            columns or [pa.array([], pa.string())] * 4,
            np.array([number for number, _ in numbers], np.int64),
            np.array([number for _, number in numbers], np.int64),
            broken,
        )
        return part, _Place(end, row, line)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where reading goes on: a byte of the file, and its row and line."""

    offset: int
    row: int
    line: int


@dataclass(frozen=True, slots=True)
class _Part:
    columns: Sequence[pa.Array] = field(repr=False)
    rows: Integers
    lines: Integers
    broken: Sequence[tuple[WhyLeftOut, int, int]] = ()


_Read = tuple[_Part, _Place]


def _plain(columns: Sequence[pa.Array], place: _Place, size: int) -> _Read:
    """Number the rows of a block in which every line is a row."""
    count = len(columns[0])
    part = _Part(
        columns,
        np.arange(place.row, place.row + count, dtype=np.int64),
        np.arange(place.line, place.line + count, dtype=np.int64),
    )
    return part, _Place(place.offset + size, place.row + count, place.line + count)


def _put_together(parts: Sequence[_Part], reached: int) -> Piece:
    client, time, measure, score = (
        pa.concat_arrays(column)
        for column in zip(*(part.columns for part in parts), strict=True)
    )
    return Piece(
        client,
        time,
        measure,
        score,
        rows=np.concatenate([part.rows for part in parts]),
        lines=np.concatenate([part.lines for part in parts]),
        reached=reached,
        broken=[broken for part in parts for broken in part.broken],
    )


def _last(block: bytes) -> int:
    """Return where the last whole line of a block ends, 0 if there is none."""
    return block.rfind(b"\n") + 1


def _has_empty_lines(block: bytes) -> bool:
    return block.startswith((b"\n", b"\r")) or any(
        ends in block for ends in (b"\n\n", b"\n\r\n", b"\r\r")
    )


def _quotes_are_plain(block: bytes) -> bool:
    """Say whether each quotation mark begins or ends a field, within one line."""
    if b'"' not in block:
        return True
    characters = np.frombuffer(b"\n" + block + b"\n", np.uint8)
    marks = np.flatnonzero(characters == QUOTE)
    ends = np.flatnonzero(characters == NEWLINE)
    if len(marks) % 2 or (np.searchsorted(marks, ends) % 2).any():
        return False
    before, after = characters[marks[0::2] - 1], characters[marks[1::2] + 1]
    return bool(
        np.isin(before, (NEWLINE, COMMA)).all()
        and np.isin(after, (NEWLINE, RETURN, COMMA)).all()
    )
