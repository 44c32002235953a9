"""Asks the trajectory where a line of answers stands after each session.

The expectations are the library's own, the same for everybody: nothing that other
clients answered enters a client's page, and nothing taken back can linger in them.
See docs/decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from holdspace.alliance.practice_prior import default_prior
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Step
from holdspace.alliance.trajectory import Point, Trend, look_back, trend
from holdspace.alliance.trajectory import trajectory as points_of
from holdspace.vocabulary.signals import Signal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands after one session, in the numbers of its answers.

    `lower` and `upper` are the 90 % interval; `looking_back` is the level as all
    answers, later ones too, make it likely.
    """

    level: float
    lower: float
    upper: float
    looking_back: float
    signal: Signal | None = None


def standings(
    answers: Sequence[tuple[date, int | None]], scale: RatingScale
) -> tuple[tuple[Standing, ...], Trend]:
    """Return where a line stands after each session, and where it has been going.

    `answers` are days and answers, oldest first; None where there is none.
    """
    steps = _steps(answers)
    prior = default_prior(scale)
    points = points_of(scale, prior, steps)
    back = look_back(scale, prior, steps)
    return tuple(map(_standing, points, back)), trend(scale, prior, steps)


def _steps(answers: Sequence[tuple[date, int | None]]) -> tuple[Step, ...]:
    """Return the answers as days since the one before, 0 for two of one day."""
    days = [on for on, _value in answers]
    before = [*days[:1], *days]
    return tuple(
        (float((on - last).days), None if value is None else float(value))
        for (on, value), last in zip(answers, before, strict=False)
    )


def _standing(point: Point, back: Point) -> Standing:
    return Standing(
        level=point.level,
        lower=point.lower,
        upper=point.upper,
        looking_back=back.level,
        signal=point.signal,
    )
