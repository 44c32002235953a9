"""A made-up practice is an extract like any other, and the same each time."""

import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from holdspace.practice.extract import read_extract
from holdspace.practice.tables import TABLES

CHECKOUT = Path(__file__).parents[3]
CLIENTS = 150


@pytest.fixture(scope="module")
def make():
    """What writes a made-up practice, from the folder of benchmarks."""
    sys.path.insert(0, str(CHECKOUT / "benchmarks"))
    try:
        from make_practice import make_practice
    finally:
        sys.path.remove(str(CHECKOUT / "benchmarks"))
    return make_practice


@pytest.fixture(scope="module")
def made(make, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "extract"
    make(folder, CLIENTS, 7)
    return folder


def column(folder, table, name):
    return pq.read_table(folder / f"{table}.parquet")[name]


@pytest.mark.slow
def test_it_is_read_like_any_other_extract(made):
    with read_extract(made) as extract:
        assert extract.clients == CLIENTS
        assert extract.rows["sessions"] > 10 * CLIENTS
        assert all(extract.rows[table] for table in TABLES)


@pytest.mark.slow
def test_the_same_seed_makes_the_same_practice_and_another_one_another(
    make, made, tmp_path
):
    make(tmp_path / "again", CLIENTS, 7)
    make(tmp_path / "other", CLIENTS, 8)
    for table in TABLES:
        rows = pq.read_table(made / f"{table}.parquet")
        assert rows.equals(pq.read_table(tmp_path / "again" / f"{table}.parquet"))
        assert not rows.equals(pq.read_table(tmp_path / "other" / f"{table}.parquet"))


@pytest.mark.slow
def test_who_was_hurt_before_told_of_it_and_nobody_else_did(made):
    codes = pq.read_table(made / "codes.parquet")
    told = pc.and_(pc.starts_with(codes["code"], "X."), pc.greater(codes["earlier"], 0))
    told_of_hurt = set(codes.filter(told)["client"].to_pylist())
    hurt = dict(
        zip(
            column(made, "clients", "client").to_pylist(),
            column(made, "clients", "hurt_before").to_pylist(),
            strict=True,
        )
    )
    assert {client for client, was in hurt.items() if was} == told_of_hurt
    assert {*hurt.values()} == {True, False, None}
