"""How long something lasts for many clients, when not everybody was seen to its end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final, NamedTuple

from holdspace.practice.estimates import NOTHING, Z_95, Estimate, share_of


class Until(NamedTuple):
    """Clients alike: so many, seen for `time`, and whether it happened then.

    `happened` False means that they were seen until then, and it had not happened.
    """

    time: int
    happened: bool
    clients: int


class _Step(NamedTuple):
    time: int
    at_risk: int
    happened: int
    share: float  # not yet, after this time
    spread: float  # Greenwood's sum up to this time; infinite once nobody is left


@dataclass(frozen=True, slots=True)
class Lasting:
    """The share for whom something has not happened yet, time by time.

    Source: Kaplan & Meier (1958), J Am Stat Assoc 53:457-481; variance by Greenwood
    (1926); intervals on the scale of log(-log), which keeps them inside 0 to 1 and
    holds up with few (Borgan & Liestol, 1990, Scand J Statist 17:35-41).
    """

    steps: tuple[_Step, ...]
    rows: tuple[Until, ...]

    @property
    def clients(self) -> int:
        """How many it is about."""
        return sum(row.clients for row in self.rows)

    @property
    def last(self) -> int:
        """The longest time anybody was seen; -1 where nobody was."""
        return self.rows[-1].time if self.rows else -1

    def happened_by(self, time: int) -> int:
        """Return for how many it had happened by a time, that time included."""
        return sum(r.clients for r in self.rows if r.happened and r.time <= time)

    def gone_by(self, time: int) -> int:
        """Return how many were seen only up to this time or less, without it."""
        return sum(r.clients for r in self.rows if not r.happened and r.time <= time)

    def left_after(self, time: int) -> int:
        """Return how many were seen for longer than this."""
        return sum(r.clients for r in self.rows if r.time > time)

    def not_yet_at(self, time: int) -> Estimate:
        """Return the share for whom it has not happened by a time, that included.

        Nothing once the last one was seen for less, and it had not happened to them.
        """
        step = self._step_at(time)
        if step.share > 0 and time > self.last:
            return NOTHING
        return Estimate(step.share, *self._interval(step, time))

    def _step_at(self, time: int) -> _Step:
        before = _Step(0, self.clients, 0, 1.0, 0.0)
        for step in self.steps:
            if step.time > time:
                break
            before = step
        return before

    def _interval(self, step: _Step, time: int) -> tuple[float, float]:
        """Return the interval; where all or nothing happened, Wilson's of those seen.

        These are who was seen for longer where nothing happened yet, and for whom it
        happened where it did for all. How many were left when the last one went is in
        neither: that would say little of the many, and much of the last few.
        """
        if step.share == 1.0:
            seen = self.left_after(time)
            return share_of(seen, seen).lower or 0.0, 1.0
        if step.share == 0.0:
            return 0.0, share_of(0, self.happened_by(time)).upper or 0.0
        reach = Z_95 * sqrt(step.spread) / abs(log(step.share))
        return step.share ** exp(reach), step.share ** exp(-reach)


def half_by(points: Sequence[tuple[float, Estimate]]) -> Estimate:
    """Return when half is reached on the lines between points of a share that rises.

    `points` are times in order, each with the share by then; before all, at time 0, it
    is 0. Nothing but the points is in it. An end is None where half is not reached.
    The interval holds each time whose own interval holds one half (Brookmeyer &
    Crowley, 1982, Biometrics 38:29-41).
    """
    return Estimate(
        _half([(time, one.value) for time, one in points]),
        _half([(time, one.upper) for time, one in points]),
        _half([(time, one.lower) for time, one in points]),
    )


def _half(points: Sequence[tuple[float, float | None]]) -> float | None:
    before, low = 0.0, 0.0
    for time, share in points:
        if share is None:
            continue
        if share >= HALF:
            return before + (time - before) * (HALF - low) / (share - low)
        before, low = time, max(low, share)
    return None


HALF: Final = 0.5


def lasting(rows: Iterable[Until]) -> Lasting:
    """Return how long it lasts; rows in any order, times in whole days or sessions.

    Where something happened and somebody went out of sight at the same time, it
    happened first.
    """
    counted: dict[tuple[int, bool], int] = defaultdict(int)
    for row in rows:
        if row.clients:
            counted[row.time, row.happened] += row.clients
    merged = tuple(
        Until(time, happened, clients)
        for (time, happened), clients in sorted(
            counted.items(), key=lambda item: (item[0][0], not item[0][1])
        )
    )
    return Lasting(_steps(counted), merged)


def _steps(counted: Mapping[tuple[int, bool], int]) -> tuple[_Step, ...]:
    left = sum(counted.values())
    share, spread, steps = 1.0, 0.0, []
    for time in sorted({time for time, _ in counted}):
        happened = counted.get((time, True), 0)
        gone = counted.get((time, False), 0)
        if happened:
            share = share * (left - happened) / left
            stay = left - happened
            spread += happened / (left * stay) if stay else float("inf")
        steps.append(_Step(time, left, happened, share, spread))
        left -= happened + gone
    return tuple(steps)
