"""Rows stand by client and nothing is there twice, however a file is cut in pieces."""

from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.practice.extract import order
from holdspace.practice.extract.errors import ExtractDamaged, RowsNotAllowed
from holdspace.practice.extract.order import check_order
from holdspace.practice.tables import EXTRACT_TABLES

CLIENTS, SESSIONS, CODES = EXTRACT_TABLES[0], EXTRACT_TABLES[1], EXTRACT_TABLES[7]
KEYS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5)), max_size=12)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("order") / "table.parquet"


def said_of(file, table, keys, pieces, monkeypatch):
    """Return what is said of rows with these keys; "" where nothing is."""
    monkeypatch.setattr(order, "ROWS_AT_ONCE", pieces)
    columns = {name: [key[n] for key in keys] for n, name in enumerate(table.key)}
    kinds = {one.name: one.kind for one in table.columns}
    schema = pa.schema([(name, kinds[name]) for name in table.key])
    pq.write_table(pa.table(columns, schema=schema), file, row_group_size=3)
    try:
        check_order(file, table)
    except RowsNotAllowed as error:
        return str(error)
    return ""


@given(keys=KEYS, pieces=st.integers(1, 5), as_words=st.booleans())
def test_each_row_that_is_there_again_is_counted(file, keys, pieces, as_words):
    with pytest.MonkeyPatch.context() as patch:
        table = CODES if as_words else SESSIONS
        rows = sorted(keys, key=lambda key: key[0])
        if as_words:
            rows = [(client, f"X.{'ABCDEF'[n]}") for client, n in rows]
        # At most one piece can be told of: the first in which a row is there again.
        again, seen = [], Counter()
        for place, row in enumerate(rows):
            again.append((place // pieces, seen[row] > 0))
            seen[row] += 1
        first = next((piece for piece, is_again in again if is_again), None)
        wanted = sum(is_again for piece, is_again in again if piece == first)
        said = said_of(file, table, rows, pieces, patch)
    assert bool(said) is (wanted > 0)
    if wanted:
        assert f"has {wanted} row" in said
        assert "that an earlier row has" in said


@given(keys=KEYS, pieces=st.integers(1, 5))
def test_rows_that_do_not_stand_by_client_are_refused(file, keys, pieces):
    with pytest.MonkeyPatch.context() as patch:
        clients = [client for client, _ in keys]
        said = said_of(file, SESSIONS, keys, pieces, patch)
    if clients != sorted(clients):
        assert said
    if said and len(set(keys)) == len(keys):
        assert "rows stand in the order of their clients" in said


@pytest.mark.parametrize("pieces", [1, 2, 10])
def test_a_client_twice_is_refused(file, monkeypatch, pieces):
    said = said_of(file, CLIENTS, [(1,), (2,), (2,), (3,)], pieces, monkeypatch)
    assert "has 1 row with a client that an earlier row has" in said
    assert not said_of(file, CLIENTS, [(1,), (2,), (3,)], pieces, monkeypatch)


def test_a_file_that_breaks_off_is_broken(file, tmp_path, monkeypatch):
    said_of(file, SESSIONS, [(1, n) for n in range(300)], 1000, monkeypatch)
    broken = tmp_path / "broken.parquet"
    content = bytearray(file.read_bytes())
    content[4:60] = b"\x05" * 56
    broken.write_bytes(bytes(content))
    with pytest.raises(ExtractDamaged):
        check_order(broken, SESSIONS)


def test_a_table_without_a_key_is_not_read(tmp_path):
    check_order(tmp_path / "ratings.parquet", EXTRACT_TABLES[2])
