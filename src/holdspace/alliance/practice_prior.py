"""What a practice's ratings tell of a client before they have rated much themselves.

Strength is borrowed: a client with three ratings is read in the light of all the
others (empirical Bayes; Efron & Morris 1975, J Am Stat Assoc 70:311-319). All numbers
come from moments in closed form, so they can be checked by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from holdspace.alliance.operating_points import USUAL_HELD_UP_SDS
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Step

DAYS_A_WEEK = 7.0
START_SHARE, START_SD_SHARE = 0.7, 0.25
WOBBLE_PER_ERROR, DRIFT_PER_ERROR = 0.64, 0.025
CLIENTS_DEFAULT_IS_WORTH, PAIRS_DEFAULT_IS_WORTH = 3.0, 50.0
SHORT_LAG, LONG_LAG = 2, 6
FIRST_RATINGS = 3
ROUNDS = 6
TOO_FAR_SDS = 1.5
KEPT_OF_NORMAL = 0.7785  # of the variance of a normal, once cut at TOO_FAR_SDS
WOBBLE_LEAST, ERROR_MOST = 0.1, 0.9  # of all noise
DRIFT_LEAST, DRIFT_MOST = 0.002, 0.1  # of all noise, a week
LEAPS_FEW, LEAPS_MANY = 0.05, 0.15
LEAPS_DEFAULT_IS_WORTH = 20.0
LEAP_HELD_SDS = 0.5

Given = list[tuple[float, float]]
"""Weeks since the start and score, turned so that higher is better."""


@dataclass(frozen=True, slots=True)
class PracticePrior:
    """How a client's ratings are expected to run, in points of one scale.

    Scores are turned so that higher is better (`RatingScale.turned`).

    `mean` and `spread` are mean and variance of where clients start. `error` is the
    variance of measurement, `wobble` of what is real in a session and gone by the
    next, `drift` of how the lasting level moves in a week. `leap_bound` is how far a
    leap to the best score counts, in standard deviations: less where the practice's
    clients often give the best score between two low ones.
    """

    mean: float
    spread: float
    wobble: float
    error: float
    drift: float
    leap_bound: float = USUAL_HELD_UP_SDS

    @property
    def noise(self) -> float:
        """Variance of a rating around the lasting level."""
        return self.error + self.wobble


def default_prior(scale: RatingScale) -> PracticePrior:
    """Return what is assumed where a practice has no ratings yet.

    All of it is assumption: clients start around 70 % of the range with a standard
    deviation of a quarter of it, so that the first rating nearly decides; wobble and
    drift are those of the simulator, in proportion to the error.
    """
    width = scale.high - scale.low
    error = scale.error_points**2
    return PracticePrior(
        mean=scale.low + START_SHARE * width,
        spread=(START_SD_SHARE * width) ** 2,
        wobble=WOBBLE_PER_ERROR * error,
        error=error,
        drift=DRIFT_PER_ERROR * error,
    )


def learned_prior(
    scale: RatingScale, series: Iterable[Sequence[Step]]
) -> PracticePrior:
    """Return what the ratings of a practice on one scale tell; any order of clients.

    What few ratings tell counts less than the defaults: those are worth 3 clients,
    or 50 pairs of ratings.
    """
    default = default_prior(scale)
    clients = [given for steps in series if (given := _given(scale, steps))]
    noise, drift = _noise_and_drift(scale, default, clients)
    mean, spread = _start(default, clients, noise)
    error = min(default.error, ERROR_MOST * noise)
    return PracticePrior(
        mean=mean,
        spread=spread,
        wobble=max(noise - error, WOBBLE_LEAST * noise),
        error=error,
        drift=drift,
        leap_bound=_leap_bound(scale, clients, noise),
    )


def estimated_error(
    scale: RatingScale, series: Iterable[Sequence[Step]]
) -> float | None:
    """Return a standard error of measurement estimated from ratings, in points.

    For a measure whose error nobody states; that of `scale` is not used. Ratings two
    apart differ by error, wobble and drift; the error is taken as the share of it that
    the defaults say. None if there are fewer than 50 such pairs.
    """
    clients = [given for steps in series if (given := _given(scale, steps))]
    pairs = _pairs(scale, clients, SHORT_LAG)
    if len(pairs) < PAIRS_DEFAULT_IS_WORTH or not any(square for square, _ in pairs):
        return None
    squares, weeks = _mean_square(pairs), _mean_weeks(pairs)
    per_error = 2.0 * (1.0 + WOBBLE_PER_ERROR) + DRIFT_PER_ERROR * weeks
    return float((squares / per_error) ** 0.5)


def _given(scale: RatingScale, steps: Sequence[Step]) -> Given:
    weeks, given = 0.0, []
    for gap_days, score in steps:
        weeks += gap_days / DAYS_A_WEEK
        if score is not None:
            given.append((weeks, scale.turned(score)))
    return given


def _noise_and_drift(
    scale: RatingScale, default: PracticePrior, clients: Sequence[Given]
) -> tuple[float, float]:
    """Return variance around the lasting level, and how that moves in a week.

    Ratings further apart in time differ more: the slope is drift, the rest is noise.
    """
    near, far = (_pairs(scale, clients, lag) for lag in (SHORT_LAG, LONG_LAG))
    drift = default.drift
    if near and far:
        apart = max(1.0, _mean_weeks(far) - _mean_weeks(near))
        slope = (_mean_square(far) - _mean_square(near)) / apart
        drift = _shrunk(default.drift, slope, len(far), PAIRS_DEFAULT_IS_WORTH)
    noise = default.noise
    if near:
        seen = (_mean_square(near) - max(0.0, drift) * _mean_weeks(near)) / 2.0
        noise = _shrunk(noise, max(0.0, seen), len(near), PAIRS_DEFAULT_IS_WORTH)
    return noise, min(DRIFT_MOST * noise, max(DRIFT_LEAST * noise, drift))


def _start(
    default: PracticePrior, clients: Sequence[Given], noise: float
) -> tuple[float, float]:
    """Return mean and variance of where clients start."""
    firsts = [[score for _, score in given[:FIRST_RATINGS]] for given in clients]
    starts = [fsum(first) / len(first) for first in firsts]
    count = len(starts)
    if not count:
        return default.mean, default.spread
    worth = CLIENTS_DEFAULT_IS_WORTH
    mean = _shrunk(default.mean, fsum(starts) / count, count, worth)
    around = fsum((start - mean) ** 2 for start in starts) / count
    of_noise = noise * fsum(1.0 / len(first) for first in firsts) / count
    spread = _shrunk(default.spread, max(0.0, around - of_noise), count, worth)
    return mean, max(spread, WOBBLE_LEAST * noise)


def _leap_bound(scale: RatingScale, clients: Sequence[Given], noise: float) -> float:
    """Return how far a leap to the best score counts.

    Looks at ratings between two that are well under the best. Where the middle one is
    the best score in more than 5 %, politeness is likelier than trust: at 15 % hardly
    anything is left of what it counts.
    """
    well_under = scale.best_from - 1.5 * (2.0 * noise) ** 0.5
    between = [
        middle[1] >= scale.best_from
        for given in clients
        for before, middle, after in zip(given, given[1:], given[2:], strict=False)
        if before[1] <= well_under and after[1] <= well_under
    ]
    share = fsum(between) / (LEAPS_DEFAULT_IS_WORTH + len(between))
    many = min(1.0, max(0.0, (share - LEAPS_FEW) / (LEAPS_MANY - LEAPS_FEW)))
    return USUAL_HELD_UP_SDS - many * (USUAL_HELD_UP_SDS - LEAP_HELD_SDS)


def _pairs(
    scale: RatingScale, clients: Sequence[Given], lag: int
) -> list[tuple[float, float]]:
    """Return squared difference and weeks apart of ratings `lag` apart.

    Pairs with a best score are left out: there is no room for noise at the end.
    """
    return [
        ((later - score) ** 2, then - at)
        for given in clients
        for (at, score), (then, later) in zip(given, given[lag:], strict=False)
        if max(score, later) < scale.best_from
    ]


def _mean_square(pairs: Sequence[tuple[float, float]]) -> float:
    """Return the mean of squares in which no single one counts for much."""
    mean = fsum(square for square, _ in pairs) / len(pairs)
    for _ in range(ROUNDS):
        most = TOO_FAR_SDS**2 * mean
        mean = fsum(min(square, most) for square, _ in pairs) / len(pairs)
        mean /= KEPT_OF_NORMAL
    return mean


def _mean_weeks(pairs: Sequence[tuple[float, float]]) -> float:
    return fsum(weeks for _, weeks in pairs) / len(pairs)


def _shrunk(default: float, seen: float, count: float, worth: float) -> float:
    return (worth * default + count * seen) / (worth + count)
