"""The `holdspace` command: what it finds, what it says, and how it ends."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from importlib.metadata import EntryPoint

import pytest
from pytest_socket import SocketBlockedError

import holdspace.command_line as command_line
from holdspace import __version__
from holdspace.command_line import main
from holdspace.vocabulary.errors import UnreadableDate


class Greet:
    help = "Say hello to somebody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")

    def run(self, arguments: Namespace) -> int:
        if arguments.name == "nobody":
            raise UnreadableDate
        if arguments.name == "stop":
            raise KeyboardInterrupt
        if arguments.name == "gone":
            raise BrokenPipeError
        sys.stdout.write(f"Hello {arguments.name}\n")
        return 0


greet = Greet()


@pytest.fixture(autouse=True)
def commands(monkeypatch):
    entry = EntryPoint("greet", "test:greet", command_line.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: greet)
    demo = EntryPoint("demo", "test:greet", command_line.GROUP)
    monkeypatch.setattr(command_line, "entry_points", lambda group: [entry, demo])


def test_help_lists_every_command_with_what_it_does(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr()
    assert (
        "  demo       open a made-up practice to look around in\n  greet\n" in shown.out
    )
    assert "HOLDSPACE_HOME" in shown.out
    assert shown.err == ""


def test_no_command_shows_the_same_and_is_wrong_usage(capsys):
    assert main([]) == 2
    assert "commands:" in capsys.readouterr().out


def test_the_words_of_the_shell_are_taken_when_none_are_given(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["holdspace", "--version"])
    assert main() == 0
    assert capsys.readouterr().out == f"holdspace {__version__}\n"


def test_an_unknown_command_is_wrong_usage_and_says_where_to_look(capsys):
    assert main(["breif"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        "holdspace has no command called 'breif'. `holdspace --help` lists them.\n"
    )


def test_a_command_is_run_with_its_arguments(capsys):
    assert main(["greet", "Amara"]) == 0
    assert capsys.readouterr().out == "Hello Amara\n"


def test_a_command_has_its_own_help(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["greet", "--help"])
    assert ended.value.code == 0
    assert "Say hello to somebody." in capsys.readouterr().out


def test_wrong_arguments_are_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["greet"])
    assert ended.value.code == 2
    assert "usage: holdspace greet" in capsys.readouterr().err


def test_what_could_not_be_done_is_one_line_on_standard_error(capsys):
    assert main(["greet", "nobody"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("holdspace: This date could not be read. Write it like")
    assert shown.err.count("\n") == 1


def test_stopping_it_by_hand_shows_no_traceback(capsys):
    assert main(["greet", "stop"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["Amara", "gone"])
def test_a_reader_who_went_away_is_no_error_to_shout_about(capsys, monkeypatch, name):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", pipe)
        assert main(["greet", name]) == 1
    assert capsys.readouterr().err == ""


def test_asking_for_help_brings_in_no_framework():
    looked = (
        "import sys, holdspace.command_line as c; c.main(['--help']); "
        "sys.exit(any(m.split('.')[0] in ('django', 'holdspace_site', 'sqlite3')"
        " for m in sys.modules))"
    )
    ended = subprocess.run(  # noqa: S603 - this Python, with the line above
        [sys.executable, "-c", looked], capture_output=True, check=False
    )
    assert ended.returncode == 0


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_UNIX])
@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_of_the_library_can_open_a_socket(family):
    with pytest.raises(SocketBlockedError):
        socket.socket(family)
