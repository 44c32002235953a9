"""`holdspace practice` reads an extract and says what it found, or why it could not."""

import argparse
import json

import pytest

from holdspace.command_line import guarded
from holdspace.command_line.practice import PracticeCommand, practice
from holdspace.practice.extract import ExtractWriter
from holdspace.practice.figure import PracticeFigure

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


class Few(PracticeCommand):
    """The command with a report that costs nothing to make."""

    def report_of_the_practice(self, arguments):
        from holdspace.practice.figure import Part
        from holdspace.practice.report import PracticeReport

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
        )
        return PracticeReport(
            (Part("who", "Who", "About.", figures),), notes=("Read this.",)
        )


def test_the_report_is_text_to_read_in_a_terminal(capfdbinary):
    assert run(command=Few()) == 0
    lines = [
        " ".join(one.split())
        for one in capfdbinary.readouterr().out.decode().split("\n")
    ]
    assert lines[0] == "Read this."
    assert "share 50.0 % (25.0 % to 12.3 %), n 20" in lines
    assert "median open (12 to open), n 20" in lines
    assert "(1 more not shown, or with nothing to count)" in lines
    assert not any("hidden" in one for one in lines)


def test_numbers_in_json_are_no_longer_than_they_are_sure(capfdbinary):
    assert run("--format", "json", command=Few()) == 0
    figures = json.loads(capfdbinary.readouterr().out)["figures"]
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
