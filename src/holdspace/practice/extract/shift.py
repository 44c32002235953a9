"""Moves a client's days, all by as much, so that only the time between them is left."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from holdspace.practice.tables import EXTRACT_TABLES, MOST_DAYS

LAST_DAYS: Final = 30
"""At most so many of a client's last days are left out.

Without that, the last day looked at, which anybody can know, would be the last day seen
of every client, and how far that day was moved would tell how far all others were.
"""

_DAYS = {table.name: table.days for table in EXTRACT_TABLES}
_PURPOSE = b"how far the days of an extract are moved"
_PART = 8
"""So many bytes are one number: what is left of 2**64 over the range weighs nothing."""


@dataclass(frozen=True, slots=True)
class DateShift:
    """How one client's days are moved. It is kept nowhere.

    `days` are added to each day; `left_out` of the last days are not looked at.
    """

    days: int
    left_out: int

    def seen_until(self, on: date) -> date:
        """Return the last day to look at where all are looked at up to a day."""
        return on - timedelta(days=self.left_out)

    def moved(
        self, table: str, rows: Iterable[Mapping[str, object]], client: int
    ) -> list[dict[str, object]]:
        """Return rows of a table with their days moved and the client's number set."""
        by = timedelta(days=self.days)
        made = []
        for row in rows:
            out = dict(row) | {"client": client}
            for name in _DAYS[table]:
                day = row.get(name)
                out[name] = day + by if isinstance(day, date) else None
            made.append(out)
        return made


def last_day_of_last_month(on: date) -> date:
    """Return the last day that is looked at by what is made on a day.

    So within a month nothing changes from one look to the next but what somebody
    changed: holding two against each other does not show what one day brought.
    """
    return on.replace(day=1) - timedelta(days=1)


def shift_of(key: bytes) -> DateShift:
    """Return the shift of the client with this key, which nobody else has or knows.

    It is the same in every extract: were it drawn anew each time, the mean over many
    extracts would give the true days away, and the last days left out likewise.
    """
    drawn = hmac.digest(key, _PURPOSE, "sha256")
    days, left_out = drawn[:_PART], drawn[_PART : 2 * _PART]
    return DateShift(
        days=int.from_bytes(days) % (2 * MOST_DAYS + 1) - MOST_DAYS,
        left_out=int.from_bytes(left_out) % (LAST_DAYS + 1),
    )
