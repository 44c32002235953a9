"""A client's own ratings over the sessions, with how unsure they are.

This is the reference: one rating at a time, in plain Python. What computes many clients
at once has to agree with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from holdspace.alliance.level import LevelFilter, LookedBack, looked_back
from holdspace.alliance.operating_points import ENOUGH_RATINGS, INTERVAL_SDS
from holdspace.alliance.practice_prior import PracticePrior
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Step
from holdspace.alliance.trust_signals import SignalWatch
from holdspace.alliance.usual import UsualLevel
from holdspace.vocabulary.signals import Signal

TREND_RATINGS = 4


class Trend(StrEnum):
    """Where the line has been going over the last four askings."""

    GROWING = "growing"
    SLIPPING = "slipping"
    STEADY = "steady"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Point:
    """A client's level at one asking, in points of the measure, within its range.

    `lower` and `upper` are its 90 % interval. `usual` is what was usual for them
    before. `abrupt` and `slow` are what signals look at, in standard deviations under
    what was expected and under usual. `too_early` says that there are fewer than three
    ratings: the numbers are given all the same, mostly the practice's.
    """

    level: float
    lower: float
    upper: float
    usual: float
    abrupt: float
    slow: float
    too_early: bool
    signal: Signal | None = None


class Trajectory:
    """Follows one client's ratings of one measure, one at a time.

    >>> scale = RatingScale(0, 40, error_points=2.0)
    >>> prior = PracticePrior(33.5, 18.0, wobble=2.5, error=4.0, drift=0.1)
    >>> line = Trajectory(scale, prior)
    >>> for score in (36, 35, 37, 36, 24):
    ...     point = line.add(7, score)
    >>> str(point.signal.kind), round(point.usual), round(point.level)
    ('rupture', 36, 25)
    """

    __slots__ = ("_level", "_scale", "_usual", "_watch")

    def __init__(self, scale: RatingScale, prior: PracticePrior) -> None:
        self._scale = scale
        self._level = LevelFilter.starting(scale, prior)
        self._usual = UsualLevel.starting(scale, prior)
        self._watch = SignalWatch(prior.error**0.5, scale.best_from)

    def add(self, gap_days: float, score: float | None) -> Point:
        """Take in the next rating; return where the client is with it.

        `gap_days` is the time since the asking before, 0 or more; it does not matter
        for the first. `score` is None if it was asked for and not given.

        Raises:
            ScoreOutsideScale: if the score is outside the scale or not a number.
            ValueError: if the gap runs backwards.
        """
        if not gap_days >= 0.0:
            raise ValueError("The gap before a rating runs backwards.")
        scale, turned = self._scale, None
        if score is not None:
            scale.check_score(score)
            turned = scale.turned(score)
        gap_days = gap_days if self._watch.row >= 0 else 0.0
        before = self._level.lasting
        level = self._level.step(gap_days, turned)
        departure = self._usual.step(gap_days, turned, before)
        if turned is None:
            signal = self._watch.at_missed(departure.usual, level.level)
        else:
            now = self._usual.usual
            signal = self._watch.at_given(turned, level.level, now, departure)
        ends = _interval(scale, level.level, level.variance)
        return Point(
            *ends,
            usual=scale.turned(scale.inside(departure.usual)),
            abrupt=departure.abrupt,
            slow=departure.slow,
            too_early=self._watch.given < ENOUGH_RATINGS,
            signal=None if signal is None else _turned_back(scale, signal),
        )


def trajectory(
    scale: RatingScale, prior: PracticePrior, steps: Iterable[Step]
) -> tuple[Point, ...]:
    """Return the line of one client, a point an asking, oldest first."""
    line = Trajectory(scale, prior)
    return tuple(line.add(gap_days, score) for gap_days, score in steps)


def look_back(
    scale: RatingScale, prior: PracticePrior, steps: Sequence[Step]
) -> tuple[Point, ...]:
    """Return the line as all ratings together show it, for looking back.

    Levels and intervals are smoothed; all else is as `trajectory` has it. The newest
    point is the same in both.
    """
    smooth = looked_back(scale, prior, steps)
    return tuple(
        replace(point, level=level, lower=lower, upper=upper)
        for point, back in zip(trajectory(scale, prior, steps), smooth, strict=True)
        for level, lower, upper in [_interval(scale, back.level, back.variance)]
    )


def trend(scale: RatingScale, prior: PracticePrior, steps: Sequence[Step]) -> Trend:
    """Return where the line has been going over the last four askings.

    Growing is towards the better end. Steady means that the difference, wobble aside,
    is inside its 90 % interval.
    """
    smooth = looked_back(scale, prior, steps)
    given = sum(score is not None for _, score in steps)
    if given < ENOUGH_RATINGS or len(smooth) < 2:
        return Trend.TOO_EARLY
    change, variance = _change(smooth[-TREND_RATINGS:])
    if change * change <= INTERVAL_SDS**2 * variance:
        return Trend.STEADY
    return Trend.GROWING if change > 0 else Trend.SLIPPING


def _change(smooth: Sequence[LookedBack]) -> tuple[float, float]:
    """Return how far the lasting level went from first to last, and its variance."""
    first, last = smooth[0], smooth[-1]
    shared = last.lasting_variance
    for step in smooth[:-1]:
        shared *= step.carried
    variance = first.lasting_variance + last.lasting_variance - 2.0 * shared
    return last.lasting - first.lasting, max(0.0, variance)


def _interval(
    scale: RatingScale, level: float, variance: float
) -> tuple[float, float, float]:
    """Return level, lower and upper end of the 90 % interval, in the measure's way."""
    half = INTERVAL_SDS * variance**0.5
    here, under, over = (
        scale.turned(scale.inside(points))
        for points in (level, level - half, level + half)
    )
    return here, min(under, over), max(under, over)


def _turned_back(scale: RatingScale, signal: Signal) -> Signal:
    return replace(
        signal,
        usual_points=scale.turned(scale.inside(signal.usual_points)),
        now_points=scale.turned(scale.inside(signal.now_points)),
    )
