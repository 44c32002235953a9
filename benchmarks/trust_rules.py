"""What the trajectory and the rules people use today make of the same ratings.

Each gives a number a rating: the higher, the more it says "something tore". Where no
rating was given, or nothing can be said yet, it is minus infinity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace

import numpy as np
from trust_simulator import Flags, Numbers, Ratings

from holdspace.alliance import operating_points as points
from holdspace.alliance.practice_prior import (
    PracticePrior,
    default_prior,
    learned_prior,
)
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Step
from holdspace.alliance.trajectory import trajectory
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
LEARNED_FROM = 1500
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
    return followed_with(ratings, priors_of(ratings, agency))


def priors_of(ratings: Ratings, agency: int | None = None) -> list[PracticePrior]:
    """Return for each client what their practice tells, or their agency of a size.

    A large practice is learned from its first `LEARNED_FROM` clients.
    """
    scale, clients = scale_of(ratings), steps_of_clients(ratings)
    if agency is None:
        return [learned_prior(scale, clients[:LEARNED_FROM])] * len(clients)
    return [
        prior
        for first in range(0, len(clients), agency)
        for prior in [learned_prior(scale, clients[first : first + agency])]
        for _ in clients[first : first + agency]
    ]


def followed_unpooled(ratings: Ratings) -> Followed:
    """Run it with nothing learned from others."""
    prior = default_prior(scale_of(ratings))
    return followed_with(ratings, [prior] * ratings.days.shape[1])


def followed_with(ratings: Ratings, priors: Sequence[PracticePrior]) -> Followed:
    """Run the trajectory over all clients side by side, each with the prior given.

    The same steps as `LevelFilter.step` and `UsualLevel.step`; a test holds them
    together.
    """
    scale = scale_of(ratings)
    mean, spread, wobble, error, drift, leap = np.array(
        [astuple(prior) for prior in priors]
    ).T
    noise, shape = error + wobble, ratings.days.shape
    seen = Followed(*(np.full(shape, np.nan) for _ in range(6)))
    now, usual, under = mean.copy(), mean.copy(), np.zeros(len(priors))
    now_variance, usual_variance = spread.copy(), spread.copy()
    gaps = np.diff(ratings.days, axis=0, prepend=0.0) / 7.0
    scores, _ = turned(ratings)
    for t, (gap, score) in enumerate(zip(gaps, scores, strict=True)):
        given, best = ~np.isnan(score), score >= scale.best_from
        now_variance = now_variance + drift * gap
        usual_variance = usual_variance + points.USUAL_DRIFT_SHARE * drift * gap
        total = now_variance + noise
        seen.expected[t], seen.expected_variance[t] = now, total
        # usual
        room = np.clip((scale.high - usual) / np.sqrt(noise), points.ROOM_LEAST, 1.0)
        deviation = np.sqrt(usual_variance + noise * room)
        abrupt = (usual + points.SHARE_OF_NOW * (now - usual) - score) / deviation
        before, under = under, np.where(given, (usual - score) / deviation, under)
        seen.abrupt[t] = np.where(given, abrupt, 0.0)
        seen.slow[t] = np.where(given, np.minimum(under, before), 0.0)
        held = np.where(best, leap, points.USUAL_HELD_UP_SDS)
        pull = np.minimum(points.USUAL_HELD_DOWN_SDS, np.maximum(-held, abrupt))
        gain = np.where(given, usual_variance / (usual_variance + noise), 0.0)
        usual = usual - gain * np.where(given, pull * deviation, 0.0)
        usual_variance = usual_variance * (1.0 - gain)
        # now
        off = np.where(given, score - now, 0.0)
        off = np.where(best, np.minimum(off, leap * np.sqrt(total)), off)
        surprise = np.maximum(0.0, off**2 / points.SURPRISE_SDS**2 - total)
        opened, total = now_variance + surprise, total + surprise
        seen.level[t] = now + (opened + wobble) / total * off
        shown = error * (1.0 - error / total)
        seen.variance[t] = np.where(given, shown, now_variance + wobble)
        gain = np.where(given, opened / total, 0.0)
        now = now + gain * off
        now_variance = np.where(given, opened * (1.0 - gain), now_variance)
    return seen


def signals_of(ratings: Ratings, priors: Sequence[PracticePrior]) -> Numbers:
    """Return the signals of each client as `Trajectory` sets them, as numbers."""
    scale = scale_of(ratings)
    codes = np.zeros(ratings.days.shape)
    for client, (steps, prior) in enumerate(
        zip(steps_of_clients(ratings), priors, strict=True)
    ):
        for at, point in enumerate(trajectory(scale, prior, steps)):
            if point.signal:
                kind = point.signal.kind
                silent = kind is SignalKind.WITHDRAWAL and steps[at][1] is None
                codes[at, client] = THINNING if silent else KINDS[kind]
    return codes


def first_clients(ratings: Ratings, most: int) -> Ratings:
    """Return the practice with no more than `most` clients."""
    arrays = {
        field.name: getattr(ratings, field.name)[..., :most]
        for field in fields(ratings)
        if field.name != "practice"
    }
    return replace(ratings, **arrays)


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
