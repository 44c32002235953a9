"""What is usual for a client, and how far under it a rating is.

The usual level holds still where the present one follows: a low rating pulls it only a
little. So a strain stays visible for some sessions instead of becoming the new normal
at once. Two numbers come of it: one for what is abrupt, one for what is slow.
"""

from dataclasses import dataclass
from typing import NamedTuple

from holdspace.alliance.operating_points import (
    ROOM_LEAST,
    SHARE_OF_NOW,
    USUAL_DRIFT_SHARE,
    USUAL_HELD_DOWN_SDS,
    USUAL_HELD_UP_SDS,
)
from holdspace.alliance.practice_prior import DAYS_A_WEEK, PracticePrior
from holdspace.alliance.rating_scale import RatingScale


class Departure(NamedTuple):
    """How far a rating is under what was expected, in standard deviations.

    `abrupt` compares it with what was expected of this session. `slow` is how far at
    least both of the last two ratings are under usual: the rule of a run on a control
    chart (Western Electric 1956, Statistical Quality Control Handbook). `usual` is the
    usual level before the rating.
    """

    usual: float
    abrupt: float
    slow: float


@dataclass(slots=True)
class UsualLevel:
    """Follows what is usual for one client, one rating at a time."""

    prior: PracticePrior
    high: float
    best_from: float
    usual: float
    variance: float
    under_before: float = 0.0

    @classmethod
    def starting(cls, scale: RatingScale, prior: PracticePrior) -> "UsualLevel":
        """Return what is usual before the first rating: where the practice starts."""
        return cls(prior, scale.high, scale.best_from, prior.mean, prior.spread)

    def step(self, gap_days: float, score: float | None, present: float) -> Departure:
        """Take in one rating, turned so that higher is better; None was not given.

        `present` is the lasting level before this rating (`LevelFilter.lasting`).
        """
        prior, usual = self.prior, self.usual
        weeks = gap_days / DAYS_A_WEEK
        variance = self.variance + USUAL_DRIFT_SHARE * prior.drift * weeks
        self.variance = variance
        if score is None:
            return Departure(usual, 0.0, 0.0)
        noise = prior.noise
        room = min(1.0, max(ROOM_LEAST, (self.high - usual) / noise**0.5))
        deviation = (variance + noise * room) ** 0.5
        expected = usual + SHARE_OF_NOW * (present - usual)
        abrupt = (expected - score) / deviation
        under = (usual - score) / deviation
        slow = min(under, self.under_before)
        self.under_before = under
        held_up = prior.leap_bound if score >= self.best_from else USUAL_HELD_UP_SDS
        pull = min(USUAL_HELD_DOWN_SDS, max(-held_up, abrupt)) * deviation
        gain = variance / (variance + noise)
        self.usual = usual - gain * pull
        self.variance = variance - gain * variance
        return Departure(usual, abrupt, slow)
