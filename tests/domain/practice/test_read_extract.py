"""An extract is read whole or not at all, and what is wrong with it is said plainly."""

import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdspace.practice.extract import read_extract
from holdspace.practice.extract.checks import check_rows
from holdspace.practice.extract.errors import (
    ColumnMissing,
    ColumnOfAnotherKind,
    ExtractDamaged,
    ExtractOfAnotherSchema,
    ExtractUnfinished,
    ExtractUnreadable,
    NoExtractThere,
    NoRoomToWork,
    RowsNotAllowed,
)
from holdspace.practice.tables import EXTRACT_TABLES, MANIFEST, TABLES

from .conftest import day, rows_of_one, write

CANARY = "quetzalcoatlus"
TODAY = day(90)
TOO_LATE = TODAY + timedelta(days=365)
FAR = date(2999, 1, 1)


def refused(folder, kind=ExtractUnreadable):
    with pytest.raises(kind) as error:
        read_extract(folder)
    said = str(error.value)
    assert "\n" not in said
    assert len(said.split(". ")) > 1, "no next step"
    return said


def rewrite(folder, table, made):
    """Put another table in the place of one, and let the manifest say so."""
    file = folder / f"{table}.parquet"
    pq.write_table(made, file)
    told = json.loads((folder / MANIFEST).read_text())
    told["files"][file.name] = {"rows": len(made), "bytes": file.stat().st_size}
    (folder / MANIFEST).write_text(json.dumps(told))


def changed(folder, table, row, **values):
    """Change some values of one row of a table."""
    rows = pq.read_table(folder / f"{table}.parquet").to_pylist()
    rows[row] |= values
    rewrite(folder, table, pa.Table.from_pylist(rows, schema=loose(table)))


def loose(table):
    """The schema of a table, in which everything may be empty."""
    return pa.schema([field.with_nullable(True) for field in TABLES[table]])


# --- Whole ----------------------------------------------------------------------


def test_what_was_written_is_read(folder):
    with read_extract(folder, threads=1) as extract:
        assert extract.clients == 3
        assert extract.rows["sessions"] == 9
        sessions = extract.table("sessions")
        assert sessions.count().to_pyarrow().as_py() == 9
        assert sessions.columns == tuple(TABLES["sessions"].names)
        clients = extract.table("clients").order_by("client").to_pyarrow()
        assert clients["hurt_before"].to_pylist() == [False, True, False]
        assert clients["first_on"].to_pylist() == [day(7)] * 3


@pytest.mark.parametrize("clients", [0, 1])
def test_nobody_and_one_client_can_be_read(tmp_path, clients):
    with read_extract(write(tmp_path / "few", clients), threads=1) as extract:
        assert extract.clients == clients
        assert extract.table("codes").count().to_pyarrow().as_py() == clients


def test_a_column_too_many_is_no_harm_and_is_not_there(folder):
    told = pq.read_table(folder / "codes.parquet")
    rewrite(folder, "codes", told.append_column("more", pa.array(["x"] * len(told))))
    with read_extract(folder, threads=1) as extract:
        assert "more" not in extract.table("codes").columns


def test_a_folder_whose_name_stands_for_others_is_read_as_it_is(tmp_path):
    with read_extract(write(tmp_path / "2026 [a]*"), threads=1) as extract:
        assert extract.table("lines").count().to_pyarrow().as_py() == 3


def test_the_engine_reads_nothing_else_and_leaves_nothing(folder, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    spill = tmp_path / "spill"
    spill.mkdir()
    extract = read_extract(folder, temporary=spill, threads=1)
    with pytest.raises(Exception, match="Permission Error"):
        extract.engine.read_csv(str(secret)).count().to_pyarrow().as_py()
    extract.close()
    assert not list(spill.iterdir())


# --- No folder, half a folder, another folder -----------------------------------


def test_no_folder(tmp_path):
    assert "is no folder" in refused(tmp_path / "nowhere", NoExtractThere)


def test_a_folder_of_something_else(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    assert MANIFEST in refused(tmp_path, NoExtractThere)


@pytest.mark.parametrize("ending", ["", ".unfinished"])
def test_one_that_was_stopped(folder, ending):
    (folder / MANIFEST).unlink()
    for table in EXTRACT_TABLES:
        (folder / table.file).rename(folder / f"{table.file}{ending}")
    said = refused(folder, ExtractUnfinished)
    assert "is not finished" in said
    assert "delete the folder" in said


@pytest.mark.parametrize("schema", [2, 0, "1", True, None])
def test_one_of_another_schema(folder, schema):
    told = json.loads((folder / MANIFEST).read_text()) | {"holdspace_extract": schema}
    (folder / MANIFEST).write_text(json.dumps(told))
    assert "Update Holdspace" in refused(folder, ExtractOfAnotherSchema)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"[]",
        b'{"made_with": "x"}',
        b'{"holdspace_extract": 1}',
        b'{"holdspace_extract": 1, "files": []}',
        b'{"holdspace_extract": 1, "files": {"clients.parquet": 7}}',
        b'{"holdspace_extract": 1, "files": {"clients.parquet": {"rows": -1}}}',
        b"\xff\xfe",
    ],
)
def test_a_manifest_nobody_can_read(folder, manifest):
    (folder / MANIFEST).write_bytes(manifest)
    assert MANIFEST in refused(folder, ExtractDamaged)


