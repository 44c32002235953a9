"""`holdspace practice` reads an extract and says what it found, or why it could not."""

import argparse
import json
from dataclasses import replace

import pytest

from holdspace.command_line import guarded
from holdspace.command_line.practice import PracticeCommand, practice
from holdspace.practice.extract import ExtractWriter
from holdspace.practice.figure import Group, Part, PracticeFigure, TeamQuestion
from holdspace.practice.report import PracticeReport

FIXED = ["name", "definition", "n", "value", "lower", "upper", "unit", "suppressed"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An extract of a practice in which nobody said yes."""
    folder = tmp_path_factory.mktemp("practice") / "extract"
    with ExtractWriter(folder):
        pass
    return folder


def run(*arguments, command=practice):
    parser = argparse.ArgumentParser(prog="holdspace practice")
    command.add_arguments(parser)
    return guarded(lambda: command.run(parser.parse_args([str(a) for a in arguments])))


def test_where_everybody_said_no_the_report_says_so(empty, tmp_path, capfdbinary):
    out = tmp_path / "report.json"
    assert run("--from", empty, "--out", out) == 0
    document = json.loads(out.read_text("utf-8"))
    assert document["notes"] == [
        "There is nothing to count yet. No client who said yes to this use of their "
        "record has had a first session."
    ]
    assert document["smallest"] == 11
    assert document["epsilon"] is None
    assert document["questions"] == []
    for figure in document["figures"]:
        assert list(figure)[:8] == FIXED
        assert not figure["n"]
        assert figure["unit"] == "clients" or figure["value"] is None


def test_a_private_release_says_so_and_what_it_cost(empty, capfdbinary):
    assert run("--from", empty, "--private", "1", "--format", "json") == 0
    document = json.loads(capfdbinary.readouterr().out)
    assert document["epsilon"] == 1
    assert "epsilon 1 in all" in document["notes"][0]
    assert not any(one["part"] == "staying" for one in document["figures"])


class Few(PracticeCommand):
    """The command with a report that costs nothing to make."""

    def report_of_the_practice(self, arguments):
        def figure(name, value, **more):
            made = dict.fromkeys(("lower", "upper"), value) | more
            return PracticeFigure(
                name, "who", name, "What it is.", "days", 20, value, **made
            )

        figures = (
            figure("share", 0.5, is_share=True, lower=0.25, upper=0.123456789),
            figure("median", None, lower=12.0, upper=None),
            figure("open", 3.0),
            figure("hidden", 7.0).without_numbers(),
            figure("open.hurt_before", 4.0, group=Group.HURT_BEFORE),
            figure("bare", 5.0, lower=None, upper=None),
            figure("not reached", None),
        )
        count = replace(figure("count", 1234.0), unit="clients")
        asked = TeamQuestion("it", "stayed", "who", "Why?", "Not a cause.", count)
        parts = (
            Part("who", "Who", "About.", figures),
            Part("empty", "Empty", "About.", (figures[3],)),
            Part("size", "Size", "About.", (count,)),
        )
        return PracticeReport(parts, (asked,), ("Read this.",))


def test_the_report_is_text_to_read_in_a_terminal(capfdbinary):
    assert run(command=Few()) == 0
    lines = [
        " ".join(one.split())
        for one in capfdbinary.readouterr().out.decode().split("\n")
    ]
    assert lines[0] == "Read this."
    assert "share 50.0 % (25.0 % to 12.3 %), n 20" in lines
    assert "median open (12 to open), n 20" in lines
    assert "open 3 (3 to 3), n 20" in lines
    assert lines[lines.index("open 3 (3 to 3), n 20") + 1].endswith("4 (4 to 4), n 20")
    assert "bare 5, n 20" in lines
    assert "not reached nothing to work out yet" in lines
    assert "count 1,234" in lines
    assert "- Why? Not a cause." in lines
    assert "Empty" not in lines
    assert "(1 more not shown, or with nothing to count)" in lines
    assert not any("hidden" in one for one in lines)


def test_numbers_in_json_are_no_longer_than_they_are_sure(capfdbinary):
    assert run("--format", "json", command=Few()) == 0
    document = json.loads(capfdbinary.readouterr().out)
    figures, [question] = document["figures"], document["questions"]
    assert (question["words"], question["figure"]) == ("Why?", "count")
    assert figures[0]["upper"] == 0.1235
    assert figures[3]["suppressed"]
    assert [figures[3][key] for key in FIXED[2:6]] == [None] * 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "nowhere"), "nowhere"),
        (("--from", "{empty}", "--engine", "spark"), "spark is not in this version"),
        ((), "--from DIR"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments, said, empty, capfd):
    given = [one.format(empty=empty) for one in arguments]
    assert run(*given) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_it_does_not_write_over_the_extract_it_reads(empty, capfd):
    before = (empty / "manifest.json").read_bytes()
    assert run("--from", empty, "--out", empty / "manifest.json") == 2
    assert (empty / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("budget", ["0", "-1", "eleven", "11", "nan"])
def test_a_budget_has_to_be_one(budget, empty, capfd):
    with pytest.raises(SystemExit):
        run("--from", empty, "--private", budget)
    assert "a number from 0.01 to 10" in capfd.readouterr().err
