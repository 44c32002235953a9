"""What one row of a file of events says: of whom, when, and which code."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from holdspace.command_line.tables.moments import moment_us
from holdspace.rows.header import ColumnsMissing
from holdspace.rows.left_out import WhyLeftOut

COLUMNS = ("client", "time", "code")
MAY_BE = ("episode", "order")

ORDER_DIGITS = 15


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row: something that happened, as a code.

    `at_us` is microseconds since 1970 in UTC, None if the row has no time; `order` is
    its place in its episode, None if it has none; `episode` is "" if it has none.
    `row` counts from 1 at the first row after the names of the columns, `line` from 1
    at the first line of the file (None in Parquet).
    """

    row: int
    line: int | None
    at_us: int | None
    code: str
    episode: str
    order: int | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the columns stand; None where a column that may be there is not."""

    needed: tuple[int, ...]
    episode: int | None
    order: int | None

    def values_of(self, fields: Sequence[str]) -> list[str]:
        """Return client, time, code, episode, order of a row, "" if there is none."""
        return [
            "" if place is None else fields[place]
            for place in (*self.needed, self.episode, self.order)
        ]

    def wanted(self) -> list[int]:
        """Return the places that are there."""
        every = (*self.needed, self.episode, self.order)
        return [place for place in every if place is not None]


def places_of(header: Sequence[str]) -> Places:
    """Return where the columns stand.

    Raises:
        ColumnsMissing: if one that is needed is not there exactly once, or one that may
            be there is there twice.
    """
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if names.count(name) != 1]
    missing += [name for name in MAY_BE if names.count(name) > 1]
    if missing:
        raise ColumnsMissing(missing, COLUMNS)
    episode, order = (names.index(name) if name in names else None for name in MAY_BE)
    return Places(tuple(names.index(name) for name in COLUMNS), episode, order)


@dataclass(frozen=True, slots=True)
class EventReader:
    """Reads rows; `codes` are the codes there are."""

    codes: Container[str]
    latest_us: int

    def event_of(
        self, values: Sequence[str], *, row: int, line: int | None
    ) -> "tuple[str, EventRow] | WhyLeftOut":
        """Return the client of a row and what it says, or why it cannot be taken."""
        client, time, code, episode, order_text = (value.strip() for value in values)
        if not client:
            return WhyLeftOut.NO_CLIENT
        order = order_of(order_text)
        if isinstance(order, WhyLeftOut):
            return order
        at_us = self._moment(time, order)
        if isinstance(at_us, WhyLeftOut):
            return at_us
        if not code:
            return WhyLeftOut.NO_CODE
        if code not in self.codes:
            return WhyLeftOut.CODE
        return client, EventRow(row, line, at_us, code, episode, order)

    def _moment(self, time: str, order: int | None) -> int | WhyLeftOut | None:
        if not time:
            return WhyLeftOut.NO_PLACE if order is None else None
        at_us = moment_us(time)
        if isinstance(at_us, int) and at_us > self.latest_us:
            return WhyLeftOut.FUTURE
        return at_us


def order_of(text: str) -> int | WhyLeftOut | None:
    """Return a place in an episode; None if it is empty.

    >>> order_of("3"), order_of(""), order_of("third").name
    (3, None, 'ORDER')
    """
    if not text:
        return None
    digits = text.removesuffix(".0")  # how a spreadsheet may write a whole number
    bare = digits.removeprefix("-")
    if not (bare.isascii() and bare.isdigit() and len(bare) <= ORDER_DIGITS):
        return WhyLeftOut.ORDER
    return int(digits)