# --- Broken files ---------------------------------------------------------------


def test_a_file_that_is_missing(folder):
    (folder / "codes.parquet").unlink()
    assert "codes.parquet is missing" in refused(folder, ExtractDamaged)


@pytest.mark.parametrize("length", [0, 3, 200])
def test_a_file_that_was_cut_short(folder, length):
    file = folder / "sessions.parquet"
    file.write_bytes(file.read_bytes()[:length])
    assert "bytes long" in refused(folder, ExtractDamaged)


def test_a_file_that_is_no_parquet(folder):
    file = folder / "sessions.parquet"
    file.write_bytes(b"x" * file.stat().st_size)
    assert "cannot be read as Parquet" in refused(folder, ExtractDamaged)


def test_a_file_with_a_broken_middle(folder):
    file = folder / "sessions.parquet"
    content = bytearray(file.read_bytes())
    content[8:120] = b"\x07" * 112
    file.write_bytes(bytes(content))
    assert "sessions.parquet is broken" in refused(folder, ExtractDamaged)


def test_a_file_of_another_extract(folder, tmp_path):
    other = write(tmp_path / "other", clients=2)
    file = folder / "lines.parquet"
    file.write_bytes((other / "lines.parquet").read_bytes())
    told = json.loads((folder / MANIFEST).read_text())
    told["files"]["lines.parquet"]["bytes"] = file.stat().st_size
    (folder / MANIFEST).write_text(json.dumps(told))
    assert "has 2 rows; 3 were written" in refused(folder, ExtractDamaged)


# --- Columns --------------------------------------------------------------------


@pytest.mark.parametrize("table", EXTRACT_TABLES, ids=lambda one: one.name)
def test_a_column_that_is_missing(folder, table):
    column = table.columns[-1].name
    told = pq.read_table(folder / table.file).drop_columns([column])
    rewrite(folder, table.name, told)
    said = refused(folder, ColumnMissing)
    assert f"{table.file} has no column {column}" in said


@pytest.mark.parametrize("column", ["number", "on", "status"])
def test_a_column_of_another_type(folder, column):
    told = pq.read_table(folder / "sessions.parquet")
    place = told.schema.get_field_index(column)
    wrong = pa.array([1.5] * len(told))
    rewrite(folder, "sessions", told.set_column(place, column, wrong))
    said = refused(folder, ColumnOfAnotherKind)
    assert f"Column {column} of" in said
    assert str(TABLES["sessions"].field(column).type) in said


