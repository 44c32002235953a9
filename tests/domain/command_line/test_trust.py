"""`holdspace trust`: from a file of ratings to trust lines and signals."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdspace.command_line import main
from holdspace.command_line.trust import large, request, text
from holdspace.rows.left_out import (
    NAMED_ROWS,
    OF_EVENTS,
    OF_TURNS,
    WhyLeftOut,
)

HEADER = "client,time,measure,score"
MOOD = "mood:0:10:1"

STORY = f"""{HEADER}
Amara,2026-01-05,between,8
Amara,2026-01-12,between,8
Mateo,2026-01-06,between,6
Amara,2026-01-19,between,9
Amara,2026-01-26,between,
Amara,2026-02-02,between,2
Amara,2026-02-09,between,8
Amara,2026-02-16,between,9
"""


@pytest.fixture(params=["row by row", "columns at once"])
def both_ways(request, monkeypatch):
    """Small files take one way, large ones the other; both have to say the same."""
    if request.param == "columns at once":
        monkeypatch.setattr("holdspace.command_line.trust.request.SMALL_BYTES", 0)
    return request.param


@pytest.fixture
def ask(tmp_path, capsys):
    """Give a function that runs the command on a text and returns what it said."""

    def run(content: str | bytes, *arguments: str):
        path = tmp_path / "ratings.csv"
        as_bytes = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(as_bytes)
        status = main(["trust", str(path), *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def rows_of(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(out)))


# --- What comes out -----------------------------------------------------------


def test_a_story_of_a_rupture_and_its_repair(ask, both_ways):
    status, out, err = ask(STORY)
    rows = rows_of(out)
    assert (status, err) == (0, "")
    assert out.startswith("client,time,measure,score,level,lower,upper,signal\n")
    assert [row["client"] for row in rows] == ["Amara"] * 2 + ["Mateo"] + ["Amara"] * 5
    assert [row["signal"] for row in rows][5] == "rupture"
    assert "repaired" in [row["signal"] for row in rows][6:]
    for row in rows:
        lower, level, upper = (float(row[name]) for name in ("lower", "level", "upper"))
        assert 0 <= lower <= level <= upper <= 10
    assert rows[4]["score"] == ""


def test_lower_is_better_where_it_is_said(ask, both_ways):
    worse = "".join(
        f"A,2026-01-{day:02},pain,{2 + (day == 22) * 6}\n" for day in (1, 8, 15, 22)
    )
    _, out, _ = ask(f"{HEADER}\n{worse}", "--measure", "pain:0:10:0.8:lower")
    assert [row["signal"] for row in rows_of(out)] == ["", "", "", "rupture"]
    _, out, _ = ask(f"{HEADER}\n{worse}", "--measure", "pain:0:10:0.8")
    assert [row["signal"] for row in rows_of(out)] == ["", "", "", ""]


def test_forms_say_the_same(ask, both_ways):
    rows = rows_of(ask(STORY)[1])
    document = json.loads(ask(STORY, "--format", "json")[1])
    lines = ask(STORY, "--format", "jsonl")[1].splitlines()
    assert [json.loads(line) for line in lines] == document
    for row, item in zip(rows, document, strict=True):
        assert list(item) == list(text.OUTPUT_COLUMNS)
        assert item["score"] == (float(row["score"]) if row["score"] else None)
        assert [item["level"], item["signal"]] == [float(row["level"]), row["signal"]]


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_a_file_gets_what_standard_output_would_have(ask, both_ways, tmp_path, ending):
    written = tmp_path / f"lines.{ending}"
    status, out, _ = ask(STORY, "--out", str(written))
    assert (status, out) == (0, "")
    assert written.read_text() == ask(STORY, "--format", ending)[1]


@pytest.mark.parametrize("way", ["by its name", "round a corner", "by a link"])
def test_the_file_that_is_read_is_not_replaced(ask, both_ways, tmp_path, way):
    ratings = tmp_path / "ratings.csv"
    (tmp_path / "link.csv").symlink_to(ratings)
    out = {
        "by its name": ratings,
        "round a corner": tmp_path / ".." / tmp_path.name / "ratings.csv",
        "by a link": tmp_path / "link.csv",
    }[way]
    status, said, error = ask(STORY, "--out", str(out))
    assert (status, said) == (2, "")
    assert "would replace the file it reads. Name another one." in error
    assert ratings.read_text() == STORY


@pytest.mark.parametrize("name", ["client", "measure", "time", "score"])
@pytest.mark.parametrize(
    "column",
    [pa.array([[1], [2]]), pa.array([b"\xff", b"\xfe"])],
    ids=["list", "bytes"],
)
def test_a_column_of_a_kind_that_cannot_be_read_is_said_in_one_line(
    tmp_path, capsys, name, column
):
    columns = {
        "client": pa.array(["Amara", "Amara"]),
        "time": pa.array(["2026-01-05", "2026-01-12"]),
        "measure": pa.array(["between", "between"]),
        "score": pa.array([8, 6]),
    }
    path = tmp_path / "ratings.parquet"
    pq.write_table(pa.table(columns | {name: column}), path)
    status = main(["trust", str(path)])
    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    (line,) = said.err.splitlines()
    assert f"The column {name} is of the kind " in line
    assert "Write client and measure as text" in line


def test_parquet_goes_in_and_out_and_equals_csv(ask, tmp_path):
    expected = rows_of(ask(STORY)[1])
    rows = rows_of(STORY)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    columns["score"] = [float(score) if score else None for score in columns["score"]]
    columns["time"] = pa.array(columns["time"]).cast(pa.timestamp("us"))
    given, made = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({**columns, "note": ["x"] * len(rows)}), given)
    assert main(["trust", str(given), "--out", str(made)]) == 0
    found = pq.read_table(made)
    assert found.column_names == list(text.OUTPUT_COLUMNS)
    assert found.schema.field("time").type == pa.timestamp("us")
    assert found.schema.field("client").type == pa.string()
    for row, item in zip(expected, found.to_pylist(), strict=True):
        assert item["client"] == row["client"]
        assert item["signal"] == row["signal"]
        assert item["score"] == (float(row["score"]) if row["score"] else None)
        for name in ("level", "lower", "upper"):
            assert item[name] == pytest.approx(float(row[name]), abs=1e-4)


@pytest.mark.parametrize(
    ("client", "time", "score"),
    [
        (pa.int64(), pa.date32(), pa.int8()),
        (pa.large_string(), pa.timestamp("ns", "UTC"), pa.float32()),
        (pa.dictionary(pa.int32(), pa.string()), pa.string(), pa.string()),
    ],
)
def test_columns_of_parquet_may_be_of_many_kinds(tmp_path, capsys, client, time, score):
    path = tmp_path / "in.parquet"
    table = pa.table(
        {
            "client": pa.array(["7", "7", "12"]).cast(client),
            "time": pa.array(["2026-01-01", "2026-01-08", "2026-01-01"])
            .cast(pa.timestamp("s"))
            .cast(pa.date32() if pa.types.is_string(time) else time)
            .cast(time),
            "measure": ["between"] * 3,
            "score": pa.array(["8", None, "6"]).cast(score),
        }
    )
    pq.write_table(table, path)
    assert main(["trust", str(path)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert [row["client"] for row in rows_of(said.out)] == ["7", "7", "12"]
    assert [row["time"][:10] for row in rows_of(said.out)] == [
        "2026-01-01",
        "2026-01-08",
        "2026-01-01",
    ]
    out = tmp_path / "out.parquet"
    assert main(["trust", str(path), "--out", str(out)]) == 0
    assert pq.read_table(out).num_rows == 3


def test_further_columns_in_any_order_are_ignored(ask, both_ways):
    content = (
        "note,Score,measure,TIME,client\n"
        '"two\nlines, ""so""",8,between,2026-01-05,"Amara, the elder"\n'
    )
    _, out, err = ask(content)
    assert err == ""
    assert rows_of(out)[0]["client"] == "Amara, the elder"


