"""Finds each sequence of steps that recurs in one history, and where it happened.

An *occurrence* is a place for each step, in order, inside one episode, with at most so
many other events between two steps and, where a time window is given, all within it.
Two occurrences count as two only if one ends before the other begins: a cycle is a
stretch of life, and a stretch is counted once. (Nonoverlapping occurrences as in NOSEP
(Wu et al., 2018) only forbid using one event twice for the same step, so that two may
be woven into each other and the count is higher.) The most occurrences that can be had
this way come from always taking the one that ends first.

Of all occurrences that end at one place only the one that begins last is kept: it
leaves the most room to the one before and takes the least time. That makes one walk
through the places enough: the step before a place is the last one that lies before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from holdspace.patterns.operating_points import (
    EVENTS_A_SUPPORT,
    GAP_EVENTS,
    LEAST_SUPPORT,
    LONGEST,
    MOST_SEQUENCES,
    SHORTEST,
)
from holdspace.patterns.timeline import Timeline
from holdspace.vocabulary.errors import HoldspaceError

MASKED = -1
"""The number of an event that is no step of anything."""

Steps = tuple[int, ...]
"""A sequence of codes by their numbers, or the places of one occurrence."""

Reached = list[tuple[int, int]]
"""Places a sequence has come to, each with the place where it then began."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far apart the steps of a cycle may lie.

    `gap_events` is how many other events may lie between two steps, 0 or more;
    `window_days` how many days from the first step to the last, None for any number.
    With a window, an event whose time is not known is no step.

    Raises:
        ValueError: if one of them is negative.
    """

    gap_events: int = GAP_EVENTS
    window_days: float | None = None

    def __post_init__(self) -> None:
        if self.gap_events < 0 or (self.window_days or 0) < 0:
            raise ValueError("A gap and a window are never negative.")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A history with its codes as numbers.

    `names` are the codes, in the order of the alphabet; `codes` is the number of each
    event, or `MASKED`; `ends` is for each place where its episode ends.
    """

    names: tuple[str, ...]
    codes: list[int]
    ends: list[int]
    episode_ends: tuple[int, ...]

    def with_codes(self, codes: Sequence[int]) -> "Numbered":
        """Return the same history with other codes in its places."""
        return Numbered(self.names, list(codes), self.ends, self.episode_ends)


class TooMuchRecurs(HoldspaceError):
    """So many sequences recur in one history that none of them tells anything."""

    next_step = "Allow fewer other events between two steps."

    def __init__(self) -> None:
        super().__init__(
            f"More than {MOST_SEQUENCES:,} sequences recur in one client's history."
        )


class Found(NamedTuple):
    """A sequence that recurs: how often in disjoint windows."""

    steps: Steps
    support: int


def numbered(timeline: Timeline) -> Numbered:
    """Return a timeline with its codes as numbers."""
    names = tuple(sorted({event.code for event in timeline.events}))
    number = {name: place for place, name in enumerate(names)}
    ends: list[int] = []
    for end in timeline.episode_ends:
        ends += [end] * (end - len(ends))
    codes = [number[event.code] for event in timeline.events]
    return Numbered(names, codes, ends, timeline.episode_ends)


def days_of(timeline: Timeline, reach: Reach) -> list[float] | None:
    """Return the day of each event, NaN where it is not known; None if none counts."""
    if reach.window_days is None:
        return None
    nan = float("nan")
    return [nan if event.day is None else event.day for event in timeline.events]


def least_support(size: int) -> int:
    """Return how often a sequence has to happen in a history of so many events.

    >>> least_support(40), least_support(300), least_support(1000)
    (3, 3, 10)
    """
    return max(LEAST_SUPPORT, size // EVENTS_A_SUPPORT)


class Miner:
    """Finds what recurs in histories that differ only in which event lies where."""

    def __init__(
        self, ends: Sequence[int], days: Sequence[float] | None, reach: Reach
    ) -> None:
        self._ends, self._days = ends, days
        self._gap = reach.gap_events
        self._window = reach.window_days or 0.0
        self._least = least_support(len(ends))

    def recurring(self, codes: Sequence[int]) -> list[Found]:
        """Return each sequence of two to six steps that happens often enough.

        Two steps after each other differ: the same thing twice is no cycle.

        Raises:
            TooMuchRecurs: if there are more than anybody could judge.
        """
        found: list[Found] = []
        begins: dict[int, Reached] = {}
        for place, code in enumerate(codes):
            if code != MASKED and self.within(place, place):
                begins.setdefault(code, []).append((place, place))
        self._grow(codes, (), begins, found)
        return found

    def within(self, start: int, place: int) -> bool:
        """Say whether the time window holds both places; unknown days are in none."""
        days = self._days
        return days is None or days[place] - days[start] <= self._window

    def _grow(
        self,
        codes: Sequence[int],
        steps: Steps,
        reached: dict[int, Reached],
        found: list[Found],
    ) -> None:
        least = self._least
        for code, places in reached.items():
            if len(places) < least or (support := disjoint(places)) < least:
                continue
            longer = (*steps, code)
            if len(longer) >= SHORTEST:
                found.append(Found(longer, support))
                if len(found) > MOST_SEQUENCES:
                    raise TooMuchRecurs
            if len(longer) < LONGEST:
                self._grow(codes, longer, self._next(codes, places), found)

    def _next(self, codes: Sequence[int], places: Reached) -> dict[int, Reached]:
        """Return where a sequence that has come to `places` can go next, by code."""
        reached: dict[int, Reached] = {MASKED: [], codes[places[0][0]]: []}
        ends, gap, timed = self._ends, self._gap + 2, self._days is not None
        for (place, start), (following, _) in zip(
            places, [*places[1:], (len(codes), 0)], strict=True
        ):
            for at in range(place + 1, min(place + gap, ends[place], following + 1)):
                if timed and not self.within(start, at):
                    continue
                code = codes[at]
                if code in reached:
                    reached[code].append((at, start))
                else:
                    reached[code] = [(at, start)]
        # Neither what is masked nor the same thing again is a next step.
        del reached[MASKED], reached[codes[places[0][0]]]
        return reached

    def occurrences(self, codes: Sequence[int], steps: Steps) -> list[Steps]:
        """Return the disjoint occurrences of a sequence, from first to last.

        Each is the places of its steps; the last of several ways to begin is taken.
        """
        whole = list(self.every_end(codes, steps))
        taken: list[Steps] = []
        for places in whole:
            if not taken or places[0] > taken[-1][-1]:
                taken.append(places)
        return taken

    def every_end(self, codes: Sequence[int], steps: Steps) -> Iterator[Steps]:
        """Return for each place where a sequence can end the one that begins last."""
        ways: dict[int, Steps] = {
            place: (place,)
            for place, code in enumerate(codes)
            if code == steps[0] and self.within(place, place)
        }
        for step in steps[1:]:
            if not ways:
                return
            reached = self._next(codes, [(at, way[0]) for at, way in ways.items()])
            before = sorted(ways)
            ways = {
                at: (*ways[_last_before(before, at)], at)
                for at, _ in reached.get(step, [])
            }
        yield from ways.values()


def _last_before(places: Sequence[int], place: int) -> int:
    return max(at for at in places if at < place)


def disjoint(places: Reached) -> int:
    """Return how many of these (end, start) can be had without any two touching."""
    count, last = 0, -1
    for place, start in places:
        if start > last:
            count += 1
            last = place
    return count
