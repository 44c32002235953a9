"""Dates as people remember them: a year, a month, "about 2019"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from holdspace.vocabulary.errors import UnreadableDate

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_ABOUT = re.compile(r"^(?:about|around|roughly|circa|ca\.?|c\.|~)\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
_DAY_FIRST = re.compile(r"^(?:(\d{1,2})\s+)?([A-Za-z]+)\s+(\d{4})$")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day, or only about.

    `month` is 1-12 or None when only the year is known; `day` is 1-31 or None when
    only the month is known. `about` says that the person guessed.

    >>> str(PartialDate.read("about 2019"))
    'about 2019'
    >>> PartialDate.read("March 2019").canonical
    '2019-03'
    """

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise UnreadableDate
        try:
            date(
                self.year,
                1 if self.month is None else self.month,
                1 if self.day is None else self.day,
            )
        except ValueError:
            raise UnreadableDate from None

    @classmethod
    def read(cls, text: str) -> "PartialDate":
        """Return the date written in `text`.

        Reads "2019", "about 2019", "~2019", "2019-03", "March 2019", "14 Mar 2019"
        and "2019-03-14".

        Raises:
            UnreadableDate: if the text is none of these or names no real day.
        """
        bare = _ABOUT.sub("", text.strip())
        about = bare != text.strip()
        if numbers := _NUMBERS.match(bare):
            year, month, day = (
                int(part) if part else None for part in numbers.groups()
            )
            return cls(year or 0, month, day, about)
        if words := _DAY_FIRST.match(bare):
            month = _MONTHS.get(words[2].lower())
            if month is None:
                raise UnreadableDate
            return cls(int(words[3]), month, int(words[1]) if words[1] else None, about)
        raise UnreadableDate

    @property
    def canonical(self) -> str:
        """The date as it is stored: "~2019", "2019-03" or "2019-03-14"."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return ("~" if self.about else "") + "-".join(parts)

    @property
    def earliest_on(self) -> date:
        """The first day this date can mean, ignoring `about`; orders a timeline."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest_on(self) -> date:
        """The last day this date can mean, ignoring `about`."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return date(self.year, month, day)

    def __str__(self) -> str:
        parts = [str(self.day)] if self.day else []
        parts += [calendar.month_name[self.month]] if self.month else []
        parts += [f"{self.year:04d}"]
        return ("about " if self.about else "") + " ".join(parts)
