"""Says which rows were left out and why: the first by name, the rest as counts."""

from collections import Counter
from collections.abc import Callable
from enum import StrEnum

NAMED_ROWS = 20


class WhyLeftOut(StrEnum):
    """Why a row of a file was left out.

    The sentences never repeat what stands in the row: it may be anybody's words.
    """

    FIELDS = "it has more or fewer fields than the first line"
    QUOTE = "a quotation mark is opened and never closed"
    NOT_TEXT = "it is not UTF-8 text"
    NO_RECORD = "it cannot be read as CSV"
    NO_CLIENT = "client is empty"
    NO_TIME = "time is empty"
    TIME = "time is not a date or date-time such as 2026-03-14 or 2026-03-14T10:30"
    FUTURE = "time lies in the future"
    # Of ratings.
    NO_MEASURE = "measure is empty"
    SCORE = "score is not a number"
    NAN = "score is NaN; leave it empty for a missed rating"
    OUTSIDE = "score is outside the scale of its measure"
    NOT_ESTIMATED = "its measure is not known and was never rated"
    TWICE = "this client and measure have an earlier row at the same time"
    # Of events.
    NO_PLACE = "it has neither a time nor an order"
    ORDER = "order is not a whole number"
    NO_CODE = "code is empty"
    CODE = "code is not in the codebook"
    SAME_EVENT = "an earlier row says the same of this client"
    SAME_ORDER = "an earlier row of this client and episode has the same order"
    AGAINST_TIME = "its order and its time contradict those of an earlier row"
    # Of turns.
    SPEAKER = "its speaker is neither worker nor client"
    NO_TEXT = "it has no words"
    CAPTION = "it has no time that can be read"


OF_EVENTS = frozenset(
    {
        WhyLeftOut.NO_PLACE,
        WhyLeftOut.ORDER,
        WhyLeftOut.NO_CODE,
        WhyLeftOut.CODE,
        WhyLeftOut.SAME_EVENT,
        WhyLeftOut.SAME_ORDER,
        WhyLeftOut.AGAINST_TIME,
    }
)
"""Reasons that only a row of a file of events can have."""

OF_TURNS = frozenset({WhyLeftOut.SPEAKER, WhyLeftOut.NO_TEXT, WhyLeftOut.CAPTION})
"""Reasons that only a turn of a conversation can have."""


class LeftOut:
    """The rows that were left out of one run; says the first of them as they come.

    `say` gets one sentence at a time, without the line end.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._counts: Counter[WhyLeftOut] = Counter()

    def __len__(self) -> int:
        return self._counts.total()

    def add(self, why: WhyLeftOut, *, row: int, line: int | None = None) -> None:
        """Leave a row out; `line` is its line in a CSV file, None in Parquet."""
        if len(self) < NAMED_ROWS:
            place = f"row {row}" if line is None else f"line {line} (row {row})"
            self._say(f"{place} left out: {why}.")
        self._counts[why] += 1

    def add_many(self, why: WhyLeftOut, count: int) -> None:
        """Leave out rows beyond those that are named."""
        self._counts[why] += count

    def close(self) -> None:
        """Say how many rows were left out in all, and why, if not all were named."""
        if len(self) <= NAMED_ROWS:
            return
        self._say(
            f"{len(self):,} rows left out in all, the first {NAMED_ROWS} named above:"
        )
        for why, count in self._counts.most_common():
            self._say(f"  {count:,}: {why}.")
