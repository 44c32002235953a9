"""`holdspace cycles`: what comes back again and again, for a file of coded events."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from holdspace.command_line.tables.moments import CLOCKS_DIFFER_US
from holdspace.command_line.tables.opened import reading
from holdspace.command_line.tables.out_asked import form_asked, path_ending_in
from holdspace.command_line.tables.out_file import written_whole

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2

FORMS = ("text", "json", "jsonl")
ENDINGS = {".txt": "text", ".json": "json", ".jsonl": "jsonl"}

DESCRIPTION = """\
Find what comes back again and again in the history of each client: sequences of two to
six steps that happened three times or more, and more often than chance explains.

FILE is CSV or Parquet with the columns client, time and code, and if there are any
episode and order; further columns are ignored. code is one of the codebook. time is
an ISO 8601 date or date-time (UTC if it names no zone). It may be empty where order
says which place an event has in its episode. Rows may stand in any order.

A cycle is shown once, with the rows it rests on, how often and in how many episodes it
happened, and p: how often a history with the same mix of codes shows anything as
surprising. Steps lie in one episode, with at most --gap other events between two of
them. Times are counted that do not overlap. "Now" says how far it has come again with
the newest events, and which step would be next.

Nothing is shown that chance explains as well, and nothing that happened only twice.

A row that cannot be read is left out and named on standard error by its line, the
first 20 one by one, the others as counts; the other rows are done. Left out is also a
code that is not in the codebook, a time in the future, a row without time and order, a
second row that says the same, and one whose order contradicts an earlier row.
"""

EPILOG = """\
exit status: 0 done; 1 something could not be done or a row was left out; 2 wrong usage
"""


class CyclesCommand:
    """The command `holdspace cycles`."""

    help = DESCRIPTION

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EPILOG
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV or Parquet")
        parser.add_argument(
            "--gap",
            metavar="N",
            type=whole_number,
            default=2,
            help="other events allowed between two steps; 2 if not given",
        )
        parser.add_argument(
            "--window-days",
            metavar="DAYS",
            type=days,
            help="days from the first step to the last; any number if not given",
        )
        parser.add_argument(
            "--format", choices=FORMS, help="of standard output; text if not given"
        )
        parser.add_argument(
            "--out",
            metavar="FILE",
            type=path_ending_in(ENDINGS),
            help="write to a file; its ending says how: .txt, .json or .jsonl",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""
        out: Path | None = arguments.out
        form = form_asked("cycles", arguments, endings=ENDINGS, otherwise="text")
        if form is None:
            return WRONG_USAGE
        latest_us = time.time_ns() // 1000 + CLOCKS_DIFFER_US
        with reading(arguments.file):
            from holdspace.command_line.cycles.found import found_in
            from holdspace.command_line.cycles.text import as_text
            from holdspace.patterns.sequences import Reach

            reach = Reach(arguments.gap, arguments.window_days)
            found = found_in(arguments.file, reach, latest_us=latest_us)
            with _written(out) as file:
                file.writelines(as_text(found.clients(), form))
        return COULD_NOT if found.left_out else DONE


@contextmanager
def _written(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    with written_whole(out) as beside, beside.open("w", encoding="utf-8") as file:
        yield file


def whole_number(text: str) -> int:
    """Return a number of events.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise argparse.ArgumentTypeError("it has to be a whole number, 0 or more")
    return int(text)


def days(text: str) -> float:
    """Return a number of days.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError("it has to be a number of days, 0 or more")
    return number


cycles = CyclesCommand()
