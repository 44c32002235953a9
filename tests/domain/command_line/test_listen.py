"""`holdspace listen`: from a draft or a conversation to marks."""

import json
import os
import subprocess
import sys

import pytest

from holdspace.command_line import main

DRAFT = (
    "Dear Amara,\n"
    "Thank you for telling me. At least you have a job now. What would help?\n"
)
TALK = (
    "speaker,text\n"
    "worker,What would you like to start with?\n"
    "client,I was so scared when he left.\n"
    "worker,Please sign the form here.\n"
    "client,Okay.\n"
    "worker,You should talk to your doctor about it.\n"
)
GERMAN = "Es tut mir sehr leid, dass Ihnen das passiert ist, und ich glaube Ihnen.\n"


@pytest.fixture
def ask(tmp_path, capsys):
    """Give a function that runs the command on a file and returns what it said."""

    def run(content, *arguments, name="draft.txt"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8", newline="")
        status = main(["listen", str(path), *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def document(said):
    status, out, err = said
    assert (status, err) == (0, "")
    return json.loads(out)


def test_a_draft_as_json_points_into_the_file(ask):
    made = document(ask(DRAFT, "--format", "json"))
    (turn,) = made["turns"]
    assert (turn["row"], turn["speaker"], turn["missed"]) == (1, "worker", [])
    assert turn["main"] in {"question", "reflection", "input", "other"}
    found = {move["move"]: DRAFT[move["start"] : move["end"]] for move in turn["moves"]}
    assert found["validation"] == "Thank you for telling me."
    assert found["dismissal"] == "At least you"
    assert found["question_open"] == "What would help?"
    for move in turn["moves"]:
        assert move["because"]
        assert move["certainty"] in {"clear", "maybe"}
        assert ("kind" in move) == (move["move"] == "dismissal")
    assert made["summary"]["draft"] is True


def test_a_conversation_as_json(ask):
    made = document(ask(TALK, "--format", "json", name="talk.csv"))
    rows = made["turns"]
    assert [turn["row"] for turn in rows] == [1, 2, 3, 4, 5]
    assert [turn["speaker"] for turn in rows] == ["worker", "client"] * 2 + ["worker"]
    assert [turn["main"] for turn in rows[1::2]] == [None, None]
    assert rows[0]["main"] == "question"
    (missed,) = rows[1]["missed"]
    told = rows[1]["text"][missed["start"] : missed["end"]]
    assert told == "I was so scared"
    assert missed["question"] == "Was this picked up later?"
    advice = [move for move in rows[4]["moves"] if move["move"] == "advice"]
    assert [move["certainty"] for move in advice] == ["maybe"]
    summary = made["summary"]
    assert (summary["worker_turns"], summary["client_turns"]) == (3, 2)
    assert summary["reflections_to_questions"] is None


def test_a_conversation_as_text(ask):
    status, out, err = ask(TALK, name="talk.csv")
    assert (status, err) == (0, "")
    assert "1 worker, mostly question\n    open question (clear): “What would" in out
    assert "    “I was so scared” Was this picked up later?\n" in out
    assert "Fewer than 20 turns of the worker: counts only.\n" in out
    assert out.endswith("can be the right thing to say.\n")


def test_a_long_conversation_has_figures_with_their_range(ask):
    rows = ["worker,What happened next?", "client,I went home."] * 20
    rows += ["worker,It sounds like you felt alone with it.", "client,Yes."] * 10
    said = "\n".join(["speaker,text", *rows, ""])
    summary = document(ask(said, "--format", "json", name="t.csv"))["summary"]
    ratio = summary["reflections_to_questions"]
    assert ratio["lower"] <= ratio["value"] <= ratio["upper"]
    _, out, _ = ask(said, name="t.csv")
    assert "Reflections for each question: 0.50, by people’s count likely 0." in out
    assert "Share of the words that are the worker’s: 0." in out


def test_where_no_reflection_was_counted_no_ratio_is_made(ask):
    rows = ["worker,What happened next?", "client,I went home."] * 20
    said = "\n".join(["speaker,text", *rows, ""])
    _, out, _ = ask(said, name="t.csv")
    assert "question 20, reflection 0," in out
    assert "Reflections for each question" not in out


def test_it_is_written_to_a_file_by_its_ending(ask, tmp_path):
    out = tmp_path / "heard.json"
    assert ask(DRAFT, "--out", str(out)) == (0, "", "")
    assert json.loads(out.read_text("utf-8"))["turns"]
    out = tmp_path / "heard.txt"
    assert ask(DRAFT, "--out", str(out)) == (0, "", "")
    assert "silver_lining.at_least: points to something good" in out.read_text("utf-8")


def test_another_language_is_said_and_nothing_is_marked(ask):
    status, out, err = ask(GERMAN, "--format", "json")
    made = json.loads(out)
    assert status == 1
    assert "does not look like English" in err
    assert (made["turns"][0]["moves"], made["turns"][0]["main"]) == ([], None)
    assert ask(GERMAN)[1] == ""


def test_what_is_in_two_languages_is_read_by_half_and_that_is_said(ask):
    status, out, err = ask("At least you still have your job.\n" + GERMAN)
    assert status == 1
    assert "silver_lining.at_least" in out
    assert "not look like English and were not read: 1." in err
    made = json.loads(ask(DRAFT + GERMAN, "--format", "json")[1])
    assert made["summary"]["unread_sentences"] == 1


def test_what_it_says_is_utf_8_whatever_the_pipe_is_set_to(tmp_path):
    draft = tmp_path / "draft.txt"
    draft.write_text("At least you have a job 🌱.", encoding="utf-8")
    code = f"from holdspace.command_line import main; main(['listen', {str(draft)!r}])"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert "“At least you”" in done.stdout.decode("utf-8")


def test_no_character_of_a_file_commands_the_terminal(ask):
    _, out, _ = ask("At least \x1b[2Jyou have \u202ea job 👩\u200d👧.\n")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\ufffd" in out
    assert "👩\u200d👧" in out


def test_a_turn_left_out_is_named_and_the_others_are_done(ask):
    status, out, err = ask(TALK + "nobody,Hm.\n", "--format", "json", name="t.csv")
    assert status == 1
    assert err == (
        "holdspace: line 7 (row 6) left out: "
        "its speaker is neither worker nor client.\n"
    )
    assert len(json.loads(out)["turns"]) == 5


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--out", "heard.pdf"], 2),
        (["--format", "csv"], 2),
    ],
)
def test_wrong_usage(ask, arguments, status):
    with pytest.raises(SystemExit) as left:
        ask(DRAFT, *arguments)
    assert left.value.code == status


def test_the_file_it_reads_is_not_replaced(ask, tmp_path):
    status, _, err = ask(DRAFT, "--out", str(tmp_path / "draft.txt"))
    assert status == 2
    assert "would replace the file it reads" in err


@pytest.mark.parametrize("content", ["", " \n"])
def test_an_empty_file_is_said(ask, content):
    status, out, err = ask(content)
    assert (status, out) == (1, "")
    assert err.startswith("holdspace: The file has no words in it.")


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    assert main(["listen", str(tmp_path / "none.txt")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_names_of_speakers_can_be_given(ask):
    said = "Ruth: What would help?\nAmara: Time.\n"
    made = document(
        ask(said, "--worker", "Ruth", "--client", "Amara", "--format", "json")
    )
    assert [turn["speaker"] for turn in made["turns"]] == ["worker", "client"]
    assert made["turns"][0]["text"] == "What would help?"


def test_listening_brings_in_no_framework_and_no_trainer(tmp_path):
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT)
    code = (
        "import sys; from holdspace.command_line import main; "
        f"main(['listen', {str(draft)!r}]); "
        "assert not {'django', 'pyarrow', 'sklearn', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # noqa: S603
