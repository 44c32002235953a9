"""Where a client's ratings are now, how sure that is, and where they were.

A state-space filter: the lasting level moves a little with every week, a rating shows
it with a wobble that is gone by the next one and with the error of the scale. What is
shown is level and wobble together: what would be rated without error. A rating that is
too far off to believe opens the interval instead of leaving the level behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from holdspace.alliance.operating_points import SURPRISE_SDS
from holdspace.alliance.practice_prior import DAYS_A_WEEK, PracticePrior
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Step

_SURPRISE_SQUARED = SURPRISE_SDS * SURPRISE_SDS


class LevelStep(NamedTuple):
    """One step of the filter, turned so that higher is better.

    `lasting` and its variance are those of the lasting level after the rating;
    `expected` before it, its variance after the opening by surprise. `level` and
    `variance` are what is shown.
    """

    lasting: float
    lasting_variance: float
    expected: float
    expected_variance: float
    level: float
    variance: float


@dataclass(slots=True)
class LevelFilter:
    """Follows one client's level, one rating at a time."""

    prior: PracticePrior
    best_from: float
    lasting: float
    lasting_variance: float

    @classmethod
    def starting(cls, scale: RatingScale, prior: PracticePrior) -> "LevelFilter":
        """Return a filter before the first rating."""
        return cls(prior, scale.best_from, prior.mean, prior.spread)

    def step(self, gap_days: float, score: float | None) -> LevelStep:
        """Take in one rating, turned so that higher is better; None was not given."""
        prior = self.prior
        expected = self.lasting
        variance = self.lasting_variance + prior.drift * (gap_days / DAYS_A_WEEK)
        if score is None:
            self.lasting_variance = variance
            shown = variance + prior.wobble
            return LevelStep(expected, variance, expected, variance, expected, shown)
        off = score - expected
        total = variance + prior.noise
        if score >= self.best_from:
            off = min(off, prior.leap_bound * total**0.5)
        surprise = max(0.0, off * off / _SURPRISE_SQUARED - total)
        variance += surprise
        total += surprise
        gain = variance / total
        self.lasting = expected + gain * off
        self.lasting_variance = variance - gain * variance
        return LevelStep(
            self.lasting,
            self.lasting_variance,
            expected,
            variance,
            expected + (variance + prior.wobble) / total * off,
            prior.error * (1.0 - prior.error / total),
        )


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A level with all ratings known, also the later ones.

    `level` and `variance` are what is shown; `lasting` and `lasting_variance` those of
    the level without the wobble, `carried` how much of the next one's is in it.
    """

    level: float
    variance: float
    lasting: float
    lasting_variance: float
    carried: float


def looked_back(
    scale: RatingScale, prior: PracticePrior, steps: Sequence[Step]
) -> tuple[LookedBack, ...]:
    """Return each step's level as all ratings together show it, oldest first.

    Levels are turned so that higher is better. The newest is the filter's own. The gap
    of the first step does not matter.
    Source: Rauch, Tung & Striebel (1965), AIAA J 3:1445-1450.
    """
    filter_ = LevelFilter.starting(scale, prior)
    turned = [None if score is None else scale.turned(score) for _, score in steps]
    gaps = [gap if at else 0.0 for at, (gap, _) in enumerate(steps)]
    forward = [
        filter_.step(gap, score) for gap, score in zip(gaps, turned, strict=True)
    ]
    backward: list[LookedBack] = []
    following = forward[-1] if forward else None
    for here, score in zip(reversed(forward), reversed(turned), strict=True):
        lasting, variance, carried = here.lasting, here.lasting_variance, 0.0
        if backward and following:
            after = backward[-1]
            carried = variance / following.expected_variance
            lasting += carried * (after.lasting - following.expected)
            less = following.expected_variance - after.lasting_variance
            variance -= carried * carried * less
        backward.append(_shown(prior, here, score, (lasting, variance, carried)))
        following = here
    return tuple(reversed(backward))


def _shown(
    prior: PracticePrior,
    here: LevelStep,
    score: float | None,
    lasting: tuple[float, float, float],
) -> LookedBack:
    """Add back the wobble of the rating at hand, if there is one."""
    level, variance, _ = lasting
    if score is None:
        return LookedBack(level, variance + prior.wobble, *lasting)
    share = prior.wobble / prior.noise
    rated = here.expected + (here.level - here.expected) / _gain(prior, here)
    return LookedBack(
        level + share * (rated - level),
        (1.0 - share) ** 2 * variance + share * prior.error,
        *lasting,
    )


def _gain(prior: PracticePrior, here: LevelStep) -> float:
    """Return how much of a rating's distance the shown level went along with."""
    return (here.expected_variance + prior.wobble) / (
        here.expected_variance + prior.noise
    )