# --- Rows -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine():
    """The engine alone, in which each table is a name."""
    with duckdb.connect() as engine:
        yield engine


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        ("sessions", {"client": 99}, "of a client who is not in clients.parquet"),
        ("sessions", {"on": day(61)}, "whose on is later than the last day seen"),
        ("clients", {"last_on": day(61)}, "whose last_on is later than"),
        ("clients", {"first_on": day(-1)}, "whose first_on is before its asked_on"),
        ("clients", {"ending": CANARY}, "whose ending is none of agreed, left"),
        ("clients", {"seen_until": None}, "with no seen_until"),
        ("sessions", {"status": CANARY}, "whose status is none of held, missed"),
        ("sessions", {"status": "planned"}, "whose status is none of held, missed"),
        ("sessions", {"course": None}, "with no course"),
        ("sessions", {"number": -1}, "whose number is below 0"),
        ("ratings", {"score": float("nan")}, "whose score is not a number"),
        ("ratings", {"score": float("inf")}, "whose score is not a number"),
        ("ratings", {"score": 1e308}, "whose score is none that its measure can have"),
        ("ratings", {"score": -5.0}, "whose score is none that its measure can have"),
        ("ratings", {"score": 10.5}, "whose score is none that its measure can have"),
        (
            "ratings",
            {"measure": "say"},
            "whose score is none that its measure can have",
        ),
        (
            "ratings",
            {"measure": "a.b", "score": -1e7},
            "none that its measure can have",
        ),
        ("ratings", {"client": None}, "with no client"),
        ("repairs", {"closed_on": day(7)}, "whose closed_on is before its opened_on"),
        ("repairs", {"word": CANARY}, "whose word is none of yes"),
        ("promises", {"disputed": None}, "with no disputed"),
        ("lines", {"kind": ""}, "whose kind is none of do, avoid"),
        ("line_answers", {"answer": CANARY}, "whose answer is none of yes, partly"),
        ("line_answers", {"on": day(1000)}, "whose on is later than"),
        ("line_answers", {"line": 9999}, "about a line that is not in lines.parquet"),
        ("line_answers", {"client": 2}, "about a line that is not in lines.parquet"),
        ("codes", {"here": -3}, "whose here is below 0"),
        ("codes", {"code": CANARY}, "whose code is not in the codebook"),
        ("clients", {"seen_until": TOO_LATE}, "whose seen_until is still to come"),
        ("clients", {"seen_until": FAR}, "whose seen_until is still to come"),
        ("clients", {"asked_on": date(1, 1, 1)}, "whose asked_on is before 1900"),
        ("promises", {"due_on": FAR}, "whose due_on is years later than the last day"),
    ],
)
def test_rows_that_no_extract_has(engine, table, values, said):
    one = next(each for each in EXTRACT_TABLES if each.name == table)
    with pytest.raises(RowsNotAllowed) as error:
        check_rows(with_tables(engine, table, values), Path(one.file), one, TODAY)
    assert said in str(error.value)
    assert f"{table}.parquet has" in str(error.value)
    assert CANARY not in str(error.value)


def with_tables(engine, changed_table, values):
    """Put three clients into the engine, the first row of one table changed.

    The second has no line.
    """
    for name in TABLES:
        rows = [row for client in (1, 2, 3) for row in rows_of_one(client)[name]]
        if name in {"lines", "line_answers"}:
            rows = [row for row in rows if row["client"] != 2]
        if name == changed_table:
            rows[0] |= values
        engine.register(name, pa.Table.from_pylist(rows, schema=loose(name)))
    return engine


@pytest.mark.parametrize(
    ("table", "values"),
    [
        *((one.name, {}) for one in EXTRACT_TABLES),
        ("clients", {"seen_until": TOO_LATE - timedelta(days=1)}),
        ("ratings", {"score": 10.0}),
        ("ratings", {"score": 0.0}),
        ("ratings", {"measure": "a.b", "score": -27.0}),
        ("promises", {"due_on": day(60 + 3 * 366)}),
    ],
)
def test_rows_as_they_are_written_are_let_through(engine, table, values):
    one = next(each for each in EXTRACT_TABLES if each.name == table)
    check_rows(with_tables(engine, table, values), Path(one.file), one, TODAY)


def test_no_room_to_work_is_no_broken_file(engine, monkeypatch):
    class Full:
        def execute(self, question):
            raise duckdb.OutOfMemoryException

    with pytest.raises(NoRoomToWork, match="Make room on the disk"):
        check_rows(Full(), Path("codes.parquet"), EXTRACT_TABLES[-1], TODAY)


def test_rows_that_no_extract_has_are_counted_and_nothing_is_read(folder):
    for row in (0, 4, 8):
        changed(folder, "sessions", row, client=50 + row)
    assert "sessions.parquet has 3 rows of a client" in refused(folder)


def test_a_session_twice_is_seen_in_the_folder(folder):
    changed(folder, "sessions", 1, number=1)
    said = refused(folder, RowsNotAllowed)
    assert "has 1 row with a client and number that an earlier row has" in said


def test_rows_out_of_their_place_are_said_to_be(folder):
    changed(folder, "sessions", 8, client=1, number=9)
    said = refused(folder, RowsNotAllowed)
    assert "has 1 row out of place: rows stand in the order of their clients" in said


def test_a_day_still_to_come_goes_by_the_day_of_reading(folder):
    with pytest.raises(RowsNotAllowed, match="whose seen_until is still to come"):
        read_extract(folder, threads=1, today=day(60 - 365))
    read_extract(folder, threads=1, today=day(60 - 364)).close()
