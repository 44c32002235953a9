"""Lays many short series side by side, so that one step is taken for all at once.

Neighbouring series are sorted by length and cut into blocks of some thousand. In a
block each row is one step and each column one series, so a step is a handful of
operations on rows that fit into the processor's cache. As the longest series stand
first, the ones that still go on at a step are always the first so many columns: nothing
is computed on padding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SERIES_IN_A_BLOCK = 16384
NEIGHBOURS = 8  # blocks sorted by length together: they lie close by in memory

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
    rating in the ragged input.
    """

    gap_days: Floats
    scores: Floats
    given: Floats
    running: tuple[int, ...]
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
        return np.empty((self.steps, self.width), kind)

    def unpack_into(
        self, ragged: NDArray[np.generic], packed: NDArray[np.generic]
    ) -> None:
        """Put one value a rating back in the order of the ragged input."""
        places = self.first.copy()
        for step, running in enumerate(self.running):
            ragged[places[:running]] = packed[step, :running]
            places += 1


def packed(
    ragged: Ragged,
    kind: type[np.floating] = np.float32,
    *,
    mirror: float | None = None,
    width: int = SERIES_IN_A_BLOCK,
) -> Iterator[Block]:
    """Return the series in blocks, the longest first in each; empty ones in none.

    `kind` is how exactly numbers are kept: float32 halves the memory to walk through,
    float64 gives what the filter for single clients gives. Scores are taken from
    `mirror` unless it is None.
    """
    lengths = np.diff(ragged.starts)
    for near in range(0, len(lengths), NEIGHBOURS * width):
        here = lengths[near : near + NEIGHBOURS * width]
        order = np.argsort(-here, kind="stable")[: np.count_nonzero(here)] + near
        pairs = _pairs(ragged, near, near + len(here), kind)
        for begin in range(0, len(order), width):
            series = order[begin : begin + width]
            first = ragged.starts[series]
            offset = int(ragged.starts[near])
            yield _block(pairs, (first, offset), lengths[series], mirror)


def _pairs(
    ragged: Ragged, begin: int, end: int, kind: type[np.floating]
) -> NDArray[np.complexfloating]:
    """Return gap and score of some series, each pair as one complex number.

    Looked up together, the two come at half the price.
    """
    ratings = slice(int(ragged.starts[begin]), int(ragged.starts[end]))
    pairs = np.empty(ratings.stop - ratings.start, np.result_type(kind, np.complex64))
    pairs.real, pairs.imag = ragged.gap_days[ratings], ragged.scores[ratings]
    return pairs


def _block(
    pairs: NDArray[np.complexfloating],
    place: tuple[Integers, int],
    lengths: Integers,
    mirror: float | None,
) -> Block:
    """Lay out one block; `place` is where its series begin, and where the pairs do."""
    first, offset = place
    steps = np.arange(int(lengths[0]))
    # How many are longer than each step: they stand in order, the longest first.
    running = tuple(np.searchsorted(-lengths, -steps, side="left").tolist())
    gaps, scores, given = (
        np.empty((len(steps), len(first)), pairs.real.dtype) for _ in range(3)
    )
    room, places = np.empty(len(first), pairs.dtype), first - offset
    for step, count in enumerate(running):
        found = np.take(pairs, places[:count], out=room[:count], mode="clip")
        score, is_given = scores[step, :count], given[step, :count]
        gaps[step, :count] = found.real
        score[:] = found.imag if mirror is None else mirror - found.imag
        is_given[:] = score == score
        score[np.flatnonzero(is_given == 0)] = 0  # few are: cheaper one by one
        places += 1
    return Block(gaps, scores, given, running, first)
