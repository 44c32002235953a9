"""Draws the trust lines of a large file a piece at a time.

Where the rows of each client stand together, only some pieces are in memory at once,
however large the file is. Where they do not, the numbers of all rows are kept to be
sorted, about 100 bytes a row, and the file is read a second time for the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from holdspace.alliance.batch import LinesOfMany, lines_of_many
from holdspace.alliance.packed import Ragged
from holdspace.command_line.tables.out_file import Progress
from holdspace.command_line.trust.ahead import read_ahead, written_behind
from holdspace.command_line.trust.arrow_out import RowsOut
from holdspace.command_line.trust.checks import Measures, Refused, checked
from holdspace.command_line.trust.columns import (
    FINE,
    REASONS,
    Bools,
    Integers,
    Ratings,
    joined,
)
from holdspace.command_line.trust.models import LineModel
from holdspace.command_line.trust.series import InSeries, in_series, runs_of
from holdspace.command_line.trust.sources import Source
from holdspace.rows.left_out import LeftOut, WhyLeftOut

SLAB_RATINGS = 1 << 20  # sorted and drawn at once when rows are in any order


@dataclass(frozen=True, slots=True)
class Run:
    """One run over a file: where rows come from, what is known, and where they go."""

    source: Source
    measures: Measures
    models: Sequence[LineModel | None]
    latest_us: int
    out: RowsOut
    left_out: LeftOut
    progress: Progress
    compiled: bool = False

    def names(self) -> list[str]:
        """Return the names of the measures, in the order of their ids."""
        return [scale.name for scale in self.measures.scales]

    def pieces(self) -> Iterator[tuple[Ratings, Refused]]:
        """Return the rows that can be taken, with those that cannot, in order."""
        for piece in read_ahead(self.source.pieces()):
            ratings, refused = checked(piece, self.measures, latest_us=self.latest_us)
            if None in self.models:
                ratings = self._with_models(ratings, refused)
            yield ratings, refused
            self.progress.reach(piece.reached)

    def _with_models(self, ratings: Ratings, refused: Refused) -> Ratings:
        without = np.array([model is None for model in self.models])
        lost = without[ratings.measure_id]
        why = np.where(lost, REASONS.index(WhyLeftOut.NOT_ESTIMATED), FINE)
        refused.add(ratings, why.astype(np.int8))
        return ratings.where(~lost)


def draw_together(run: Run) -> None:
    """Draw the lines of a file in which the rows of each client stand together."""
    waiting: Ratings | None = None
    run.progress.stage(30, 100)
    with written_behind(run.out, run.names()) as write:
        for ratings, refused in run.pieces():
            refused.tell(run.left_out)
            if not len(ratings):
                continue
            ratings = joined(waiting, ratings)
            runs = runs_of(ratings.client_code)
            cut = int(np.searchsorted(runs, runs[-1]))  # the last client may go on
            waiting = ratings.part(cut, len(ratings)).with_own_clients()
            _draw(run, ratings.part(0, cut), write)
        if waiting is not None:
            _draw(run, waiting, write)


def _draw(
    run: Run, ratings: Ratings, write: Callable[[Ratings, LinesOfMany], None]
) -> None:
    if not len(ratings):
        return
    series = in_series(
        runs_of(ratings.client_code), ratings.measure_id, ratings.at_us, ratings.score
    )
    points = _room(len(ratings))
    _draw_series(run, series, points)
    write(*_kept(run, ratings, points, series.twice))


def draw_apart(run: Run) -> None:
    """Draw the lines of a file whose rows are in any order; all numbers are kept."""
    run.progress.stage(30, 60)
    series = _all_series(run)
    run.progress.stage(60, 100)
    points = _room(series.rows)
    _draw_series(run, series.series, points)
    twice = series.series.twice
    place = 0
    with written_behind(run.out, run.names()) as write:
        for ratings, refused in run.pieces():
            here = slice(place, place + len(ratings))
            place += len(ratings)
            again = None if twice is None else twice[here]
            kept = _kept(run, ratings, _part(points, here), again, refused)
            write(*kept)


@dataclass(frozen=True, slots=True)
class _AllSeries:
    series: InSeries
    rows: int


def _all_series(run: Run) -> _AllSeries:
    clients, measures, moments, scores = [], [], [], []
    for ratings, _ in run.pieces():
        clients.append(ratings.client)
        measures.append(ratings.measure_id)
        moments.append(ratings.at_us)
        scores.append(ratings.score)
    unified = pa.chunked_array(clients).unify_dictionaries()
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in unified.chunks])
    del clients, unified
    series = in_series(
        codes, np.concatenate(measures), np.concatenate(moments), np.concatenate(scores)
    )
    return _AllSeries(series, len(codes))


def _room(rows: int) -> LinesOfMany:
    level, lower, upper = (np.empty(rows) for _ in range(3))
    return LinesOfMany(level, lower, upper, np.zeros(rows, np.int8))


def _part(points: LinesOfMany, rows: slice) -> LinesOfMany:
    return LinesOfMany(
        points.level[rows], points.lower[rows], points.upper[rows], points.signal[rows]
    )


def _draw_series(run: Run, series: InSeries, points: LinesOfMany) -> None:
    """Draw each series and put its points where its ratings stand."""
    for measure in np.unique(series.measure_id).tolist():
        if (model := run.models[measure]) is None:
            continue  # none of its rows got here
        where, ragged = series.of_measure(measure)
        for part in _slabs(ragged):
            begin = where.start + int(ragged.starts[part.start])
            some = _series_part(ragged, part)
            rows: Integers | slice = slice(begin, begin + len(some.scores))
            if series.order is not None:
                rows = series.order[rows]
            drawn = lines_of_many(model.scale, model.prior, some, compiled=run.compiled)
            points.level[rows] = drawn.level
            points.lower[rows] = drawn.lower
            points.upper[rows] = drawn.upper
            points.signal[rows] = drawn.signal


def _slabs(ragged: Ragged) -> Iterator[slice]:
    """Return series to draw together, about a million ratings each time."""
    begin = 0
    while begin < len(ragged):
        room = ragged.starts[begin] + SLAB_RATINGS
        end = int(np.searchsorted(ragged.starts, room, side="right")) - 1
        end = min(len(ragged), max(end, begin + 1))
        yield slice(begin, end)
        begin = end


def _series_part(ragged: Ragged, part: slice) -> Ragged:
    starts = ragged.starts[part.start : part.stop + 1]
    ratings = slice(int(starts[0]), int(starts[-1]))
    return Ragged(ragged.gap_days[ratings], ragged.scores[ratings], starts - starts[0])


def _kept(
    run: Run,
    ratings: Ratings,
    points: LinesOfMany,
    twice: Bools | None,
    refused: Refused | None = None,
) -> tuple[Ratings, LinesOfMany]:
    """Leave out the rows that stand there twice; return the others."""
    refused = refused or Refused()
    if twice is not None and twice.any():
        why = np.where(twice, REASONS.index(WhyLeftOut.TWICE), FINE).astype(np.int8)
        refused.add(ratings, why)
        ratings, points = ratings.where(~twice), _where(points, ~twice)
    refused.tell(run.left_out)
    return ratings, points


def _where(points: LinesOfMany, kept: Bools) -> LinesOfMany:
    return LinesOfMany(
        points.level[kept], points.lower[kept], points.upper[kept], points.signal[kept]
    )
