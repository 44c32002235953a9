"""An extract is written whole or not at all, whatever stops it."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdspace.practice.extract import ExtractWriter, read_extract, writing
from holdspace.practice.extract.errors import (
    ExtractNotWritten,
    ExtractUnfinished,
    FolderHoldsUnfinished,
    FolderNotEmpty,
    RowsDoNotFit,
)
from holdspace.practice.tables import EXTRACT_TABLES, MANIFEST, TABLES

from .conftest import rows_of_one, write

CODE = {"client": 1, "code": "X.DISMISSED", "earlier": 1, "here": 0}


def names_in(folder):
    return sorted(one.name for one in folder.iterdir())


def write_one(folder, row=CODE, *, as_columns=False, then=None):
    """Write an extract of one row, and do something before it is done."""
    with ExtractWriter(folder) as out:
        if as_columns:
            out.add_columns("codes", pa.Table.from_pylist([row]))
        else:
            out.add("codes", [row])
        if then:
            raise then


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_it_holds_each_table_and_the_manifest_for_its_owner_alone(as_written):
    folder = as_written
    assert names_in(folder) == sorted([MANIFEST, *(t.file for t in EXTRACT_TABLES)])
    assert mode(folder) == 0o700
    assert {mode(file) for file in folder.iterdir()} == {0o600}
    told = json.loads((folder / MANIFEST).read_text())
    assert told["holdspace_extract"] == 1
    assert told["files"]["sessions.parquet"]["rows"] == 9
    for table in EXTRACT_TABLES:
        assert pq.read_schema(folder / table.file) == TABLES[table.name]


def test_an_empty_folder_is_taken_and_left_when_it_fails(tmp_path):
    with pytest.raises(RuntimeError), ExtractWriter(tmp_path):
        raise RuntimeError
    assert names_in(tmp_path) == []
    write(tmp_path)
    read_extract(tmp_path, threads=1).close()


def test_many_rows_are_written_as_they_come(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "ROWS_AT_ONCE", 2)
    with ExtractWriter(tmp_path / "few at once") as out:
        for client in range(1, 8):
            for table, rows in rows_of_one(client).items():
                out.add(table, rows)
    file = pq.ParquetFile(tmp_path / "few at once" / "sessions.parquet")
    assert file.num_row_groups == 7
    assert file.read()["client"].to_pylist() == [n for n in range(1, 8) for _ in "abc"]


def test_columns_are_written_beside_rows_in_their_order(tmp_path):
    more = pa.table({"here": [1], "earlier": [2], "code": ["H.HEARD"], "client": [2]})
    with ExtractWriter(tmp_path / "both") as out:
        out.add("codes", [CODE])
        out.add_columns("codes", more)
        out.add("codes", [CODE | {"client": 3}])
    written = pq.read_table(tmp_path / "both" / "codes.parquet")
    assert written.schema == TABLES["codes"]
    assert written["client"].to_pylist() == [1, 2, 3]


# --- A folder in use ------------------------------------------------------------


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(FolderNotEmpty), ExtractWriter(tmp_path):
        pass
    assert names_in(tmp_path) == ["holiday.jpg"]


def test_an_extract_is_never_written_over(folder):
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(FolderNotEmpty), ExtractWriter(folder):
        pass
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_two_at_once_in_one_folder_leave_the_first_alone(tmp_path):
    folder = tmp_path / "both"
    with ExtractWriter(folder) as first:
        with pytest.raises(FolderHoldsUnfinished), ExtractWriter(folder):
            pass
        first.add("codes", [])
    read_extract(folder, threads=1).close()


def test_one_that_came_between_looking_and_taking_is_left_alone(tmp_path, monkeypatch):
    other = tmp_path / "codes.parquet.unfinished"
    monkeypatch.setattr(ExtractWriter, "_take_folder", lambda _: other.touch())
    with pytest.raises(FolderHoldsUnfinished), ExtractWriter(tmp_path):
        pass
    assert names_in(tmp_path) == [other.name]


@pytest.mark.parametrize("name", ["file", "file/in it", "no/such"])
def test_a_place_that_cannot_be_a_folder_is_said(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(ExtractNotWritten) as error, ExtractWriter(tmp_path / name):
        pass
    assert "could not be written" in str(error.value)
    assert names_in(tmp_path) == ["file"]


# --- Stopped --------------------------------------------------------------------


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_stops_it_leaves_nothing(tmp_path, stop):
    with pytest.raises(stop):
        write_one(tmp_path / "stopped", then=stop)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("at", range(9))
def test_a_full_disk_at_any_file_leaves_nothing(tmp_path, monkeypatch, at):
    """The eight tables, and then the manifest."""
    to_disk, calls = writing._to_disk, []

    def full(stream):
        calls.append(stream)
        if len(calls) == at + 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        to_disk(stream)

    monkeypatch.setattr(writing, "_to_disk", full)
    with pytest.raises(ExtractNotWritten, match="No space left"):
        write(tmp_path / "full")
    assert names_in(tmp_path) == []


def test_a_full_disk_while_rows_are_added_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "ROWS_AT_ONCE", 1)

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(ExtractNotWritten):
        write_one(tmp_path / "full")
    assert names_in(tmp_path) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from holdspace.practice.extract.writing import ExtractWriter
with ExtractWriter(Path(sys.argv[1])) as out:
    out.add("codes", [{"client": 1, "code": "H.HEARD", "earlier": 1, "here": 0}])
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_one_that_was_killed_reads_as_not_finished_and_is_not_written_over(tmp_path):
    folder = tmp_path / "killed"
    ran = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)  # noqa: S603
    assert ran.returncode == -signal.SIGKILL
    assert names_in(folder)
    with pytest.raises(ExtractUnfinished):
        read_extract(folder)
    with pytest.raises(FolderHoldsUnfinished) as error, ExtractWriter(folder):
        pass
    assert "delete that folder" in str(error.value)


def test_the_manifest_is_put_in_place_last(tmp_path, monkeypatch):
    rename, order = Path.rename, []

    def seen(file, to):
        order.append(Path(to).name)
        return rename(file, to)

    monkeypatch.setattr(Path, "rename", seen)
    write(tmp_path / "whole")
    assert order[-1] == MANIFEST
    assert order.count(MANIFEST) == 1
    assert len(order) == 9


# --- Rows that do not fit -------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"client": None},
        {"code": None},
        {"here": "many"},
        {"here": 2**40},
    ],
)
@pytest.mark.parametrize("as_columns", [False, True])
def test_rows_that_do_not_fit_are_refused_and_nothing_is_left(
    tmp_path, wrong, as_columns
):
    with pytest.raises(RowsDoNotFit) as error:
        write_one(tmp_path / "x", CODE | wrong, as_columns=as_columns)
    assert "codes" in str(error.value)
    assert names_in(tmp_path) == []


def test_columns_that_would_lose_something_are_refused(tmp_path):
    with pytest.raises(RowsDoNotFit):
        write_one(tmp_path / "x", CODE | {"earlier": 1.5}, as_columns=True)


def test_columns_that_are_missing_are_refused(tmp_path):
    with pytest.raises(RowsDoNotFit), ExtractWriter(tmp_path / "x") as out:
        out.add_columns("codes", pa.table({"client": [1]}))


def test_the_rows_of_one_client_are_of_every_table():
    assert list(rows_of_one(1)) == [table.name for table in EXTRACT_TABLES]
