"""Puts the rows of a file together to a history for each client, in order."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from holdspace.command_line.cycles.events import EventRow
from holdspace.command_line.tables.moments import DAY_US
from holdspace.patterns.timeline import CodedEvent, Timeline, timeline_of
from holdspace.rows.left_out import WhyLeftOut

Refuse = Callable[[EventRow, WhyLeftOut], None]


def history_of(rows: Iterable[EventRow], refuse: Refuse) -> Timeline:
    """Return the timeline of one client; `refuse` gets each row that contradicts.

    An episode of which each row has an order stands in that order. In any other, time
    decides, then the place in the file. The episode with the newest event is the last.
    """
    episodes: dict[str, list[EventRow]] = {}
    for row in _told_once(rows, refuse):
        episodes.setdefault(row.episode, []).append(row)
    ordered = [in_order(inside, refuse) for inside in episodes.values()]
    ordered = [inside for inside in ordered if inside]
    ordered.sort(key=_began)
    ordered.sort(key=lambda inside: inside is _newest(ordered))
    return timeline_of(_event(row) for inside in ordered for row in inside)


def _told_once(rows: Iterable[EventRow], refuse: Refuse) -> Iterator[EventRow]:
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        says = (row.at_us, row.code, row.episode, row.order)
        if says in seen:
            refuse(row, WhyLeftOut.SAME_EVENT)
        else:
            seen.add(says)
            yield row


def in_order(rows: list[EventRow], refuse: Refuse) -> list[EventRow]:
    """Return the rows of one episode from first to last."""
    if any(row.order is None for row in rows):
        for row in rows:
            if row.at_us is None:
                refuse(row, WhyLeftOut.NO_TIME)
        timed = [row for row in rows if row.at_us is not None]
        return sorted(timed, key=attrgetter("at_us"))
    return list(_without_contradiction(sorted(rows, key=attrgetter("order")), refuse))


def _without_contradiction(
    rows: Iterable[EventRow], refuse: Refuse
) -> Iterator[EventRow]:
    """Return rows by order; not those that are at one place, or went back in time."""
    order: int | None = None
    day: int | None = None
    for row in rows:
        own_day = None if row.at_us is None else row.at_us // DAY_US
        if row.order == order:
            refuse(row, WhyLeftOut.SAME_ORDER)
        elif own_day is not None and day is not None and own_day < day:
            refuse(row, WhyLeftOut.AGAINST_TIME)
        else:
            order, day = row.order, day if own_day is None else own_day
            yield row


def _began(rows: list[EventRow]) -> float:
    """Return when an episode began; one without any time is the earliest."""
    return min((row.at_us for row in rows if row.at_us is not None), default=-1e18)


def _newest(episodes: list[list[EventRow]]) -> list[EventRow] | None:
    """Return the episode that was written of last: by time, or else in the file."""

    def newest(rows: list[EventRow]) -> tuple[float, int]:
        times = (row.at_us for row in rows if row.at_us is not None)
        return max(times, default=-1e18), max(row.row for row in rows)

    return max(episodes, key=newest, default=None)


def _event(row: EventRow) -> CodedEvent:
    day = None if row.at_us is None else row.at_us / DAY_US
    return CodedEvent(row.code, row.row, day, row.episode or None)
