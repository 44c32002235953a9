"""What the report on the whole practice shows: its parts, in words and as drawings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

Drawn = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number in words, with its interval and how many people are behind it.

    Where it is not shown `value` says why, and the rest is empty. `drawn` is None
    where nothing is drawn of it.
    """

    value: str
    interval: str = ""
    people: str = ""
    is_shown: bool = True
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is about, and a number for each head."""

    words: str
    headed: tuple[tuple[Cell, str], ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Numbers that belong together; `about` is the head over the rows' own words."""

    caption: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(
    caption: str,
    about: str,
    heads: Sequence[str],
    rows: Iterable[tuple[str, Sequence[Cell]]],
) -> FigureTable:
    """Return a table; each row has a number for each head.

    Where the same people are behind a whole column, its head says so once.
    """
    given = list(rows)
    columns = zip(*(cells for _words, cells in given), strict=True)
    named, shown = [], []
    for head, column in zip(heads, columns, strict=True):
        behind = {cell.people for cell in column if cell.people}
        once = len(behind) == 1 and len(heads) > 1 < len(given)
        named.append(f"{head} ({behind.pop()})" if once else head)
        shown.append([replace(cell, people="") if once else cell for cell in column])
    made = (
        Row(words, tuple(zip(cells, named, strict=True)))
        for (words, _), cells in zip(given, zip(*shown, strict=True), strict=True)
    )
    return FigureTable(caption, about, tuple(named), tuple(made))


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves, drawn for a wide and a narrow page, and their table.

    `sentence` says what can be seen, for whoever does not see it. `wide` and `narrow`
    are None where too little is shown to draw.
    """

    id: str
    title: str
    sentence: str
    caption: str
    curves: tuple[str, ...]
    wide: Drawn | None
    narrow: Drawn | None
    table: FigureTable | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How a number is counted, and whose way of counting it is."""

    words: str
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report."""

    id: str
    title: str
    about: str
    charts: tuple[Chart, ...] = ()
    tables: tuple[FigureTable, ...] = ()
    folded: tuple[FigureTable, ...] = ()
    questions: tuple[dict[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    definitions: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportInWords:
    """The whole report: one sentence first, then how to read it, then its parts.

    `sections` is empty where no number at all is shown.
    """

    headline: str
    from_whom: str
    first_to_know: str
    how_to_read: tuple[str, ...]
    sections: tuple[Section, ...]
