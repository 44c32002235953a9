"""Looks through the tables of an extract for what no extract holds, before any figure.

Each table is gone through by the engine, whatever its size. What to look for is written
as SQL, which is made ready in no time; figures are not.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from holdspace.practice.extract.errors import (
    ColumnMissing,
    ColumnOfAnotherKind,
    ExtractDamaged,
    NoRoomToWork,
    RowsNotAllowed,
)
from holdspace.practice.extract.manifest import FileOfExtract
from holdspace.practice.tables import (
    MAY_LIE_AHEAD,
    NOT_BEFORE,
    SCORE,
    ExtractColumn,
    ExtractTable,
)

Fault = tuple[str, str]
"""What rows may not be, in words, and the condition in SQL that finds them."""


def check_file(file: Path, table: ExtractTable, said: FileOfExtract) -> None:
    """Check that a file is Parquet, with the rows and the columns it should have.

    Raises:
        ExtractDamaged: if it cannot be read or was cut short.
        ColumnMissing: naming the first that is not there.
        ColumnOfAnotherKind: naming the first of another type.
    """
    try:
        with pq.ParquetFile(file) as opened:
            rows, found = opened.metadata.num_rows, opened.schema_arrow
    except (pa.ArrowException, OSError):
        raise ExtractDamaged(file, "is broken: it cannot be read as Parquet") from None
    if rows != said.rows:
        raise ExtractDamaged(file, f"has {rows} rows; {said.rows} were written")
    for column in table.columns:
        if column.name not in found.names:
            raise ColumnMissing(file, column.name)
        if found.field(column.name).type != column.kind:
            raise ColumnOfAnotherKind(file, column.name, str(column.kind))


def check_rows(
    engine: duckdb.DuckDBPyConnection, file: Path, table: ExtractTable
) -> None:
    """Check every row of a table; the engine knows each table by its name.

    Raises:
        ExtractDamaged: if it cannot be read to its end.
        RowsNotAllowed: if rows hold what none may.
    """
    faults = list(_faults(table))
    counts = ", ".join(f"count(*) FILTER (WHERE {found})" for _, found in faults)
    clients = "(SELECT client AS of, seen_until AS known_until FROM clients) AS c"
    rows = f"{table.name} AS t LEFT JOIN {clients} ON t.client = c.of"
    found = _counted(engine, file, f"SELECT {counts} FROM {rows}")  # noqa: S608
    for (what, _), rows_with_it in zip(faults, found, strict=True):
        if rows_with_it:
            raise RowsNotAllowed(file, rows_with_it, what)


def _faults(table: ExtractTable) -> Iterator[Fault]:
    for column in table.columns:
        yield from _faults_of(column)
    yield "of a client who is not in clients.parquet", "c.of IS NULL"
    for day in table.days:
        if (table.name, day) not in MAY_LIE_AHEAD and day != "seen_until":
            what = f"whose {day} is later than the last day seen of the client"
            yield what, f't."{day}" > c.known_until'
    for later, earlier in NOT_BEFORE.get(table.name, ()):
        yield f"whose {later} is before its {earlier}", f"t.{later} < t.{earlier}"


def _faults_of(column: ExtractColumn) -> Iterator[Fault]:
    name, value = column.name, f't."{column.name}"'
    if not column.may_be_empty:
        yield f"with no {name}", f"{value} IS NULL"
    if column.one_of:
        allowed = ", ".join(f"'{one}'" for one in column.one_of)
        what = f"whose {name} is none of {', '.join(column.one_of)}"
        yield what, f"{value} NOT IN ({allowed})"
    if column.lowest is not None:
        yield f"whose {name} is below {column.lowest}", f"{value} < {column.lowest}"
    if column.kind == SCORE:
        yield f"whose {name} is not a number", f"NOT isfinite({value})"


def _counted(
    engine: duckdb.DuckDBPyConnection, file: Path, question: str
) -> tuple[int, ...]:
    """Return the one row of counts that is asked for."""
    try:
        [found] = engine.execute(question).fetchall()
    except duckdb.OutOfMemoryException:
        raise NoRoomToWork from None
    except duckdb.Error:
        raise ExtractDamaged(file, "is broken: it cannot be read to its end") from None
    return tuple(int(one) for one in found)