# --- What is left out, and that the rest is done ------------------------------

BAD_ROWS = [
    ("SECRET,2026-01-01", WhyLeftOut.FIELDS),
    ('SECRET,2026-01-01,mood,"4', WhyLeftOut.QUOTE),
    (b"SECRET\xff,2026-01-01,mood,4", WhyLeftOut.NOT_TEXT),
    (" ,2026-01-01,mood,4", WhyLeftOut.NO_CLIENT),
    ("SECRET,,mood,4", WhyLeftOut.NO_TIME),
    ("SECRET,SECRET,mood,4", WhyLeftOut.TIME),
    ("SECRET,2026-02-30,mood,4", WhyLeftOut.TIME),
    ("SECRET,2999-01-01,mood,4", WhyLeftOut.FUTURE),
    ("SECRET,2026-01-01,,4", WhyLeftOut.NO_MEASURE),
    ("SECRET,2026-01-01,mood,SECRET", WhyLeftOut.SCORE),
    ("SECRET,2026-01-01,mood,inf", WhyLeftOut.SCORE),
    ("SECRET,2026-01-01,mood,1_0", WhyLeftOut.SCORE),
    ("SECRET,2026-01-01,mood,NaN", WhyLeftOut.NAN),
    ("SECRET,2026-01-01,mood,10.1", WhyLeftOut.OUTSIDE),
    ("SECRET,2026-01-01,mood,-1", WhyLeftOut.OUTSIDE),
    ("A,2026-01-08T00:00Z,mood,4", WhyLeftOut.TWICE),
]


