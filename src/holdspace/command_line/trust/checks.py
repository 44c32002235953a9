"""Checks a piece of a file of ratings: which rows can be taken, and why others not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from holdspace.command_line.trust.columns import (
    FINE,
    REASONS,
    Bools,
    Piece,
    Ratings,
    Whys,
    codes_of,
    moments_of,
    named,
    scores_of,
)
from holdspace.command_line.trust.scales import MeasureInFile, scale_of
from holdspace.rows.left_out import NAMED_ROWS, LeftOut, WhyLeftOut


class Measures:
    """The measures met so far, each with its scale, in the order they were met."""

    def __init__(self, declared: Mapping[str, MeasureInFile]) -> None:
        self._declared = declared
        self._places: dict[str, int] = {}
        self.scales: list[MeasureInFile] = []

    def place_of(self, name: str) -> int:
        """Return the place of a measure in `scales`; a new one is added at the end."""
        if name not in self._places:
            self._places[name] = len(self.scales)
            self.scales.append(scale_of(name, self._declared))
        return self._places[name]

    def limits(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the lowest and highest score of each measure, infinite if unknown."""
        lows = [-np.inf if s.low is None else s.low for s in self.scales]
        highs = [np.inf if s.high is None else s.high for s in self.scales]
        return np.array(lows), np.array(highs)


def checked(
    piece: Piece, measures: Measures, *, latest_us: int
) -> tuple[Ratings, "Refused"]:
    """Return the rows of a piece that can be taken, and the others with the reason.

    A later reason never hides an earlier one: client, time, measure, score, as in
    `ratings.rating_of`.
    """
    client, why_client = _clients(piece.client)
    at_us, why_time = moments_of(piece.time)
    measure_id, why_measure = _measures(piece.measure, measures)
    score, why_score = scores_of(piece.score)
    ratings = Ratings(
        client, piece.time, at_us, measure_id, score, piece.rows, piece.lines
    )
    why = _first_of(
        [
            why_client,
            why_time,
            _why_where(at_us > latest_us, WhyLeftOut.FUTURE),
            why_measure,
            why_score,
            _why_where(_outside(ratings, measures), WhyLeftOut.OUTSIDE),
        ]
    )
    refused = Refused(piece.broken)
    if why is None:
        return ratings, refused
    refused.add(ratings, why)
    return ratings.where(why == FINE), refused


def _outside(ratings: Ratings, measures: Measures) -> Bools:
    lows, highs = measures.limits()
    if len(lows) <= 1:  # most files: then no limit has to be looked up for each row
        low, high = (lows[0], highs[0]) if len(lows) else (-np.inf, np.inf)
        return (ratings.score < low) | (ratings.score > high)
    low, high = lows[ratings.measure_id], highs[ratings.measure_id]
    return (ratings.score < low) | (ratings.score > high)


def _why_where(found: Bools, reason: WhyLeftOut) -> Whys | None:
    if not found.any():
        return None
    return np.where(found, REASONS.index(reason), FINE).astype(np.int8)


def _first_of(reasons: Sequence[Whys | None]) -> Whys | None:
    """Return the first reason of each row; None if no row has any."""
    why: Whys | None = None
    for later in reasons:
        if why is None or later is None:
            why = later if why is None else why
        else:
            why = np.where(why == FINE, later, why)
    return why


class Refused:
    """Rows of one piece that cannot be taken, in the order of the file."""

    def __init__(self, broken: Sequence[tuple[WhyLeftOut, int, int]] = ()) -> None:
        self._rows: list[tuple[int, int | None, WhyLeftOut]] = [
            (row, line, why) for why, row, line in broken[:NAMED_ROWS]
        ]
        self._more: list[tuple[WhyLeftOut, int]] = []
        self._more += [(why, 1) for why, _, _ in broken[NAMED_ROWS:]]

    def add(self, ratings: Ratings, why: Whys) -> None:
        """Refuse the rows whose `why` is the place of a reason, not `FINE`."""
        refused = np.flatnonzero(why != FINE)
        if not len(refused):
            return
        for place in refused[:NAMED_ROWS].tolist():
            line = None if ratings.lines is None else int(ratings.lines[place])
            reason = REASONS[why[place]]
            self._rows.append((int(ratings.rows[place]), line, reason))
        counts = np.bincount(why[refused[NAMED_ROWS:]], minlength=len(REASONS))
        self._more += [
            (reason, count)
            for reason, count in zip(REASONS, counts.tolist(), strict=True)
            if count
        ]

    def tell(self, left_out: LeftOut) -> None:
        """Leave all these rows out, the first of them by name."""
        for row, line, why in sorted(self._rows):
            left_out.add(why, row=row, line=line)
        for why, count in self._more:
            left_out.add_many(why, count)


def _clients(column: pa.Array) -> tuple[pa.DictionaryArray, Whys | None]:
    coded, texts = named(column, "client")
    bare = pc.utf8_trim_whitespace(texts)
    nothing: Bools = pc.equal(bare, "").fill_null(True).to_numpy(zero_copy_only=False)
    if not (coded.null_count or nothing.any()):
        return coded, None
    codes = codes_of(coded, len(bare))
    return coded, _why_where(np.append(nothing, True)[codes], WhyLeftOut.NO_CLIENT)


def _measures(
    column: pa.Array, measures: Measures
) -> tuple[NDArray[np.int32], Whys | None]:
    coded, texts = named(column, "measure")
    names = [(text or "").strip() for text in texts.to_pylist()]
    places = [measures.place_of(name) if name else 0 for name in names]
    if len(names) == 1 and not coded.null_count and names[0]:
        return np.full(len(coded), places[0], np.int32), None
    codes = codes_of(coded, len(names))
    empty = np.array([*(not name for name in names), True])
    why = _why_where(empty[codes], WhyLeftOut.NO_MEASURE)
    return np.array([*places, 0], np.int32)[codes], why
