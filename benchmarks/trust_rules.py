"""What the trajectory and the rules people use today make of the same ratings.

Each gives a number a rating: the higher, the more it says "something tore". Where no
rating was given, or nothing can be said yet, it is minus infinity.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from trust_simulator import Flags, Numbers, Ratings

from holdspace.alliance.level import LevelFilter
from holdspace.alliance.practice_prior import (
    PracticePrior,
    default_prior,
    learned_prior,
)
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Step
from holdspace.alliance.trust_signals import SignalWatch
from holdspace.alliance.usual import UsualLevel
from holdspace.vocabulary.signals import SignalKind

OURS = "trajectory"
RULES = {
    "cut_off": "fixed cut-off",
    "one_point": "drop since the last rating",
    "reliable_change": "reliable change since the first rating",
    "control_chart": "control chart: own mean, own SD",
    "own_mean": "own mean, known error of the scale",
}
LEAST_SD_SHARE = 0.5
"""A control chart takes no own SD under half the error of the scale: two equal ratings
would otherwise make the third one infinitely far off. It helps the chart."""

THINNING = -1
KINDS = {kind: number for number, kind in enumerate(SignalKind, start=1)}


@dataclass(frozen=True, slots=True)
class Followed:
    """What the trajectory makes of ratings. Levels are turned: higher is better."""

    level: Numbers
    variance: Numbers
    expected: Numbers
    expected_variance: Numbers
    abrupt: Numbers
    slow: Numbers
    signal: Numbers


def scale_of(ratings: Ratings) -> RatingScale:
    """Return the scale as the trajectory is told of it."""
    scale = ratings.practice.instrument
    return RatingScale(scale.low, scale.high, ratings.error, scale.higher_is_better)


def steps_of_clients(ratings: Ratings) -> list[list[Step]]:
    """Return each client's steps."""
    gaps = np.diff(ratings.days, axis=0, prepend=0.0)
    lengths = ratings.asked.sum(axis=0)
    return [
        [
            (gap, None if score != score else score)
            for gap, score in zip(
                gaps[:length, client].tolist(),
                ratings.score[:length, client].tolist(),
                strict=True,
            )
        ]
        for client, length in enumerate(lengths)
    ]


def followed(ratings: Ratings, *, agency: int | None = None) -> Followed:
    """Run the trajectory over each client; learn from all, or from each `agency`."""
    scale, clients = scale_of(ratings), steps_of_clients(ratings)
    priors = list(_priors(scale, clients, agency or len(clients)))
    return followed_with(ratings, priors)


def followed_unpooled(ratings: Ratings, most: int) -> Followed:
    """Run it over the first `most` askings with nothing learned from others."""
    prior = default_prior(scale_of(ratings))
    return followed_with(ratings, [prior] * ratings.days.shape[1], at_most=most)


def followed_with(
    ratings: Ratings, priors: Sequence[PracticePrior], at_most: int | None = None
) -> Followed:
    """Run the trajectory over each client with the prior given for them."""
    scale = scale_of(ratings)
    out = np.full((7, *ratings.days.shape), np.nan)
    for client, (steps, prior) in enumerate(
        zip(steps_of_clients(ratings), priors, strict=True)
    ):
        rows = list(_rows(scale, prior, steps[:at_most]))
        out[:, : len(rows), client] = np.array(rows).T
    return Followed(*out)


def _priors(
    scale: RatingScale, clients: Sequence[Sequence[Step]], size: int
) -> Iterator[PracticePrior]:
    for first in range(0, len(clients), size):
        agency = clients[first : first + size]
        prior = learned_prior(scale, agency)
        yield from [prior] * len(agency)


def _rows(
    scale: RatingScale, prior: PracticePrior, steps: Sequence[Step]
) -> Iterator[tuple[float, ...]]:
    """Do what `Trajectory.add` does, and keep the variances it does not give."""
    filter_ = LevelFilter.starting(scale, prior)
    usual = UsualLevel.starting(scale, prior)
    watch = SignalWatch(prior.error**0.5, scale.best_from)
    for gap, raw in steps:
        score = None if raw is None else scale.turned(raw)
        before = filter_.lasting
        total = filter_.lasting_variance + prior.drift * gap / 7.0 + prior.noise
        now = filter_.step(gap, score)
        seen = usual.step(gap, score, before)
        if score is None:
            signal = watch.at_missed(seen.usual, now.level)
            code = THINNING if signal else 0
        else:
            signal = watch.at_given(score, now.level, usual.usual, seen)
            code = KINDS[signal.kind] if signal else 0
        yield now.level, now.variance, before, total, seen.abrupt, seen.slow, code


def turned(ratings: Ratings) -> tuple[Numbers, Numbers]:
    """Return scores and truth so that higher is better; truth within the range."""
    scale = ratings.practice.instrument
    truth = np.clip(ratings.trust, scale.low, scale.high)
    if scale.higher_is_better:
        return ratings.score, truth
    both = scale.low + scale.high
    return both - ratings.score, both - truth


def rule_statistics(ratings: Ratings) -> Mapping[str, Numbers]:
    """Return for each rule of today how far it says a rating is down."""
    score, _ = turned(ratings)
    given, error = ratings.given, ratings.error
    found = {name: np.full(score.shape, -np.inf) for name in RULES}
    clients = score.shape[1]
    count, total, squares = np.zeros(clients), np.zeros(clients), np.zeros(clients)
    first, last = np.full(clients, np.nan), np.full(clients, np.nan)
    for t, now in enumerate(score):
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = total / count
            own = (squares - count * mean**2) / (count - 1.0)
            own_sd = np.maximum(np.sqrt(np.maximum(own, 0.0)), LEAST_SD_SHARE * error)
            found["cut_off"][t] = -now
            found["one_point"][t] = last - now
            found["reliable_change"][t] = (first - now) / (error * np.sqrt(2.0))
            found["control_chart"][t] = (mean - now) / own_sd
            found["own_mean"][t] = (mean - now) / (error * np.sqrt(1.0 + 1.0 / count))
        here = given[t]
        count += here
        total += np.where(here, now, 0.0)
        squares += np.where(here, now**2, 0.0)
        first = np.where(np.isnan(first), now, first)
        last = np.where(here, now, last)
    return {name: _from_third(value, given) for name, value in found.items()}


def own_statistic(seen: Followed, given: Flags, bounds: tuple[float, float]) -> Numbers:
    """Return the larger of the two statistics, each as a share of its bound."""
    larger = np.fmax(seen.abrupt / bounds[0], seen.slow / bounds[1])
    return _from_third(larger, given)


def _from_third(statistic: Numbers, given: Flags) -> Numbers:
    enough = given & (np.cumsum(given, axis=0) >= 3)
    return np.where(enough & ~np.isnan(statistic), statistic, -np.inf)