@pytest.mark.parametrize(("bad", "why"), BAD_ROWS, ids=lambda part: str(part)[:30])
def test_a_row_that_cannot_be_taken_is_named_and_the_rest_is_done(
    ask, both_ways, bad, why
):
    bad = bad if isinstance(bad, bytes) else bad.encode()
    good = [b"A,2026-01-01,mood,5", b"A,2026-01-08,mood,6", b"B,2026-01-02,mood,7"]
    content = b"\n".join([HEADER.encode(), *good[:2], b"", bad, good[2], b""])
    status, out, err = ask(content, "--measure", MOOD)
    assert status == 1
    assert err == f"holdspace: line 5 (row 3) left out: {why}.\n"
    assert [row["client"] for row in rows_of(out)] == ["A", "A", "B"]


def test_every_reason_is_tried():
    # A line that is no CSV at all takes more than a test file; a measure that is not
    # known and never rated stands below.
    of_ratings = set(WhyLeftOut) - OF_EVENTS - OF_TURNS
    untried = of_ratings - {why for _, why in BAD_ROWS}
    assert untried == {WhyLeftOut.NO_RECORD, WhyLeftOut.NOT_ESTIMATED}


def test_the_first_rows_are_named_and_the_others_counted(ask, both_ways):
    bad = "".join(f"A,2026-01-01,mood,{score}\n" for score in ["x"] * 30 + [99] * 10)
    status, _, err = ask(f"{HEADER}\n{bad}A,2026-01-01,mood,5\n", "--measure", MOOD)
    lines = err.splitlines()
    assert status == 1
    assert lines[0] == f"holdspace: line 2 (row 1) left out: {WhyLeftOut.SCORE}."
    assert len(lines) == NAMED_ROWS + 3
    assert "40 rows left out in all, the first 20 named above" in lines[NAMED_ROWS]
    assert lines[-2:] == [
        f"holdspace:   30: {WhyLeftOut.SCORE}.",
        f"holdspace:   10: {WhyLeftOut.OUTSIDE}.",
    ]


def test_no_word_of_a_row_is_repeated(ask, both_ways):
    content = b"\n".join(
        bad if isinstance(bad, bytes) else bad.encode() for bad, _ in BAD_ROWS
    )
    _, _, err = ask(HEADER.encode() + b"\n" + content + b"\n", "--measure", MOOD)
    assert "SECRET" not in err


# --- Measures that are not known ----------------------------------------------


def many_ratings(measure: str) -> str:
    return "".join(
        f"C{client},2026-{month:02}-{day:02},{measure},{(client * 7 + day) % 9}\n"
        for client in range(12)
        for month in (1, 2)
        for day in (1, 8, 15, 22)
    )


def test_an_unknown_measure_is_estimated_and_named(ask, both_ways):
    status, out, err = ask(f"{HEADER}\n{many_ratings('calm')}")
    assert status == 0
    assert (
        "measure 'calm' is not known in full: its range is taken from the file" in err
    )
    assert "its error is estimated from the file" in err
    assert "--measure NAME:LOW:HIGH:SEM" in err
    assert len(rows_of(out)) == 96


@pytest.mark.parametrize("scores", [["5"], ["5"] * 6, ["4", "", "6"]])
def test_few_or_equal_ratings_of_an_unknown_measure_still_get_numbers(
    ask, both_ways, scores
):
    rows = "".join(
        f"A,2026-01-{day:02},calm,{score}\n" for day, score in enumerate(scores, 1)
    )
    status, out, err = ask(f"{HEADER}\n{rows}")
    assert status == 0
    assert "too few ratings" in err
    assert all(float(row["level"]) for row in rows_of(out))


def test_an_unknown_measure_that_was_never_rated_is_left_out(ask, both_ways):
    status, out, err = ask(f"{HEADER}\nA,2026-01-01,calm,\nA,2026-01-01,between,7\n")
    assert status == 1
    assert f"line 2 (row 1) left out: {WhyLeftOut.NOT_ESTIMATED}." in err
    assert [row["measure"] for row in rows_of(out)] == ["between"]


# --- Files that cannot be used ------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty, or its first line cannot be read"),
        ("client,time,score\n1,2,3\n", "The file has no column measure"),
        ("client;time;measure;score\n", "no column client and none time"),
        (f"{HEADER},client\n", "no column client"),
        (b"PAR1 and then nothing", "cannot be read as a Parquet file"),
    ],
)
def test_a_file_of_another_kind_is_one_clear_line(
    ask, both_ways, tmp_path, content, said
):
    out = tmp_path / "lines.csv"
    status, shown, err = ask(content, "--out", str(out))
    assert (status, shown) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert not out.exists()


