"""`holdspace trust`: how trust goes, session by session, for a file of ratings."""

import argparse
import time
from pathlib import Path

from holdspace.command_line.tables.moments import CLOCKS_DIFFER_US
from holdspace.command_line.tables.opened import reading
from holdspace.command_line.tables.out_asked import form_asked, path_ending_in
from holdspace.command_line.tables.out_file import Progress
from holdspace.command_line.trust.request import ENDINGS, FORMS, TrustRequest
from holdspace.command_line.trust.scales import FORM, scale_from

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2

DESCRIPTION = """\
Draw the trust line of each client and measure in a file of ratings, with its
uncertainty, and say where a rupture, a withdrawal, a repair or a ceiling begins.

FILE is CSV or Parquet with the columns client, time, measure and score; further
columns are ignored. time is an ISO 8601 date or date-time (UTC if it names no zone).
An empty score is a missed rating. Rows in which each client stands together are
fastest; any order works.

The answer has the columns client, time, measure, score, level, lower, upper and
signal, in the order of the file. level is the estimate in the measure's own points,
lower and upper its 90 % interval. signal is empty, or rupture, withdrawal, repaired
or ceiling on the row where that begins.

A row that cannot be read is left out and named on standard error by its line, the
first 20 one by one, the others as counts; the other rows are done. Left out is also a
score outside its scale, a time in the future, and a second row of a client and measure
at the same time.
"""

EPILOG = f"""\
A measure that Holdspace does not know and nobody declares with --measure {FORM}
gets its error estimated from the file; standard error says so.

exit status: 0 done; 1 something could not be done or a row was left out; 2 wrong usage
"""


class TrustCommand:
    """The command `holdspace trust`."""

    help = DESCRIPTION

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EPILOG
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV or Parquet")
        parser.add_argument(
            "--measure",
            metavar="NAME:LOW:HIGH:SEM",
            type=scale_from,
            action="append",
            default=[],
            help="declare a measure: its range, its standard error of measurement in "
            "points, and with :lower at the end that lower is better; may be given "
            "several times",
        )
        parser.add_argument(
            "--format", choices=FORMS, help="of standard output; csv if not given"
        )
        parser.add_argument(
            "--out",
            metavar="FILE",
            type=path_ending_in(ENDINGS),
            help="write to a file; its ending says how: "
            ".csv, .parquet, .json or .jsonl",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""
        out: Path | None = arguments.out
        form = form_asked("trust", arguments, endings=ENDINGS, otherwise="csv")
        if form is None:
            return WRONG_USAGE
        with reading(arguments.file):
            request = TrustRequest(
                file=arguments.file,
                declared={scale.name: scale for scale in arguments.measure},
                form=form,
                out=out,
                latest_us=time.time_ns() // 1000 + CLOCKS_DIFFER_US,
            )
            return COULD_NOT if left_out_by(request) else DONE


def left_out_by(request: TrustRequest) -> int:
    """Do what was asked; return how many rows were left out.

    A small CSV file is done in plain Python, before numpy and pyarrow would have been
    loaded; both ways give the same answers.
    """
    if request.is_small():
        from holdspace.command_line.trust.small import draw_small

        return draw_small(request)
    from holdspace.command_line.trust.large import draw_large

    return draw_large(request, Progress)


trust = TrustCommand()
