"""Reading a CSV file of ratings: one broken line costs only itself."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.command_line.trust.sources import CsvRatings
from holdspace.rows import records
from holdspace.rows.left_out import WhyLeftOut
from holdspace.rows.records import (
    NoHeader,
    header_of,
    lines_of,
    records_of,
)

HEADER = b"client,time,measure,score\n"


def read(text: bytes, columns: int = 4):
    return [
        (record.line, record.fields or record.broken)
        for record in records_of(lines_of(BytesIO(text)), columns=columns)
    ]


def test_empty_lines_are_passed_over_and_counted():
    assert read(b"a,b,c,d\n\n  \r\n1,2,3,4") == [
        (1, ["a", "b", "c", "d"]),
        (4, ["1", "2", "3", "4"]),
    ]


def test_a_field_in_quotation_marks_may_hold_commas_marks_and_line_ends():
    assert read(b'"a,b","say ""no""","two\nlines",4\n1,2,3,4\n') == [
        (1, ["a,b", 'say "no"', "two\nlines", "4"]),
        (3, ["1", "2", "3", "4"]),
    ]


def test_a_quotation_mark_inside_a_field_is_text():
    assert read(b'1,5" wide,3,4\n1,2,3,4\n')[0] == (1, ["1", '5" wide', "3", "4"])


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_only():
    text = b'1,2,3,"4\n' + b"5,6,7,8\n" * (records.LONGEST_RECORD_LINES + 9)
    found = read(text)
    assert found[0] == (1, WhyLeftOut.QUOTE)
    assert len(found) == records.LONGEST_RECORD_LINES + 10
    assert {fields == ["5", "6", "7", "8"] for _, fields in found[1:]} == {True}


def test_two_such_lines_do_not_swallow_what_is_between_them():
    text = b'1,"2,3,4\n5,6,7,8\n9,9,"9,9\n5,6,7,8\n'
    assert [line for line, fields in read(text) if isinstance(fields, list)] == [2, 4]


@pytest.mark.parametrize(
    ("cut_off", "good"),
    [
        (b'1,2,3,"4\n', b'5,6,7,"8"\n'),
        (b'"1","2","3","4\n', b'"5","6","7","8"\n'),
        (b'1,2,3,"4\r\n', b'5,6,"7",8\r\n'),
    ],
)
def test_a_quotation_mark_that_is_cut_off_swallows_no_row_in_quotation_marks(
    cut_off, good
):
    found = read(good + cut_off + good + good)
    is_good = [fields == ["5", "6", "7", "8"] for _, fields in found]
    assert is_good == [True, False, True, True]
    assert found[1] == (2, WhyLeftOut.QUOTE)
    assert [line for line, _ in found] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"1,2,3\n", WhyLeftOut.FIELDS),
        (b"1,2,3,4,5\n", WhyLeftOut.FIELDS),
        (b"\xff,2,3,4\n", WhyLeftOut.NOT_TEXT),
        (b"x" * (1 << 21) + b",2,3,4\n", WhyLeftOut.NO_RECORD),
        (b"1," + b"y" * 200_000 + b",3,4\n", WhyLeftOut.NO_RECORD),
    ],
)
def test_a_broken_line_says_why_and_the_next_is_read(line, why):
    assert read(line + b"1,2,3,4\n") == [(1, why), (2, ["1", "2", "3", "4"])]


def test_the_header_may_begin_with_a_byte_order_mark():
    assert header_of(BytesIO(b"\xef\xbb\xbf\nclient,time\n1,2\n")) == (
        ["client", "time"],
        3,
        16,
    )


@pytest.mark.parametrize("text", [b"", b"\n\n", b'"never closed\n', b"\xff\n"])
def test_a_file_without_a_readable_first_line_is_said(text):
    with pytest.raises(NoHeader):
        header_of(BytesIO(text))


def test_a_record_keeps_its_words_to_itself():
    record = next(records_of(lines_of(BytesIO(b"Amara,2,3,4\n"))))
    assert "Amara" not in repr(record)


LINE = st.one_of(
    st.sampled_from(
        [
            b"1,2026-01-01,mood,4",
            b'"1","2026-01-01","mood","4"',
            b'1,"two\nlines",mood,4',
            b'1,5" wide,mood,4',
            b'1,"say ""no""",mood,4',
            b'1,"never closed,mood,4',
            b'1,2026-01-01,mood,"4',
            b'1,2026-01-01,mood,"4"',
            b"",
            b" ",
            b"1,2",
            b"1,2,3,4,5",
            b"\xff,2,3,4",
            b"1,2,3,4\r",
            b'"1",2,3,"4"\r',
            b"a\rb,2,3,4",
            b'1,"2"x,3,4',
            b",,,",
        ]
    ),
    st.binary(max_size=12).filter(lambda line: b"\n" not in line),
)


@given(lines=st.lists(LINE, max_size=30), ended=st.booleans(), block=st.integers(8, 90))
def test_blocks_of_any_size_say_the_same_as_record_by_record(
    tmp_path_factory, lines, ended, block
):
    text = HEADER + b"\n".join(lines) + (b"\n" if ended and lines else b"")
    path = tmp_path_factory.mktemp("csv") / "ratings.csv"
    path.write_bytes(text)
    expected_rows, expected_broken = [], []
    found = records_of(lines_of(BytesIO(text[len(HEADER) :])), first_line=2, columns=4)
    for row, record in enumerate(found, start=1):
        if record.broken is None:
            expected_rows.append((row, record.line, *record.fields))
        else:
            expected_broken.append((record.broken, row, record.line))
    source = CsvRatings(path, block_bytes=block)
    rows, broken = [], []
    for piece in source.pieces():
        columns = (piece.client, piece.time, piece.measure, piece.score)
        texts = (column.to_pylist() for column in columns)
        rows += zip(piece.rows.tolist(), piece.lines.tolist(), *texts, strict=True)
        broken += piece.broken
    assert rows == expected_rows
    assert broken == expected_broken
    assert np.all(np.diff([row for row, *_ in rows]) > 0)
