"""Finds the sequences that many clients' histories have in common.

What is counted is in how many histories a sequence is at all, however often. It may
say the same step twice. Only *closed* sequences are told: one is left out when a
longer one, with one step more anywhere, is in just as many histories, for then the
longer one says all of it. Nothing is held against chance here, and who shows it
protects small numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdspace.patterns.sequences import Steps
from holdspace.patterns.timeline import Timeline

LEAST_SHARE = 0.05
"""Of all histories: what is in fewer is not told."""

LONGEST_COMMON = 6
COMMON_GAP_EVENTS = 4

Codes = NDArray[np.int32]
Bounds = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Histories:
    """Many histories one after the other, with their codes as numbers.

    `names` are the codes. History `n` is the events from `starts[n]` up to, not
    including, `starts[n + 1]`; `ends` is for each event where its episode ends.
    """

    names: tuple[str, ...]
    codes: Codes
    starts: Bounds
    ends: Bounds

    def __len__(self) -> int:
        return len(self.starts) - 1


class Common(NamedTuple):
    """A sequence by its codes' numbers, and how many histories have it."""

    steps: Steps
    support: int


@dataclass(frozen=True, slots=True)
class CommonSequence:
    """A sequence that many histories have: `support` of them, `share` of all."""

    codes: tuple[str, ...]
    support: int
    share: float


@dataclass(frozen=True, slots=True)
class CommonSearch:
    """What to look for.

    `least_share` is the share of histories that must have a sequence, above 0 up to 1;
    `longest` how many steps it may have; `gap_events` how many other events may lie
    between two steps, None for any number in the same episode.

    Raises:
        ValueError: if one of them is out of its range.
    """

    least_share: float = LEAST_SHARE
    longest: int = LONGEST_COMMON
    gap_events: int | None = COMMON_GAP_EVENTS

    def __post_init__(self) -> None:
        if not (0 < self.least_share <= 1 <= self.longest):
            raise ValueError("A share is above 0 and up to 1, a length at least 1.")
        if (self.gap_events or 0) < 0:
            raise ValueError("A gap is never negative.")

    def least_of(self, histories: Histories) -> int:
        """Return how many histories must have a sequence."""
        # A share such as 0.07 of 100 is 7, whatever the last bit of it says.
        return max(1, ceil(round(self.least_share * len(histories), 6)))


def packed_histories(timelines: Iterable[Timeline]) -> Histories:
    """Return timelines as one packed whole."""
    numbers: dict[str, int] = {}
    codes: list[int] = []
    starts: list[int] = [0]
    ends: list[int] = []
    for timeline in timelines:
        begin = len(codes)
        for event in timeline.events:
            codes.append(numbers.setdefault(event.code, len(numbers)))
        for end in timeline.episode_ends:
            ends += [begin + end] * (begin + end - len(ends))
        starts.append(len(codes))
    return Histories(
        tuple(numbers),
        np.array(codes, np.int32),
        np.array(starts, np.int64),
        np.array(ends, np.int64),
    )


def common_sequences(
    histories: Histories,
    search: CommonSearch | None = None,
    *,
    compiled: bool = False,
) -> list[CommonSequence]:
    """Return the closed sequences that enough histories have, the most common first.

    `compiled` needs the extra `fast`, uses each core, and gives the same sooner.
    """
    search = search or CommonSearch()
    return [
        CommonSequence(
            tuple(histories.names[step] for step in steps),
            support,
            support / len(histories),
        )
        for steps, support in closed(common(histories, search, compiled=compiled))
    ]


def common(
    histories: Histories, search: CommonSearch, *, compiled: bool = False
) -> list[Common]:
    """Return all sequences that enough histories have, closed or not."""
    if compiled:
        from holdspace.patterns.common_compiled import common_compiled

        return common_compiled(histories, search)
    if not len(histories):
        return []
    return _Growth(histories, search).all()


def closed(found: Sequence[Common]) -> list[Common]:
    """Return what no sequence with one step more says as well, most common first."""
    support = {one.steps: one.support for one in found}
    open_ = {
        shorter
        for steps, count in found
        for at in range(len(steps))
        if support.get(shorter := steps[:at] + steps[at + 1 :]) == count
    }
    left = [one for one in found if one.steps not in open_]
    return sorted(left, key=lambda one: (-one.support, one.steps))


class _Growth:
    """Grows sequences a step at a time from the places where they can end.

    Of all ways to come to a place the last step before it is enough to know, so each
    place is walked to once for each sequence. Without a gap only the first end in an
    episode counts: whatever follows a later one follows it, too.
    """

    def __init__(self, histories: Histories, search: CommonSearch) -> None:
        self._codes = histories.codes.tolist()
        self._ends = histories.ends.tolist()
        owners = np.repeat(np.arange(len(histories)), np.diff(histories.starts))
        self._owner = owners.tolist()
        self._search = search
        self._least = search.least_of(histories)
        self._found: list[Common] = []

    def all(self) -> list[Common]:
        """Return everything that is common enough."""
        self._grow((), range(len(self._codes)))
        return self._found

    def _grow(self, steps: Steps, reached: Iterable[int]) -> None:
        by_code: dict[int, list[int]] = {}
        for place in reached:
            by_code.setdefault(self._codes[place], []).append(place)
        for code, places in sorted(by_code.items()):
            support = len({self._owner[place] for place in places})
            if support < self._least:
                continue
            longer = (*steps, code)
            self._found.append(Common(longer, support))
            if len(longer) < self._search.longest:
                self._grow(longer, self._next(places))

    def _next(self, places: Sequence[int]) -> Iterable[int]:
        gap, ends = self._search.gap_events, self._ends
        if gap is None:
            first = {ends[place]: place for place in reversed(places)}
            for end, place in first.items():
                yield from range(place + 1, end)
            return
        walked = 0
        for place in places:
            stop = min(place + gap + 2, ends[place])
            begin = max(place + 1, walked)
            yield from range(begin, stop)
            walked = max(walked, stop)
