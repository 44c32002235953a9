"""The `holdspace` command: finds the command asked for, says plainly what went wrong.

Commands that need a database come from the entry-point group `holdspace.commands`, so
that the library never imports the site.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from holdspace import __version__
from holdspace.vocabulary.errors import HoldspaceError

GROUP = "holdspace.commands"

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2
STOPPED = 130  # by the person, with Ctrl-C; what shells expect


class Command(Protocol):
    """What an entry point of the group `holdspace.commands` gives."""

    help: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""


SUMMARIES: Mapping[str, str] = {
    "demo": "open a made-up practice to look around in",
    "serve": "serve the practice in the data folder",
    "brief": "show the one-page brief of one client",
    "backup": "write an encrypted backup",
    "restore": "put a backup back",
    "verify": "check database, keys and access log",
    "extract": "put how it goes here into tables, without words or names",
    "practice": "say what a whole practice can learn, with small numbers left out",
    "trust": "draw trust lines and signals for a file of ratings",
    "cycles": "find what comes back again and again in a file of coded events",
    "listen": "mark what acknowledges and what dismisses in a worker's own words",
}
"""One line for each command that may be installed; the rest name themselves."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when done, 1 if it could not, 2 for wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands = {entry.name: entry for entry in entry_points(group=GROUP)}
    if not given or given[0] in {"-h", "--help"}:
        print(overview(commands))
        return DONE if given else WRONG_USAGE
    if given[0] == "--version":
        print(f"holdspace {__version__}")
        return DONE
    if given[0] not in commands:
        print(
            f"holdspace has no command called {given[0][:30]!r}. "
            "`holdspace --help` lists them.",
            file=sys.stderr,
        )
        return WRONG_USAGE
    return _run(given[0], commands[given[0]], given[1:])


def overview(commands: Mapping[str, EntryPoint]) -> str:
    """Return what `holdspace --help` prints."""
    rows = [f"  {name:<10} {SUMMARIES.get(name, '')}".rstrip() for name in commands]
    return "\n".join(
        [
            "usage: holdspace COMMAND [--help] ...",
            "",
            "commands:",
            *sorted(rows),
            "",
            "HOLDSPACE_HOME names the data folder for every command.",
        ]
    )


def _run(name: str, entry: EntryPoint, rest: Sequence[str]) -> int:
    command: Command = entry.load()
    parser = argparse.ArgumentParser(prog=f"holdspace {name}", description=command.help)
    command.add_arguments(parser)
    return guarded(lambda: command.run(parser.parse_args(rest)))


def guarded(work: Callable[[], int]) -> int:
    """Run `work`; say in one line what could not be done, without a traceback."""
    try:
        status = work()
        sys.stdout.flush()  # a closed pipe shows here, not after the last line
    except HoldspaceError as error:
        print(f"holdspace: {error}", file=sys.stderr)
        return COULD_NOT
    except BrokenPipeError:
        _write_no_more()
        return COULD_NOT
    except KeyboardInterrupt:
        return STOPPED
    return status


def _write_no_more() -> None:
    """Send the rest of standard output nowhere: who was reading has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