def test_a_file_that_is_not_there_or_a_folder_is_one_clear_line(tmp_path, capsys):
    for path in (tmp_path / "none.csv", tmp_path):
        assert main(["trust", str(path)]) == 1
        said = capsys.readouterr().err
        assert f"{path} cannot be read" in said
        assert said.count("\n") == 1


def test_a_place_that_cannot_be_written_is_one_clear_line(ask, tmp_path):
    status, _, err = ask(STORY, "--out", str(tmp_path / "no" / "lines.csv"))
    assert status == 1
    assert "could not be written" in err
    assert err.count("\n") == 1


def test_a_file_with_names_of_columns_only_gives_the_same(ask, both_ways):
    assert ask(HEADER + "\n") == (0, ",".join(text.OUTPUT_COLUMNS) + "\n", "")
    assert json.loads(ask(HEADER, "--format", "json")[1]) == []


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_nothing_half_is_left_when_it_is_stopped(
    ask, both_ways, tmp_path, monkeypatch, ending
):
    written = tmp_path / f"lines.{ending}"
    written.write_text("as it was")
    before = sorted(tmp_path.iterdir())

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("holdspace.command_line.trust.small.as_text", stop)
    monkeypatch.setattr(large.TextOut, "write", stop)
    monkeypatch.setattr(large.ParquetOut, "write", stop)
    assert ask(STORY, "--out", str(written))[0] == 130
    assert written.read_text() == "as it was"
    assert {*before, tmp_path / "ratings.csv"} == set(tmp_path.iterdir())


# --- How it is asked ----------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["f.csv", "--format", "xml"],
        ["f.csv", "--out", "lines.txt"],
        ["f.csv", "--measure", "mood"],
        ["f.csv", "--measure", "mood:0:ten:1"],
        ["f.csv", "--measure", "mood:10:0:1"],
        ["f.csv", "--measure", "mood:0:10:0"],
        ["f.csv", "--measure", "mood:0:10:nan"],
        ["f.csv", "--measure", ":0:10:1"],
        ["f.csv", "--measure", "mood:0:10:1:best"],
    ],
)
def test_wrong_usage_ends_with_2(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(["trust", *arguments])
    assert ended.value.code == 2
    assert "usage: holdspace trust" in capsys.readouterr().err


def test_an_ending_and_another_format_is_wrong_usage(ask, tmp_path):
    out = tmp_path / "lines.csv"
    status, _, err = ask(STORY, "--out", str(out), "--format", "json")
    assert status == 2
    assert "Leave --format out." in err
    assert not out.exists()


def test_help_says_all_of_it(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["trust", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for word in (
        *("client", "time", "measure", "score", "level", "lower", "upper", "signal"),
        *("rupture", "withdrawal", "repaired", "ceiling", "missed", "90 %"),
        *("--measure", "--format", "--out", ".parquet", ":lower", "UTC"),
        *("exit status", "first 20", "any order", "estimated from the file"),
    ):
        assert word in said


@pytest.mark.parametrize("watched", [True, False])
def test_a_bar_is_shown_on_a_terminal_only(ask, monkeypatch, watched):
    monkeypatch.setattr("holdspace.command_line.trust.request.SMALL_BYTES", 0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: watched, raising=False)
    status, _, err = ask(STORY)
    assert status == 0
    assert ("100 %" in err) is watched
    assert err.endswith("\r\x1b[K") is watched


def test_a_small_file_needs_no_numpy(tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text(STORY)
    looked = (
        "import sys; from holdspace.command_line import main; "
        f"main(['trust', {str(path)!r}]); "
        "sys.exit(any(m in sys.modules for m in ('numpy', 'pyarrow', 'numba')))"
    )
    ended = subprocess.run(  # noqa: S603 - this Python, with the line above
        [sys.executable, "-c", looked], capture_output=True, check=False
    )
    assert ended.returncode == 0
    assert len(STORY) < request.SMALL_BYTES


def test_a_pipe_is_read_as_a_small_file_is(tmp_path, capsys):
    whole = tmp_path / "ratings.csv"
    whole.write_text(STORY)
    assert main(["trust", str(whole)]) == 0
    expected = capsys.readouterr().out
    with subprocess.Popen(  # noqa: S603 - shows a file of this test
        [sys.executable, "-c", f"print(open({str(whole)!r}).read(), end='')"],
        stdout=subprocess.PIPE,
    ) as writer:
        assert main(["trust", f"/dev/fd/{writer.stdout.fileno()}"]) == 0
    assert capsys.readouterr().out == expected
    assert Path("/dev/fd").exists()
