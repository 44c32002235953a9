"""Finds the series in a heap of ratings: one for each client and measure, in time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdspace.alliance.packed import Ragged
from holdspace.command_line.tables.moments import DAY_US
from holdspace.command_line.trust.columns import Bools, Floats, Integers


@dataclass(frozen=True, slots=True)
class InSeries:
    """Ratings sorted by measure, client and time.

    `order[n]` is where rating `n` of the series stands in the heap, None if they stand
    in this order already. `measure_id` has one value a series. `twice` marks ratings
    of the heap that have an earlier one of the same client, measure and time; they
    are in no series.
    """

    ragged: Ragged
    order: Integers | None
    measure_id: NDArray[np.int32]
    twice: Bools | None

    def of_measure(self, measure_id: int) -> tuple[slice, Ragged]:
        """Return where the ratings of one measure stand in the series, and these."""
        series = np.flatnonzero(self.measure_id == measure_id)
        starts = self.ragged.starts[series[0] : series[-1] + 2]
        where = slice(int(starts[0]), int(starts[-1]))
        return where, Ragged(
            self.ragged.gap_days[where], self.ragged.scores[where], starts - starts[0]
        )


def in_series(
    client: NDArray[np.integer],
    measure_id: NDArray[np.int32],
    at_us: Integers,
    score: Floats,
) -> InSeries:
    """Return these ratings as series; each client is known by a number of their own."""
    key = client.astype(np.int64)
    if len(key) and (measure_id != measure_id[0]).any():
        key += measure_id.astype(np.int64) * (int(key.max()) + 1)
    order = None
    new = np.diff(key) != 0
    apart_us = np.diff(at_us)
    if (np.diff(key) < 0).any() or (~new & (apart_us < 0)).any():
        order = np.lexsort((at_us, key))  # stable: the first in the file stays first
        key, at_us = key[order], at_us[order]
        new, apart_us = np.diff(key) != 0, np.diff(at_us)
    twice = None
    again = ~new & (apart_us == 0)
    if again.any():
        again = np.append(False, again)
        places = np.arange(len(key)) if order is None else order
        twice = np.zeros(len(key), np.bool_)
        twice[places[again]] = True
        order = places[~again]
        key, at_us = key[~again], at_us[~again]
        new, apart_us = np.diff(key) != 0, np.diff(at_us)
    first = np.concatenate([[0], np.flatnonzero(new) + 1])[: len(key)]
    gap_days = np.zeros(len(key))
    gap_days[1:] = np.where(new, 0, apart_us) / DAY_US
    if order is not None:
        score, measure_id = score[order], measure_id[order]
    starts = np.append(first, len(key)).astype(np.int64)
    return InSeries(Ragged(gap_days, score, starts), order, measure_id[first], twice)


def runs_of(client: NDArray[np.integer]) -> Integers:
    """Return the number of the run of equal clients that each row belongs to."""
    runs = np.zeros(len(client), np.int64)
    np.cumsum(client[1:] != client[:-1], out=runs[1:])
    return runs
