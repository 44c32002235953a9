"""`holdspace practice`: what a whole practice can learn, from an extract."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdspace.command_line.tables.out_asked import form_asked, path_ending_in
from holdspace.command_line.tables.out_file import Progress, written_whole
from holdspace.vocabulary.errors import HoldspaceError

if TYPE_CHECKING:  # the engine behind a report takes a second to load
    from holdspace.practice.report import PracticeReport

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2

ENGINES = ("duckdb", "spark")

DESCRIPTION = """\
What a whole practice can learn: who stays, how strain is mended, whether promises and
agreements are kept, what hurt before and happens again, how long people wait, and how
complete all of that is. Each figure has its number of clients, its 95 % interval and
its definition. Nobody is ranked, and nothing is a cause.

Without --from it reads the practice of the data folder, up to the last day of last
month: an extract is made into a private temporary folder, read, and removed. With
--from it reads an extract that was made before, and needs no practice.

Only clients who said yes to this use of their record count, from the month after they
did; a no counts at once. A figure is not shown where 1 to 10 clients stand behind it,
nor where such a number could be worked out from the others. --private adds chance to
counts and shares, for figures that leave the agency; it needs the extra "private".
"""

EPILOG = """\
exit status: 0 done; 1 something could not be done; 2 wrong usage
"""


class EngineNotHere(HoldspaceError):
    """An engine was asked for that this version does not bring."""

    next_step = "Leave --engine out: the built-in one reads practices of any size."

    def __init__(self, engine: str) -> None:
        super().__init__(f"The engine {engine} is not in this version.")


class FolderNotNamed(HoldspaceError):
    """A report was asked for without saying from which extract."""

    next_step = "Name the folder of an extract: holdspace practice --from DIR."

    def __init__(self) -> None:
        super().__init__("There is no practice here to read, only extracts.")


def budget(text: str) -> float:
    """Return a privacy budget.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    try:
        epsilon = float(text)
    except ValueError:
        epsilon = 0.0
    if not LEAST_EPSILON <= epsilon <= MOST_EPSILON:
        raise argparse.ArgumentTypeError(
            f"it has to be a number from {LEAST_EPSILON:g} to {MOST_EPSILON:g}"
        )
    return epsilon


LEAST_EPSILON, MOST_EPSILON = 0.01, 10.0
"""Below, nothing is left of a figure; above, hardly anything is hidden."""


def add_arguments(
    parser: argparse.ArgumentParser,
    *,
    forms: tuple[str, ...],
    endings: Mapping[str, str],
) -> None:
    """Declare the command's arguments, and what it can write (`forms`, `endings`)."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument(
        "--from",
        dest="folder",
        metavar="DIR",
        type=Path,
        help="an extract; the practice of the data folder if not given",
    )
    parser.add_argument(
        "--engine", choices=ENGINES, default="duckdb", help="duckdb if not given"
    )
    parser.add_argument(
        "--private",
        metavar="EPSILON",
        type=budget,
        help="add chance to counts and shares: the whole privacy budget, such as 1",
    )
    parser.add_argument(
        "--format", choices=forms, help="of standard output; text if not given"
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=path_ending_in(endings),
        help="write to a file; its ending says how: " + ", ".join(sorted(endings)),
    )


def check_engine(engine: str) -> None:
    """Raise EngineNotHere unless figures can be worked out with this engine."""
    if engine != "duckdb":
        raise EngineNotHere(engine)


def report_from(
    folder: Path, engine: str = "duckdb", *, epsilon: float | None = None
) -> "PracticeReport":
    """Return the report of the extract in `folder`, once nothing is wrong with it.

    `epsilon` is the privacy budget of a release with chance added, None for exact
    figures without small numbers.

    Raises:
        EngineNotHere: if the engine is not in this version.
        ExtractUnreadable: if there is no whole extract.
        PrivateNotInstalled: if chance cannot be added here.
    """
    check_engine(engine)
    from holdspace.practice.extract.reading import read_extract
    from holdspace.practice.private import check_can_be_private, private_report
    from holdspace.practice.report import practice_report

    if epsilon is not None:
        check_can_be_private()
    bar = Progress(STAGES)
    try:
        bar.reach(1)
        with read_extract(folder) as extract:
            bar.reach(LOOKED_OVER)
            if epsilon is None:
                return practice_report(extract)
            return private_report(extract, epsilon)
    finally:
        bar.close()


STAGES, LOOKED_OVER = 10, 5


class PracticeCommand:
    """The command `holdspace practice`, as far as it needs no practice's database.

    Where there is one, the site says how to read it (`report_of_the_practice`) and
    what else a report can be written as (`forms`, `endings`, `rendered`).
    """

    help = DESCRIPTION
    forms: tuple[str, ...] = ("text", "json")
    endings: Mapping[str, str] = MappingProxyType({".txt": "text", ".json": "json"})

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        add_arguments(parser, forms=self.forms, endings=self.endings)

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""
        out: Path | None = arguments.out
        folder: Path | None = arguments.folder
        # what must not be written over by its own result
        arguments.file = (folder or Path()) / "manifest.json"
        form = form_asked("practice", arguments, endings=self.endings, otherwise="text")
        if form is None:
            return WRONG_USAGE
        check_engine(arguments.engine)
        if folder is None:
            report = self.report_of_the_practice(arguments)
        else:
            report = report_from(folder, arguments.engine, epsilon=arguments.private)
        rendered = self.rendered(report, form)
        if out is None:
            sys.stdout.buffer.write(rendered)
            sys.stdout.buffer.flush()
            return DONE
        with written_whole(out) as beside:
            beside.write_bytes(rendered)
        return DONE

    def report_of_the_practice(self, arguments: argparse.Namespace) -> "PracticeReport":
        """Return the report of the practice in the data folder.

        Raises:
            FolderNotNamed: as there is no practice without the site.
        """
        raise FolderNotNamed

    def rendered(self, report: "PracticeReport", form: str) -> bytes:
        """Return a report as the bytes of a file in one of `forms`."""
        from holdspace.command_line.practice.written import report_json, report_text

        written = report_json(report) if form == "json" else report_text(report)
        return written.encode()


practice = PracticeCommand()
