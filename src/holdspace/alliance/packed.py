"""Lays many short series side by side, so that one step is taken for all at once.

Series are sorted by length and cut into blocks of some thousand. In a block each row is
one step and each column one series, so a step is a handful of operations on rows that
fit into the processor's cache. As the longest series stand first, the ones that still
go on at a step are always the first so many columns: nothing is computed on padding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SERIES_IN_A_BLOCK = 8192

Floats = NDArray[np.floating]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Many series one after the other, each from its oldest rating to its newest.

    Series `n` is the ratings from `starts[n]` up to, not including, `starts[n + 1]`.
    `gap_days` is the time since the rating before, 0 at the first of a series;
    `scores` are NaN where a rating was missed.
    """

    gap_days: Floats
    scores: Floats
    starts: Integers

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Block:
    """Series of about the same length side by side: a row a step, a column a series.

    At step `t` only the first `running[t]` columns have a rating; what stands to the
    right of them means nothing. `given` is 1 where a rating was given and 0 where it
    was missed, and `scores` are 0 there. `first` is the place of each series' first
    rating in the ragged input, `series` its number there.
    """

    gap_days: Floats
    scores: Floats
    given: Floats
    running: tuple[int, ...]
    first: Integers
    series: Integers

    @property
    def steps(self) -> int:
        """The length of the longest series."""
        return len(self.running)

    @property
    def width(self) -> int:
        """The number of series."""
        return len(self.first)

    def empty(self, kind: type[np.generic] | np.dtype[np.generic]) -> NDArray[Any]:
        """Return room for one value a rating, laid out as the scores are."""
        return np.zeros(
            (self.steps, self.width), kind
        )  # right of it: no number to trip

    def unpack_into(
        self, ragged: NDArray[np.generic], packed: NDArray[np.generic]
    ) -> None:
        """Put one value a rating back in the order of the ragged input."""
        for step, running in enumerate(self.running):
            ragged[self.first[:running] + step] = packed[step, :running]


def packed(
    ragged: Ragged,
    kind: type[np.floating] = np.float32,
    *,
    mirror: float | None = None,
    width: int = SERIES_IN_A_BLOCK,
) -> Iterator[Block]:
    """Return the series in blocks, the longest first; series without a rating in none.

    `kind` is how exactly numbers are kept: float32 halves the memory to walk through,
    float64 gives what the filter for single clients gives. Scores are taken from
    `mirror` unless it is None.
    """
    lengths = np.diff(ragged.starts)
    order = np.argsort(-lengths, kind="stable")
    order = order[: np.count_nonzero(lengths)]
    for begin in range(0, len(order), width):
        yield _block(ragged, order[begin : begin + width], lengths, kind, mirror)


def _block(
    ragged: Ragged,
    series: Integers,
    lengths: Integers,
    kind: type[np.floating],
    mirror: float | None,
) -> Block:
    of_series = lengths[series]
    steps = int(of_series[0])
    # How many are longer than each step: they stand in order, the longest first.
    running = np.searchsorted(-of_series, -np.arange(steps), side="left")
    first = ragged.starts[series]
    gaps = np.zeros((steps, len(series)), kind)
    scores = np.zeros((steps, len(series)), kind)
    for step, count in enumerate(running.tolist()):
        places = first[:count] + step
        gaps[step, :count] = ragged.gap_days[places]
        scores[step, :count] = ragged.scores[places]
    if mirror is not None:
        np.subtract(mirror, scores, out=scores)
    given = np.equal(scores, scores).astype(kind)
    np.nan_to_num(scores, copy=False)
    return Block(gaps, scores, given, tuple(running.tolist()), first, series)
