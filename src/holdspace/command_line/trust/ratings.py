"""What one row of a file of ratings says: who rated what, when, and how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from holdspace.command_line.tables.moments import moment_us
from holdspace.rows.header import ColumnsMissing
from holdspace.rows.left_out import WhyLeftOut

COLUMNS = ("client", "time", "measure", "score")

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_NOT_A_NUMBER = re.compile(r"[+-]?nan", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One row: a rating, or one that was missed (`score` is None).

    `at_us` is microseconds since 1970 in UTC; `time` is how the file puts it. `row`
    counts from 1 at the first row after the names of the columns, `line` from 1 at
    the first line of the file.
    """

    row: int
    line: int
    client: str = field(repr=False)
    time: str
    at_us: int
    measure: str
    score: float | None


def positions_of(header: Sequence[str]) -> tuple[int, int, int, int]:
    """Return where client, time, measure and score stand among the columns.

    Raises:
        ColumnsMissing: if one of them is not there exactly once.
    """
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if names.count(name) != 1]
    if missing:
        raise ColumnsMissing(missing, COLUMNS)
    client, time, measure, score = (names.index(name) for name in COLUMNS)
    return client, time, measure, score


def score_of(text: str) -> float | WhyLeftOut | None:
    """Return a score as a number; None if it is empty: a missed rating.

    >>> score_of("7.5"), score_of(" "), score_of("seven").name
    (7.5, None, 'SCORE')
    """
    text = text.strip()
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return float(text)
    return WhyLeftOut.NAN if _NOT_A_NUMBER.fullmatch(text) else WhyLeftOut.SCORE


def rating_of(
    values: Sequence[str], *, row: int, line: int, latest_us: int
) -> RatingRow | WhyLeftOut:
    """Return what a row says, or why it cannot be taken.

    `values` are client, time, measure and score as the file has them; `latest_us` is
    the latest moment that does not lie in the future.
    """
    client, time, measure, score_text = values
    if not client.strip():
        return WhyLeftOut.NO_CLIENT
    at_us = moment_us(time)
    if isinstance(at_us, WhyLeftOut):
        return at_us
    if at_us > latest_us:
        return WhyLeftOut.FUTURE
    if not measure.strip():
        return WhyLeftOut.NO_MEASURE
    score = score_of(score_text)
    if isinstance(score, WhyLeftOut):
        return score
    return RatingRow(row, line, client, time, at_us, measure.strip(), score)
