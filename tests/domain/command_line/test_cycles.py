"""`holdspace cycles`: from a file of coded events to what keeps coming back."""

import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdspace.command_line import main
from holdspace.rows.left_out import OF_EVENTS, WhyLeftOut

HEADER = "client,time,code,episode"
STEPS = ("T.SLIGHT", "X.DISMISSED", "P.QUIET", "E.FADED")
OTHERS = ("H.WARM", "C.CRISIS", "N.PACE", "M.NAME", "F.EASE", "H.TOOLS", "P.HEAD")


def story(client="Amara", year=2010, repeats=4):
    """Rows of one client: the same four steps in each episode, others before."""
    rows = []
    for number in range(repeats):
        codes = (OTHERS[number % 7], *STEPS[:2], OTHERS[(number + 3) % 7], *STEPS[2:])
        for day, code in enumerate(codes, start=1):
            rows.append(f"{client},{year + number}-03-{day:02},{code},{number}")
    return rows


@pytest.fixture
def ask(tmp_path, capsys):
    """Give a function that runs the command on rows and returns what it said."""

    def run(rows, *arguments: str, header: str = HEADER):
        path = tmp_path / "events.csv"
        path.write_bytes(
            b"\n".join(
                row if isinstance(row, bytes) else row.encode()
                for row in [header, *rows, ""]
            )
        )
        status = main(["cycles", str(path), *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def document(said):
    status, out, err = said
    assert (status, err) == (0, "")
    return json.loads(out)["clients"]


# --- What comes out -----------------------------------------------------------


def test_a_story_as_json(ask):
    (amara,) = document(ask(story(), "--format", "json"))
    assert amara["client"] == "Amara"
    (cycle,) = amara["cycles"]
    assert list(cycle) == [
        *("codes", "occurrences", "support", "episodes", "p_value", "running")
    ]
    assert cycle["codes"] == list(STEPS)
    assert cycle["occurrences"] == [
        [at + row for row in (2, 3, 5, 6)] for at in (0, 6, 12, 18)
    ]
    assert (cycle["support"], cycle["episodes"], cycle["running"]) == (4, 4, None)
    assert 0 < cycle["p_value"] <= 0.02


def test_it_is_running_again(ask):
    now = ["Amara,2026-11-02,T.SLIGHT,now", "Amara,2026-11-09,X.DISMISSED,now"]
    (amara,) = document(ask(story() + now, "--format", "json"))
    running = amara["cycles"][0]["running"]
    assert running == {"matched": 2, "of": 4, "next": "P.QUIET"}
    out = ask(story() + now)[1]
    assert "now: 2 of 4; next P.QUIET" in out


def test_the_order_of_rows_does_not_matter(ask):
    rows = story() + story("Mateo", 2001, 5)
    clients = document(ask(rows, "--format", "json"))
    back = document(ask(rows[::-1], "--format", "json"))
    assert [one["client"] for one in back] == ["Mateo", "Amara"]
    for one, other in zip(clients, back[::-1], strict=True):
        assert one["cycles"][0]["codes"] == other["cycles"][0]["codes"]
        assert one["cycles"][0]["p_value"] == other["cycles"][0]["p_value"]
        turned = [
            [len(rows) + 1 - row for row in rows_]
            for rows_ in other["cycles"][0]["occurrences"]
        ]
        assert one["cycles"][0]["occurrences"] == turned


def test_text_names_rows_and_plain_words(ask):
    out = ask([*story(), "Mateo,2026-01-01,H.HEARD,now"])[1]
    assert out.startswith("Amara: 4 times in 4 episodes, p 0.00")
    assert "X.DISMISSED  They brushed it off               rows 3, 9, 15, 21" in out
    assert out.endswith(
        "1 client: nothing comes back more often than chance explains.\n"
    )
    many = [f"{name},2026-01-01,H.HEARD," for name in "AB"]
    assert ask(many)[1].startswith("2 clients: nothing comes back")


def test_the_file_that_is_read_is_not_replaced(tmp_path, capsys):
    path = tmp_path / "events.json"
    rows = "\n".join([HEADER, *story(), ""])
    path.write_text(rows)
    assert main(["cycles", str(path), "--out", str(path)]) == 2
    assert "would replace the file it reads." in capsys.readouterr().err
    assert path.read_text() == rows


def test_without_episodes_it_is_one(ask):
    rows = [row.rsplit(",", 1)[0] for row in story(repeats=5)]
    said = ask(rows, "--format", "json", header="client,time,code")
    (cycle,) = document(said)[0]["cycles"]
    assert (cycle["codes"], cycle["episodes"]) == (list(STEPS), 1)
    assert "5 times in one episode" in ask(rows, header="client,time,code")[1]


def test_what_is_remembered_without_dates_has_an_order(ask):
    rows = []
    for episode in range(4):
        for place, code in enumerate([OTHERS[episode], *STEPS]):
            rows.append(f"Amara,,{code},{episode},{place + 1}")
    said = ask(rows[::-1], "--format", "json", header=f"{HEADER},order")
    assert document(said)[0]["cycles"][0]["codes"] == list(STEPS)


def test_a_gap_and_a_window_narrow_it(ask):
    rows = story()
    narrow = document(ask(rows, "--gap", "0", "--format", "json"))
    assert all(tuple(one["codes"]) != STEPS for one in narrow[0]["cycles"])
    wide = document(ask(rows, "--window-days", "4", "--format", "json"))
    assert [one["codes"] for one in wide[0]["cycles"]] == [list(STEPS)]
    few = document(ask(rows, "--window-days", "0", "--format", "json"))
    assert few[0]["cycles"] == []


def test_forms_say_the_same(ask, tmp_path):
    rows = story() + story("Mateo", 2001, 2)
    clients = document(ask(rows, "--format", "json"))
    lines = ask(rows, "--format", "jsonl")[1].splitlines()
    assert [json.loads(line) for line in lines] == clients
    for ending, form in (("txt", "text"), ("json", "json"), ("jsonl", "jsonl")):
        written = tmp_path / f"cycles.{ending}"
        assert ask(rows, "--out", str(written))[:2] == (0, "")
        assert written.read_text() == ask(rows, "--format", form)[1]


@pytest.mark.parametrize(
    ("client", "time", "episode"),
    [
        (pa.int64(), pa.date32(), pa.int8()),
        (pa.dictionary(pa.int32(), pa.string()), pa.timestamp("us"), pa.float64()),
        (pa.large_string(), pa.string(), pa.string()),
    ],
)
def test_parquet_says_what_csv_says(ask, tmp_path, capsys, client, time, episode):
    rows = [row.split(",") for row in story("17")]
    expected = document(ask(story("17"), "--format", "json"))
    columns = list(zip(*rows, strict=True))
    path = tmp_path / "events.parquet"
    day = pa.array(columns[1]).cast(pa.timestamp("s"))
    pq.write_table(
        pa.table(
            {
                "note": ["x"] * len(rows),
                "code": columns[2],
                "client": pa.array(columns[0]).cast(client),
                "time": day.cast(pa.date32() if time == pa.string() else time).cast(
                    time
                ),
                "episode": pa.array(columns[3]).cast(episode),
            }
        ),
        path,
    )
    assert main(["cycles", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["clients"] == expected


@pytest.mark.slow  # many clients: the compiler is loaded
def test_many_clients_are_done_sooner_with_the_same_answers(ask, monkeypatch):
    rows = [row for at in range(4) for row in story(f"c{at}", 1930 + at, 3 + at)]
    few = document(ask(rows, "--format", "json"))
    worth = "holdspace.command_line.cycles.found.WORTH_COMPILING_EVENTS"
    monkeypatch.setattr(worth, 0)
    assert document(ask(rows, "--format", "json")) == few
    assert [bool(one["cycles"]) for one in few] == [True] * 4


# --- What is left out, and that the rest is done ------------------------------

WITH_ORDER = f"{HEADER},order"
BAD_ROWS = [
    ("SECRET,2026-01-01", WhyLeftOut.FIELDS),
    ('SECRET,2026-01-01,H.WARM,now,"4', WhyLeftOut.QUOTE),
    (b"SECRET\xff,2026-01-01,H.WARM,now,", WhyLeftOut.NOT_TEXT),
    (" ,2026-01-01,H.WARM,now,", WhyLeftOut.NO_CLIENT),
    ("SECRET,,H.WARM,now,", WhyLeftOut.NO_PLACE),
    ("SECRET,SECRET,H.WARM,now,", WhyLeftOut.TIME),
    ("SECRET,2026-02-30,H.WARM,now,", WhyLeftOut.TIME),
    ("SECRET,2999-01-01,H.WARM,now,", WhyLeftOut.FUTURE),
    ("SECRET,2026-01-01,,now,", WhyLeftOut.NO_CODE),
    ("SECRET,2026-01-01,X.SECRET,now,", WhyLeftOut.CODE),
    ("SECRET,2026-01-01,h.warm,now,", WhyLeftOut.CODE),
    ("SECRET,2026-01-01,H.WARM,now,SECRET", WhyLeftOut.ORDER),
    ("SECRET,2026-01-01,H.WARM,now,1.5", WhyLeftOut.ORDER),
    ("A,2026-01-02,H.WARM,now,2", WhyLeftOut.SAME_EVENT),
    ("A,2026-01-02,H.HEARD,now,2", WhyLeftOut.SAME_ORDER),
    ("A,2025-12-31,H.HEARD,now,3.0", WhyLeftOut.AGAINST_TIME),
    ("B,,H.HEARD,now,1", WhyLeftOut.NO_TIME),
]


@pytest.mark.parametrize(("bad", "why"), BAD_ROWS, ids=lambda part: str(part)[:30])
def test_a_row_that_cannot_be_taken_is_named_and_the_rest_is_done(ask, bad, why):
    rows = ["A,2026-01-01,H.WARM,now,1", "A,2026-01-02,H.WARM,now,2", "", bad]
    rows.append("B,2026-01-03,F.EASE,now,")
    status, out, err = ask(rows, "--format", "json", header=WITH_ORDER)
    assert status == 1
    assert err == f"holdspace: line 5 (row 3) left out: {why}.\n"
    assert json.loads(out)["clients"] == [
        {"client": "A", "cycles": []},
        {"client": "B", "cycles": []},
    ]


def test_every_reason_of_events_is_tried():
    assert {why for _, why in BAD_ROWS} >= OF_EVENTS


def test_a_thousand_times_the_same_row_is_one_event(ask):
    status, out, err = ask(["A,2026-01-01,H.WARM,now"] * 1000)
    assert status == 1
    assert f"999: {WhyLeftOut.SAME_EVENT}" in err
    assert out.startswith("1 client: nothing comes back")


def test_a_thousand_times_the_same_thing_is_no_cycle(ask):
    rows = [f"A,2026-01-01T{at // 60:02}:{at % 60:02},H.WARM,now" for at in range(1000)]
    assert document(ask(rows, "--format", "json"))[0]["cycles"] == []


def test_two_steps_at_the_same_time_stay_in_the_order_of_the_file(ask):
    rows = [
        ",".join([*row.split(",")[:1], f"20{n:02}-01-01", *row.split(",")[2:]])
        for row in story()
        for n in [int(row.rsplit(",", 1)[1])]
    ]
    (cycle,) = document(ask(rows, "--format", "json"))[0]["cycles"]
    assert cycle["codes"] == list(STEPS)


def test_one_event_only(ask):
    said = ask(["A,2026-01-01,H.WARM,now"], "--format", "json")
    assert document(said) == [{"client": "A", "cycles": []}]


def test_a_client_of_whom_too_much_recurs_is_left_out(ask):
    codes = [*STEPS, *OTHERS, "H.HEARD", "M.OWN", "F.SHAME", "F.FEAR", "F.ANGER"]
    told = [codes[(7 * at * at + at // 3) % 16] for at in range(300)]
    busy = [
        f"A,2026-01-01T{at // 60:02}:{at % 60:02},{code},"
        for at, code in enumerate(told)
    ]
    rows = [*story("B"), *busy]
    status, out, err = ask(rows, "--gap", "40", "--format", "json")
    assert status == 1
    assert [one["client"] for one in json.loads(out)["clients"]] == ["B"]
    assert err.startswith(
        "holdspace: the client of row 25 is left out: More than 20,000"
    )
    assert err.count("\n") == 1


# --- Files and wrong usage ----------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty"),
        ("client,time,episode\n1,2,3\n", "The file has no column code"),
        ("client,time,code,order,order\n", "The file has no column order"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_line(tmp_path, capsys, content, said):
    path = tmp_path / "events.csv"
    path.write_text(content)
    assert main(["cycles", str(path)]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_or_no_parquet_is_one_clear_line(tmp_path, capsys):
    broken = tmp_path / "events.parquet"
    broken.write_bytes(b"PAR1 and nothing")
    for path in (tmp_path / "none.csv", tmp_path, broken):
        assert main(["cycles", str(path)]) == 1
        said = capsys.readouterr().err
        assert f"{path} cannot be read" in said
        assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["f.csv", "--format", "xml"],
        ["f.csv", "--out", "cycles.csv"],
        ["f.csv", "--gap", "-1"],
        ["f.csv", "--gap", "two"],
        ["f.csv", "--window-days", "-3"],
        ["f.csv", "--window-days", "long"],
        ["f.csv", "--window-days", "inf"],
    ],
)
def test_wrong_usage_ends_with_2(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(["cycles", *arguments])
    assert ended.value.code == 2
    assert "usage: holdspace cycles" in capsys.readouterr().err


def test_an_ending_and_another_format_is_wrong_usage(ask, tmp_path):
    out = tmp_path / "cycles.json"
    status, _, err = ask(story(), "--out", str(out), "--format", "text")
    assert status == 2
    assert "Leave --format out." in err
    assert not out.exists()


def test_help_says_all_of_it(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["cycles", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for word in (
        *("client", "time", "code", "episode", "order", "UTC", "codebook", "rows"),
        *("--gap", "--window-days", "--format", "--out", ".jsonl", "chance"),
        *("exit status", "first 20", "any order", "twice", "future"),
    ):
        assert word in said


def test_a_small_file_needs_neither_compiler_nor_arrow(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("\n".join([HEADER, *story()]))
    looked = (
        "import sys; from holdspace.command_line import main; "
        f"main(['cycles', {str(path)!r}]); "
        "sys.exit(any(m in sys.modules for m in ('pyarrow', 'numba', 'django')))"
    )
    ended = subprocess.run(  # noqa: S603 - this Python, with the line above
        [sys.executable, "-c", looked], capture_output=True, check=False
    )
    assert ended.returncode == 0


def test_a_pipe_is_read_as_a_file_is(tmp_path, capsys):
    whole = tmp_path / "events.csv"
    whole.write_text("\n".join([HEADER, *story()]))
    assert main(["cycles", str(whole)]) == 0
    expected = capsys.readouterr().out
    with subprocess.Popen(  # noqa: S603 - shows a file of this test
        [sys.executable, "-c", f"print(open({str(whole)!r}).read(), end='')"],
        stdout=subprocess.PIPE,
    ) as writer:
        assert main(["cycles", f"/dev/fd/{writer.stdout.fileno()}"]) == 0
    assert capsys.readouterr().out == expected
