"""Looks through the tables of an extract for what no extract holds, before any figure.

Each table is gone through by the engine, whatever its size. What to look for is written
as SQL, which is made ready in no time; figures are not.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from holdspace.content.codebook import codebook
from holdspace.practice.extract.errors import (
    ColumnMissing,
    ColumnOfAnotherKind,
    ExtractDamaged,
    NoRoomToWork,
    RowsNotAllowed,
)
from holdspace.practice.extract.manifest import FileOfExtract
from holdspace.practice.tables import (
    ANSWERS,
    FIRST_DAY,
    LARGEST_SCORE,
    MAY_LIE_AHEAD,
    MOST_DAYS,
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
    engine: duckdb.DuckDBPyConnection, file: Path, table: ExtractTable, today: date
) -> None:
    """Check every row of a table; the engine knows each table by its name.

    Of tables that are looked up here (clients, lines) no row may be there twice.

    Raises:
        ExtractDamaged: if it cannot be read to its end.
        RowsNotAllowed: if rows hold what none may.
    """
    faults = list(_faults(table, today))
    counts = ", ".join(f"count(*) FILTER (WHERE {found})" for _, found in faults)
    clients = "(SELECT client AS of, seen_until AS known_until FROM clients) AS c"
    rows = f"{table.name} AS t LEFT JOIN {clients} ON t.client = c.of"
    if table.name == "line_answers":
        rows += " LEFT JOIN lines AS l ON t.client = l.client AND t.line = l.line"
    found = _counted(engine, file, f"SELECT {counts} FROM {rows}")  # noqa: S608
    for (what, _), rows_with_it in zip(faults, found, strict=True):
        if rows_with_it:
            raise RowsNotAllowed(file, rows_with_it, what)


def _faults(table: ExtractTable, today: date) -> Iterator[Fault]:
    for column in table.columns:
        yield from _faults_of(column)
    yield "of a client who is not in clients.parquet", "c.of IS NULL"
    for day in table.days:
        yield from _faults_of_day(table, day, today)
    for later, earlier in NOT_BEFORE.get(table.name, ()):
        yield f"whose {later} is before its {earlier}", f"t.{later} < t.{earlier}"
    if table.name == "codes":
        known = ", ".join(f"'{code.id}'" for code in codebook().codes)
        what = "whose code is not in the codebook of this Holdspace"
        yield what, f"t.code NOT IN ({known})"
    if table.name == "line_answers":
        yield "about a line that is not in lines.parquet", "l.line IS NULL"


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
        yield f"whose {name} is none that its measure can have", _out_of_bounds(value)


def _out_of_bounds(score: str) -> str:
    bounds = " ".join(
        f"WHEN '{measure}' THEN {score} NOT BETWEEN {lowest} AND {highest}"
        for measure, (lowest, highest) in ANSWERS.items()
    )
    return f"CASE t.measure {bounds} ELSE abs({score}) > {LARGEST_SCORE} END"


def _faults_of_day(table: ExtractTable, day: str, today: date) -> Iterator[Fault]:
    """Say which days are none that a client can have, moved as they are."""
    value = f't."{day}"'
    yield f"whose {day} is before {FIRST_DAY.year}", f"{value} < DATE '{FIRST_DAY}'"
    ahead = MAY_LIE_AHEAD.get((table.name, day))
    if day == "seen_until":
        latest = today + timedelta(days=MOST_DAYS)
        what = f"whose {day} is still to come, by more than days are moved"
        yield what, f"{value} > DATE '{latest}'"
    elif ahead is None:
        what = f"whose {day} is later than the last day seen of the client"
        yield what, f"{value} > c.known_until"
    else:
        what = f"whose {day} is years later than the last day seen of the client"
        yield what, f"{value} > c.known_until + {ahead}"


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
