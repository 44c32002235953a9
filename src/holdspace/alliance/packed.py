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
from numpy.lib.stride_tricks import sliding_window_view
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
    right of them means nothing. `lengths` has the columns of each length. `given` is 1
    where a rating was given and 0 where it was missed, and `scores` are 0 there.
    `first` is the place of each series' first rating in the ragged input.
    """

    gap_days: Floats
    scores: Floats
    given: Floats
    running: tuple[int, ...]
    lengths: tuple[tuple[int, slice], ...]
    first: Integers

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
        for length, columns in self.lengths:
            rows = sliding_window_view(ragged, length, writeable=True)
            rows[self.first[columns]] = packed[:length, columns].T


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
    ragged = Ragged(
        ragged.gap_days.astype(kind, copy=False),
        ragged.scores.astype(kind, copy=False),
        ragged.starts,
    )
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
    same = tuple(_same_length(of_series))
    # A series lies in one piece: copied as a row at a time, not a rating at a time.
    for length, columns in same:
        begins = first[columns]
        gaps[:length, columns] = sliding_window_view(ragged.gap_days, length)[begins].T
        scores[:length, columns] = sliding_window_view(ragged.scores, length)[begins].T
    if mirror is not None:
        np.subtract(mirror, scores, out=scores)
    is_given = scores == scores
    given = is_given.astype(kind)
    np.copyto(scores, 0, where=~is_given)
    return Block(gaps, scores, given, tuple(running.tolist()), same, first)


def _same_length(lengths: Integers) -> Iterator[tuple[int, slice]]:
    """Return each length with the columns that have it; lengths stand in order."""
    ends = [*(np.flatnonzero(np.diff(lengths)) + 1).tolist(), len(lengths)]
    begin = 0
    for end in ends:
        yield int(lengths[begin]), slice(begin, end)
        begin = end
