"""Laws of `holdspace trust`: how a file is laid out or read changes no answer."""

import csv
import random
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.command_line.tables.out_file import Progress
from holdspace.command_line.trust.large import draw_large
from holdspace.command_line.trust.request import TrustRequest
from holdspace.command_line.trust.scales import MeasureInFile
from holdspace.command_line.trust.small import draw_small
from holdspace.command_line.trust.sources import CsvRatings, ParquetRatings
from holdspace.command_line.trust.survey import hashes_of

HEADER = "client,time,measure,score"
DECLARED = {"mood": MeasureInFile("mood", 0, 10, 1.0)}
LATEST_US = 1_800_000_000_000_000

SCORE = st.one_of(
    st.integers(0, 10).map(str), st.sampled_from(["", "10", "10", "0", "7.5"])
)
ROW = st.tuples(
    st.sampled_from("ABCDE"),
    st.integers(1, 28).map(lambda day: f"2026-01-{day:02}"),
    st.sampled_from(["mood", "between", "calm"]),
    SCORE,
).map(",".join)
ODD_ROW = st.sampled_from(
    [
        "",
        "A,2026-01-01",
        "A,never,mood,4",
        "A,2026-01-01,mood,lots",
        "A,2026-01-01,mood,11",
        "A,2026-01-01,mood,nan",
        ",2026-01-01,mood,4",
        'A,2026-01-03,mood,"5',
        '"A",2026-01-04T10:00,"mood","5"',
        "A,2026-01-04T10:00+02:00,mood, 5 ",
        '"F, the elder",2026-01-04,mood,5',
        "B,2999-01-01,mood,5",
    ]
)
ROWS = st.lists(st.one_of(ROW, ROW, ROW, ODD_ROW), max_size=40)


class Asked:
    """What one run wrote and said."""

    def __init__(self, draw, path, source=None, form="csv") -> None:
        request = TrustRequest(path, DECLARED, form, None, LATEST_US)
        out, err = BytesIO(), StringIO()
        with redirect_stdout(TextIOWrapper(out, write_through=True)):
            with redirect_stderr(err):
                if draw is draw_small:
                    self.left_out = draw_small(request)
                else:
                    self.left_out = draw_large(request, Progress, source)
            self.out = out.getvalue().decode()
        self.err = err.getvalue()

    def rows(self):
        return list(csv.reader(StringIO(self.out)))[1:]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Asked)
            and self.out == other.out
            and sorted(self.err.splitlines()) == sorted(other.err.splitlines())
        )

    __hash__ = None


@pytest.fixture(scope="module")
def file_of(tmp_path_factory):
    path = tmp_path_factory.mktemp("trust") / "ratings.csv"

    def write(rows):
        path.write_text("\n".join([HEADER, *rows]) + "\n")
        return path

    return write


@given(rows=ROWS, form=st.sampled_from(["csv", "json", "jsonl"]))
def test_row_by_row_and_columns_at_once_say_the_same(file_of, rows, form):
    path = file_of(rows)
    assert Asked(draw_small, path, form=form) == Asked(draw_large, path, form=form)


@given(rows=ROWS, block=st.integers(30, 400))
def test_blocks_of_any_size_say_the_same(file_of, rows, block):
    path = file_of(rows)
    whole = Asked(draw_large, path)
    assert Asked(draw_large, path, CsvRatings(path, block_bytes=block)) == whole


@given(rows=st.lists(ROW, max_size=40), order=st.randoms(use_true_random=False))
def test_any_order_of_rows_gets_the_same_lines(file_of, rows, order: random.Random):
    once = list({tuple(row.split(",")[:3]): row for row in rows}.values())
    in_order = Asked(draw_large, file_of(sorted(once)))
    order.shuffle(once)
    shuffled = Asked(draw_large, file_of(once))
    drawn = [row[:3] for row in in_order.rows()]
    expected = [row.split(",")[:3] for row in once]
    assert [row[:3] for row in shuffled.rows()] == [r for r in expected if r in drawn]
    assert sorted(shuffled.rows()) == sorted(in_order.rows())


@given(
    rows=st.lists(ROW, max_size=40),
    is_sorted=st.booleans(),
    piece=st.integers(1, 50),
    group=st.integers(1, 50),
)
def test_pieces_of_parquet_of_any_size_say_what_csv_says(
    file_of, rows, is_sorted, piece, group
):
    if is_sorted:
        rows.sort()
    path = file_of(rows)
    cells = [row.split(",") for row in rows]
    table = pa.table(
        {
            name: pa.array([cell[place] for cell in cells], pa.string())
            for place, name in enumerate(HEADER.split(","))
        }
    )
    parquet = path.with_suffix(".parquet")
    pq.write_table(table, parquet, row_group_size=group)
    drawn = Asked(draw_large, parquet, ParquetRatings(parquet, piece_rows=piece))
    assert drawn.out == Asked(draw_large, path).out


@given(
    texts=st.lists(st.text(max_size=9), unique=True, max_size=30), at=st.integers(0, 5)
)
def test_a_text_has_the_same_hash_wherever_it_stands(texts, at):
    hashes = hashes_of(pa.array(texts, pa.string()))
    assert len(set(hashes.tolist())) == len(texts)
    part = pa.array(texts, pa.string()).slice(at)
    assert hashes_of(part).tolist() == hashes.tolist()[at:]
