"""Puts what was agreed first among the lines of a brief, within its three."""

from collections.abc import Iterable, Sequence
from datetime import date

from holdspace.approach.lines import MOST_LINES, Line
from holdspace.approach.way_of_working import LineKind, WayLine


def agreed_lines(
    lines: Iterable[WayLine], kind: LineKind, on: date
) -> tuple[Line, ...]:
    """Return the agreed lines of one kind as the brief shows them.

    Only yeses up to the day `on` count. What nobody confirmed for four weeks is last.
    """
    agreed = [
        line
        for line in lines
        if line.kind is kind and line.agreed and line.agreed_on and line.agreed_on <= on
    ]
    return tuple(
        _as_line(line, line.agreed_on or on, on)
        for line in sorted(agreed, key=lambda one: one.still_so(on))
    )


def _as_line(line: WayLine, agreed_on: date, on: date) -> Line:
    return Line(
        line=line.words.rstrip(" ."),
        codes=line.codes,
        because=line.because,
        confirmed=True,
        affirmed_on=agreed_on,
        still_so=line.still_so(on),
        agreed_on=agreed_on,
    )


def with_agreed(
    agreed: Sequence[Line], told: Sequence[Line], most: int | None = MOST_LINES
) -> tuple[Line, ...]:
    """Return at most `most` lines: what was agreed first, then what else was told.

    A line told that an agreed one already speaks of is left out. What may have changed
    stands below the others.
    """
    spoken_of = {code for line in agreed for code in line.codes}
    others = [line for line in told if line.codes[0] not in spoken_of]
    chosen = [*agreed, *others][:most]
    return tuple(sorted(chosen, key=lambda line: line.still_so))
