"""Moves a client's days, all by as much, so that only the time between them is left."""

import random
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from holdspace.practice.tables import EXTRACT_TABLES

MOST_DAYS: Final = 364
"""Days are moved by at most this much, in either direction."""

LAST_DAYS: Final = 30
"""At most so many of a client's last days are left out.

Without that, the day an extract is made would be the last day seen of every client, and
how far that day was moved would tell how far all others were.
"""

_DAYS = {table.name: table.days for table in EXTRACT_TABLES}


@dataclass(frozen=True, slots=True)
class DateShift:
    """How one client's days are moved. It is drawn, used and kept nowhere.

    `days` are added to each day; `left_out` of the last days are not looked at.
    """

    days: int
    left_out: int

    def seen_until(self, on: date) -> date:
        """Return the last day to look at when the extract is made on a day."""
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


def drawn_shift(draw: random.Random | None = None) -> DateShift:
    """Return a shift nobody can foresee; `draw` None is the system's own chance."""
    chance = draw or secrets.SystemRandom()
    return DateShift(
        days=chance.randint(-MOST_DAYS, MOST_DAYS),
        left_out=chance.randint(0, LAST_DAYS),
    )
