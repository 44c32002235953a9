"""Gives the rows of a file of events, CSV or Parquet, one after the other."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from holdspace.command_line.cycles.events import Places, places_of
from holdspace.command_line.tables.opened import NotReadAsParquet, is_parquet
from holdspace.rows.left_out import WhyLeftOut
from holdspace.rows.records import header_of, lines_of, records_of

PIECE_ROWS = 1 << 16


class RowOfFile(NamedTuple):
    """One row as the file has it, or what is wrong with it.

    `values` are client, time, code, episode and order as text; `line` is None in
    Parquet.
    """

    row: int
    line: int | None
    values: list[str] | None
    broken: WhyLeftOut | None


def rows_of(path: Path) -> Iterator[RowOfFile]:
    """Return the rows of a file from first to last.

    Raises:
        NoHeader: if the first line of a CSV file cannot be read.
        NotReadAsParquet: if a Parquet file is none, or is cut short.
        ColumnsMissing: if a column that is needed is not there.
    """
    if is_parquet(path):
        yield from _rows_of_parquet(path)
        return
    with path.open("rb") as file:
        # A pipe cannot be gone back in; it is read whole.
        yield from _rows_of_csv(file if file.seekable() else BytesIO(file.read()))


def _rows_of_csv(file: BinaryIO) -> Iterator[RowOfFile]:
    header, line, start = header_of(file)
    places = places_of(header)
    file.seek(start)
    records = records_of(lines_of(file), first_line=line, columns=len(header))
    for row, record in enumerate(records, start=1):
        values = None if record.fields is None else places.values_of(record.fields)
        yield RowOfFile(row, record.line, values, record.broken)


def _rows_of_parquet(path: Path) -> Iterator[RowOfFile]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            places = places_of(names)
            wanted = places.wanted()
            there = Places(
                tuple(wanted.index(place) for place in places.needed),
                None if places.episode is None else wanted.index(places.episode),
                None if places.order is None else wanted.index(places.order),
            )
            columns = [names[place] for place in wanted]
            row = 0
            for batch in file.iter_batches(PIECE_ROWS, columns=columns):
                texts = [_texts(batch.column(name)) for name in columns]
                for fields in zip(*texts, strict=True):
                    row += 1
                    yield RowOfFile(row, None, there.values_of(fields), None)
    except (pa.ArrowException, OSError):
        raise NotReadAsParquet(path) from None


def _texts(column: "object") -> list[str]:
    """Return a column as text, whatever kind it is of; "" where it has nothing."""
    import pyarrow as pa

    array: pa.Array = column
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_floating(array.type):
        return [
            "" if one is None or one != one else repr(one) for one in array.to_pylist()
        ]
    return [text or "" for text in array.cast(pa.string()).to_pylist()]
