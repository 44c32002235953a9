"""Says in which session something begins that is worth asking about.

A signal is set once, where it begins. While a strain is open a second one is set only
for a fall that goes clearly deeper. It ends with `repaired`, or quietly when the low
level has become the usual one.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from holdspace.alliance.operating_points import (
    ASKED_BEFORE,
    CEILING_RATINGS,
    DEEPER_ERRORS,
    ENOUGH_RATINGS,
    MISSED_BEFORE,
    REPAIRED_SHARE,
    RUPTURE_SDS,
    SETTLED_ERRORS,
    SLIDE_SDS,
    THINNING_CHANCE,
    WITHDRAWAL_SDS,
)
from holdspace.alliance.usual import Departure
from holdspace.vocabulary.signals import Signal, SignalKind


class Open(Enum):
    """What is open between the two, as far as the ratings show."""

    NOTHING = auto()
    STRAIN = auto()
    SILENCE = auto()


@dataclass(slots=True)
class SignalWatch:
    """Watches one client's ratings of one measure.

    `error` is the standard error of measurement, in points. All levels are turned so
    that higher is better.
    """

    error: float
    best_from: float
    row: int = -1
    given: int = 0
    missed: int = 0
    open: Open = Open.NOTHING
    was_abrupt: bool = False
    was_slow: bool = False
    all_best: bool = True
    chance: float = 1.0
    own_rate: float = 0.0
    silent: list[int] = field(default_factory=list)
    recent: list[int] = field(default_factory=list)
    began: int = 0
    reference: float = 0.0
    lowest: float = 0.0

    def at_missed(self, usual: float, level: float) -> Signal | None:
        """Take in that a rating was asked for and not given."""
        self.row += 1
        if not self.silent:
            asked = self.given + self.missed
            self.own_rate = (MISSED_BEFORE + self.missed) / (ASKED_BEFORE + asked)
        self.missed += 1
        self.silent.append(self.row)
        before, self.chance = self.chance, self.chance * self.own_rate
        if self.given < ENOUGH_RATINGS or self.open is not Open.NOTHING:
            return None
        if self.chance > THINNING_CHANCE or before <= THINNING_CHANCE:
            return None
        self.open = Open.SILENCE
        return Signal(
            SignalKind.WITHDRAWAL,
            tuple(self.silent),
            usual,
            level,
            self.chance,
            THINNING_CHANCE,
        )

    def at_given(
        self, score: float, level: float, usual_now: float, departure: Departure
    ) -> Signal | None:
        """Take in a rating; `usual_now` is the usual level after it."""
        self.row += 1
        self.given += 1
        self.recent = [*self.recent[-1:], self.row]
        self.silent.clear()
        self.chance = 1.0
        self.all_best = self.all_best and score >= self.best_from
        if self.open is Open.SILENCE:
            self.open = Open.NOTHING
        early = self.given < ENOUGH_RATINGS
        abrupt = departure.abrupt >= RUPTURE_SDS and not early
        slow = departure.slow >= WITHDRAWAL_SDS and not early
        signal = self._found(level, usual_now, departure, (abrupt, slow))
        self.was_abrupt, self.was_slow = abrupt, slow
        return signal

    def _found(
        self,
        level: float,
        usual_now: float,
        departure: Departure,
        reached: tuple[bool, bool],
    ) -> Signal | None:
        abrupt, slow = reached
        if self.open is Open.STRAIN:
            deeper = level < self.lowest - DEEPER_ERRORS * self.error
            if abrupt and deeper:
                return self._deepened(level, departure)
            return self._mended(level, usual_now)
        if abrupt and not self.was_abrupt:
            return self._strained(level, departure, departure.abrupt, RUPTURE_SDS)
        if slow and not self.was_slow:
            return self._strained(level, departure, departure.slow, WITHDRAWAL_SDS)
        if self.all_best and self.given == CEILING_RATINGS:
            return Signal(
                SignalKind.CEILING,
                tuple(range(self.row + 1)),
                departure.usual,
                level,
                self.given,
                CEILING_RATINGS,
            )
        return None

    def _strained(
        self, level: float, seen: Departure, statistic: float, bound: float
    ) -> Signal:
        self.open, self.began = Open.STRAIN, self.row
        self.reference, self.lowest = seen.usual, level
        slid = seen.slow >= SLIDE_SDS
        kind = SignalKind.WITHDRAWAL if slid else SignalKind.RUPTURE
        rests_on = tuple(self.recent if slid else self.recent[-1:])
        return Signal(kind, rests_on, seen.usual, level, statistic, bound)

    def _deepened(self, level: float, seen: Departure) -> Signal:
        self.began, self.lowest = self.row, level
        return Signal(
            SignalKind.RUPTURE,
            (self.row,),
            seen.usual,
            level,
            seen.abrupt,
            RUPTURE_SDS,
        )

    def _mended(self, level: float, usual_now: float) -> Signal | None:
        self.lowest = min(self.lowest, level)
        way_down = self.reference - self.lowest
        regained = (level - self.lowest) / way_down if way_down > 0 else 1.0
        if regained >= REPAIRED_SHARE:
            self.open = Open.NOTHING
            return Signal(
                SignalKind.REPAIRED,
                (self.began, self.row),
                self.reference,
                level,
                regained,
                REPAIRED_SHARE,
            )
        if usual_now - level < SETTLED_ERRORS * self.error:
            self.open = Open.NOTHING
        return None
