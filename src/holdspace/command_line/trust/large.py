"""Draws the trust lines of a file that is large or Parquet, whole columns at once."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from holdspace.command_line.tables.out_file import Progress, written_whole
from holdspace.command_line.trust.arrow_out import ParquetOut, RowsOut, TextOut
from holdspace.command_line.trust.checks import Measures
from holdspace.command_line.trust.in_pieces import Run, draw_apart, draw_together
from holdspace.command_line.trust.models import model_of, say_how
from holdspace.command_line.trust.request import TrustRequest
from holdspace.command_line.trust.sources import CsvRatings, ParquetRatings, Source
from holdspace.command_line.trust.survey import surveyed
from holdspace.rows.left_out import LeftOut

ROWS_WORTH_SAYING = 1_000_000
WORTH_COMPILING_ROWS = 5_000_000  # below, loading the compiler takes what it saves
MIB_A_MILLION_ROWS = 100  # where rows are in any order


def draw_large(
    request: TrustRequest,
    progress: Callable[[int], Progress],
    source: Source | None = None,
) -> int:
    """Draw the lines of a file and write them; return how many rows were left out."""
    source = source or _source(request)
    bar = progress(source.total)
    bar.stage(0, 30)
    measures = Measures(request.declared)
    survey = surveyed(source, measures, latest_us=request.latest_us, progress=bar)
    models = [
        model_of(scale, seen)
        for scale, seen in zip(measures.scales, survey.seen, strict=True)
    ]
    say_how(models, bar.say)
    left_out = LeftOut(bar.say)
    with _out(request, source) as out:
        run = Run(
            source,
            measures,
            models,
            request.latest_us,
            out,
            left_out,
            bar,
            compiled=survey.rows >= WORTH_COMPILING_ROWS and _has_compiler(),
        )
        if survey.together:
            draw_together(run)
        else:
            if survey.rows >= ROWS_WORTH_SAYING:
                mib = round(survey.rows / 1e6 * MIB_A_MILLION_ROWS)
                bar.say(
                    "rows of one client do not stand together; sorting them takes "
                    f"about {mib:,} MiB of memory. A file sorted by client takes less."
                )
            draw_apart(run)
        out.close()
    bar.close()
    left_out.close()
    return len(left_out)


def _has_compiler() -> bool:
    """Say whether the extra `fast` is installed."""
    return find_spec("numba") is not None


def _source(request: TrustRequest) -> Source:
    if request.is_parquet():
        return ParquetRatings(request.file)
    return CsvRatings(request.file)


@contextmanager
def _out(request: TrustRequest, source: Source) -> Iterator[RowsOut]:
    if request.out is None:
        yield TextOut(sys.stdout.buffer, request.form)
        return
    with written_whole(request.out) as beside:
        if request.form == "parquet":
            yield ParquetOut(beside, source.kinds[0], source.kinds[1])
            return
        with beside.open("wb") as file:
            yield TextOut(file, request.form)
